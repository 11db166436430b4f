import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Extraction } from "../../src/model/version.ts";
import { plainText } from "../../src/model/text.ts";
import { policyPage } from "../../src/sources/policy-page.ts";
import { served } from "./support/served.ts";

const url = "https://harbour.example/service-terms/";

describe("policy-page: extraction of small pages in providers' shape", () => {
  it.each([
    ["an English page by its main part", "terms-en", "text/html; charset=utf-8", {}],
    [
      "a Chinese page by a selector",
      "terms-zh",
      "text/html; charset=utf-8",
      { select: "#agreement", remove: [".share"] },
    ],
  ])("reads %s", async (_what, name, contentType, params) => {
    expect(await extract(`${name}.html`, contentType, params)).toEqual(JSON.parse(fixture(`${name}.expected.json`)));
  });

  it("reads GB 2312 that neither the header nor the page declares, or that both declare wrongly, as the same text", async () => {
    const params = { select: "#agreement", remove: [".share"] };
    const expected = plainText((await extract("terms-zh.html", "text/html; charset=utf-8", params)).blocks);
    for (const contentType of [
      "text/html",
      "text/html; charset=gb2312",
      "text/html; charset=utf-8",
      "text/html; charset=iso-8859-1",
    ]) {
      const extraction = await extract("terms-gb2312.html", contentType, params);
      expect([contentType, plainText(extraction.blocks)]).toEqual([contentType, expected]);
      expect(extraction.language).toBe("zh");
    }
  });

  it("leaves out what is to be removed and still finds the main part itself", async () => {
    const { blocks } = await extract("terms-en.html", "text/html", { remove: "table" });
    const text = plainText(blocks);
    expect(text).toContain("Accelerated Instances to:");
    expect(text).not.toContain("H-series");
    expect(text).not.toContain("Read how others");
  });

  it("reads a stretch from one element to another", async () => {
    const { blocks } = await extract("terms-en.html", "text/html", {
      select: { startBefore: "#s1", endBefore: "#s2" },
    });
    expect(plainText(blocks)).toMatch(/^1\. Universal terms\n[^]*section 9 of the Agreement describes\.$/);
  });

  it("takes the language of the feed file where one is given", async () => {
    expect((await extract("terms-en.html", "text/html", { language: "en-AU" })).language).toBe("en-AU");
  });

  it("reads a PDF", async () => {
    const extraction = await extractBytes(
      pdf(["Harbour Cloud Service Terms", "1. You must not resell Accelerated Instances."]),
      "application/pdf",
    );
    expect(extraction.form).toBe("pdf");
    expect(plainText(extraction.blocks)).toContain("You must not resell Accelerated Instances.");
  });
});

async function extract(name: string, contentType: string, params: object = {}): Promise<Extraction> {
  return extractBytes(readFileSync(place(name)), contentType, params);
}

async function extractBytes(body: Uint8Array, contentType: string, params: object = {}): Promise<Extraction> {
  const response = { ...served("", contentType), body: new Uint8Array(body) };
  return policyPage.extract(
    { key: url, parts: [{ role: "page", response }] },
    policyPage.params.parse({ url, ...params }),
  );
}

function fixture(name: string): string {
  return readFileSync(place(name), "utf8");
}

function place(name: string): URL {
  return new URL(`../fixtures/policy-page/${name}`, import.meta.url);
}

/** A PDF of one page with these lines. */
function pdf(lines: readonly string[]): Uint8Array {
  const stream = `BT /F1 12 Tf 50 700 Td 16 TL ${lines.map((line) => `(${line}) Tj T*`).join(" ")} ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let text = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return new TextEncoder().encode(text);
}
