import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Extraction } from "../../src/model/version.ts";
import { federalRegister } from "../../src/sources/federal-register.ts";
import { served } from "./support/served.ts";

describe("federal-register: extraction of small payloads in the publisher's shape", () => {
  it.each([
    ["a rule out of a search page, in pretty-printed XML", "2031-00401", "rule.json", "rule.xml", "rule"],
    ["a filing on the inspection desk, out of a PDF", "2031-00401", "filing.json", "filing.txt", "filing"],
    [
      "a determination of 1994, of which there is raw text only",
      "94-99",
      "order-1994.json",
      "order-1994.txt",
      "order-1994",
    ],
    ["an executive order", "2031-19417", "order.json", "order.xml", "order"],
  ])("reads %s", (_what, key, metadata, text, expected) => {
    expect(extract(key, metadata, text)).toEqual(JSON.parse(fixture(`${expected}.expected.json`)));
  });

  it("reads a document that the publisher processed again as the same words in the same places", () => {
    const [first, second] = [
      extract("2031-00401", "rule.json", "rule.xml"),
      extract("2031-00401", "rule.json", "rule.reprocessed.xml"),
    ];
    expect(withPlainDashes(second)).toBe(withPlainDashes(first));
  });

  it("has the abstract and the dates of a document whose text is not there yet, and says that it is incomplete", () => {
    const { complete, blocks, facts, deadlines } = extract("2031-00401", "rule.json", null);
    expect(complete).toBe(false);
    expect(blocks.map((block) => block.path)).toEqual([["SUMMARY"], ["DATES"]]);
    expect(facts).toEqual(extract("2031-00401", "rule.json", "rule.xml").facts);
    expect(deadlines.map(({ kind, date }) => [kind, date])).toEqual([
      ["effective", "2031-03-03"],
      ["comments-close", "2031-04-03"],
    ]);
  });

  it("takes from the text's head what a server with the default fields leaves out", () => {
    const metadata = {
      results: [
        {
          document_number: "2031-00401",
          publication_date: "2031-03-04",
          title: "Controls on Thinking Machines",
          type: "Rule",
        },
      ],
    };
    const { facts, fullCitation, officialUrl } = federalRegister.extract({
      key: "2031-00401",
      parts: [
        { role: "metadata", response: served(JSON.stringify(metadata), "application/json") },
        { role: "text", response: served(fixture("rule.xml"), "application/xml") },
      ],
    });
    expect(facts).toMatchObject({
      action: "Interim final rule; request for comments.",
      docketIds: ["310301-0042"],
      rins: ["0694-ZZ01"],
      cfrReferences: ["15 CFR 740", "15 CFR 744"],
      effectiveDate: "2031-03-03",
      commentDeadline: "2031-04-03",
    });
    expect([fullCitation, officialUrl]).toEqual([null, null]);
  });

  it("ties a printing correction to what it corrects, by its number alone", () => {
    const { facts, links, threadKeys } = extractRecord({
      document_number: "C1-2031-00401",
      publication_date: "2031-03-11",
      type: "Correction",
    });
    expect(facts["correctionOf"]).toBe("2031-00401");
    expect(links).toEqual([
      { relation: "correction-of", key: "2031-00401", url: "https://www.federalregister.gov/d/2031-00401" },
    ]);
    expect(threadKeys).toEqual(["fr:2031-00401"]);
  });

  it("ties a filed correction to what its text corrects", () => {
    const record = {
      document_number: "2031-00777",
      filed_at: "2031-03-10T08:45:00-05:00",
      title: "Machines; Correction",
      type: "Rule",
    };
    const text =
      "ACTION: Correcting amendment.\n\nSUPPLEMENTARY INFORMATION:\n\nIn FR Doc. 2031-00401, appearing on page 10101, we err.\n";
    const { facts, threadKeys, links } = federalRegister.extract({
      key: "2031-00777",
      parts: [
        { role: "metadata", response: served(JSON.stringify(record), "application/json") },
        { role: "text", response: served(text, "text/plain") },
      ],
    });
    expect([facts["correctionOf"], threadKeys.at(-1), links[0]?.relation]).toEqual([
      "2031-00401",
      "fr:2031-00401",
      "correction-of",
    ]);
  });

  it("finds the record of a number that is padded differently", () => {
    const metadata = {
      count: 1,
      results: [{ document_number: "2031-00401", publication_date: "2031-03-04", title: "A" }],
    };
    const extraction = federalRegister.extract({
      key: "2031-401",
      parts: [{ role: "metadata", response: served(JSON.stringify(metadata), "application/json") }],
    });
    expect(extraction.title).toBe("A");
  });

  it("refuses an answer that does not have the document", () => {
    expect(() => extract("2031-99999", "rule.json", "rule.xml")).toThrow();
  });
});

function withPlainDashes(extraction: Extraction | undefined): string {
  return JSON.stringify(extraction).replaceAll("–", "-");
}

function extractRecord(record: object): Extraction {
  return federalRegister.extract({
    key: "C1-2031-00401",
    parts: [{ role: "metadata", response: served(JSON.stringify(record), "application/json") }],
  });
}

function extract(key: string, metadata: string, text: string | null): Extraction {
  const parts = [{ role: "metadata", response: served(fixture(metadata), "application/json") }];
  return federalRegister.extract({
    key,
    parts: text === null ? parts : [...parts, { role: "text", response: served(fixture(text), "text/plain") }],
  });
}

function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/federal-register/${name}`, import.meta.url), "utf8");
}
