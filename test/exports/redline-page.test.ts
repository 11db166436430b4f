import { existsSync } from "node:fs";
import { load } from "cheerio";
import { chromium } from "playwright-core";
import { describe, expect, test } from "vitest";
import { redlinePage } from "../../src/exports/redline-page.ts";
import type { Comparison } from "../../src/exports/comparison.ts";
import type { Block } from "../../src/model/text.ts";
import { plainText } from "../../src/model/text.ts";
import { fileStyle } from "../../src/web/style.ts";
import { compared, newRules, newTerms, oldRules, oldTerms, paragraph } from "./texts.ts";

test("the page asks for nothing from elsewhere", async () => {
  const { $, source } = await pageOf(oldTerms, newTerms);
  expect($("link, img, iframe, script[src]").length).toBe(0);
  expect(source).not.toMatch(/url\(|@import|https?:/);
});

test.each(["inline", "side"])("%s it shows both texts, folded passages included", async (view) => {
  const { $ } = await pageOf(oldTerms, newTerms);
  const text = (gone: string): string => {
    const part = $(`.as-${view} .redline`).clone();
    part.find(`.spoken, .jumps, .move, summary, .where, thead, caption, ${gone}`).remove();
    return part.text().replace(/\s/g, "");
  };
  if (view === "inline") {
    expect(text("del")).toBe(plainText(newTerms).replace(/\s/g, ""));
    expect(text("ins")).toBe(plainText(oldTerms).replace(/\s/g, ""));
  } else {
    expect(text("td.before")).toBe(plainText(newTerms).replace(/\s/g, ""));
    expect(text("td.after")).toBe(plainText(oldTerms).replace(/\s/g, ""));
  }
});

test("each change leads to the next one and back, in both views, and every link has its target", async () => {
  const { $ } = await pageOf(oldTerms, newTerms);
  const ids = $("[id]")
    .get()
    .map((element) => $(element).attr("id"));
  expect(new Set(ids).size).toBe(ids.length);
  const targets = $('a[href^="#"]')
    .get()
    .map((link) => $(link).attr("href")?.slice(1));
  expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  for (const prefix of ["", "side-"]) {
    const stops = ids.filter((id) => id?.startsWith(`${prefix}change-`));
    expect(stops.length).toBeGreaterThan(3);
    const next = $(`#${prefix}change-2 a[rel=next]`);
    expect([next.attr("href"), next.attr("aria-label")]).toEqual([`#${prefix}change-3`, "Next change"]);
    expect($(`#${prefix}change-2 a[rel=prev]`).attr("href")).toBe(`#${prefix}change-1`);
    expect($(`#${prefix}change-${stops.length} a[rel=next]`).length).toBe(0);
    expect($(`.contents a[href="#${prefix}change-1"]`).length).toBe(1);
  }
});

test("the two ends of a move are linked, and changes can be heard", async () => {
  const { $ } = await pageOf(oldTerms, newTerms);
  expect($(".as-inline #moved-from-1 + a").attr("href")).toBe("#moved-to-1");
  expect($(".as-inline #moved-to-1 + a").attr("href")).toBe("#moved-from-1");
  expect($(".as-inline ins .spoken").first().text()).toMatch(/^\[(inserted|moved here): $/);
});

test("long unchanged stretches are folded", async () => {
  const same = Array.from({ length: 9 }, (_, index) => paragraph(`Nothing changes in number ${index}.`, [`${index}.`]));
  const { $ } = await pageOf([...same, paragraph("The last one may.")], [...same, paragraph("The last one shall.")]);
  expect($(".as-inline details.unchanged summary").text()).toBe("8 unchanged passages · 0. to 7.");
  expect($(".as-side details.unchanged p").length).toBe(8);
});

test("Chinese text is marked as such", async () => {
  const { $ } = await pageOf(oldRules, newRules, { language: "zh-CN", title: "规定" });
  expect($("h1").attr("lang")).toBe("zh-CN");
  expect($(".redline.inline").attr("lang")).toBe("zh-CN");
  expect($(".redline.columns").attr("lang")).toBe("zh-CN");
});

test("foreign text stays text", async () => {
  const hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>";
  const { $, source } = await pageOf([paragraph("x", ["1."])], [paragraph(hostile, [hostile])], {
    title: hostile,
    language: '"><script>',
    summary: hostile,
    headline: hostile,
    reasons: [hostile],
    after: { name: hostile, blocks: [paragraph(hostile, [hostile])] },
  });
  expect($("script").length).toBe(1);
  expect($("img").length).toBe(0);
  expect(source).toContain("&lt;script&gt;alert(1)");
});

test("two texts that are the same are said to be", async () => {
  const { $ } = await pageOf(oldTerms, oldTerms);
  expect($("main .notice").text()).toBe("Not a word of the text changed.");
  expect($(".redline").length).toBe(0);
});

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

describe.skipIf(executablePath === undefined)("in a browser (skipped where no Chromium is installed)", () => {
  test("without a script the view can be chosen, and the page fits a phone in both", async () => {
    const browser = await chromium.launch({
      ...(executablePath && { executablePath }),
      args: ["--no-sandbox", "--disable-gpu"],
    });
    try {
      const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 800 } });
      const page = await context.newPage();
      await page.setContent(await redlinePage(compared(oldTerms, newTerms), fileStyle));
      const shown = () => Promise.all([page.isVisible(".redline.inline"), page.isVisible(".redline.columns")]);
      const overflow = async () => (await page.locator("main").boundingBox())?.width;
      expect([await shown(), await overflow()]).toEqual([[true, false], 360]);
      await page.locator('label[for="show-side"]').click();
      expect([await shown(), await overflow()]).toEqual([[false, true], 360]);
    } finally {
      await browser.close();
    }
  });

  test("where scripts run, n goes to the next change of the view that is shown", async () => {
    const browser = await chromium.launch({
      ...(executablePath && { executablePath }),
      args: ["--no-sandbox", "--disable-gpu"],
    });
    try {
      const page = await browser.newPage();
      await page.setContent(await redlinePage(compared(oldTerms, newTerms), fileStyle));
      await page.keyboard.press("n");
      await page.keyboard.press("n");
      expect(await page.evaluate("location.hash")).toBe("#change-2");
      await page.locator('label[for="show-side"]').click();
      await page.keyboard.press("p");
      expect(await page.evaluate("location.hash")).toMatch(/^#side-change-\d+$/);
    } finally {
      await browser.close();
    }
  });
});

async function pageOf(before: readonly Block[], after: readonly Block[], more: Partial<Comparison> = {}) {
  const source = await redlinePage(compared(before, after, more), fileStyle);
  return { source, $: load(source) };
}
