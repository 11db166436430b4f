import { load } from "cheerio";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installedBrowser } from "../../src/lib/browser-path.ts";
import type { Block } from "../../src/model/text.ts";
import type { Version } from "../../src/model/version.ts";
import { exampleChange } from "../support/example-change.ts";
import { openWeb } from "./open-web.ts";
import type { OpenWeb } from "./open-web.ts";
import { shelf } from "./sample.ts";
import { storeOver } from "./shelf.ts";

const [old, current] = shelf.versions as readonly [Version, Version];

/** Thirty sections of forty paragraphs; in each one paragraph changes, and in the last ten all of them. */
const before: readonly Block[] = Array.from({ length: 1200 }, (_, index) => ({
  kind: "item",
  path: [`Sec. ${1 + Math.floor(index / 40)}`, `(${1 + (index % 40)})`],
  text: `(${1 + (index % 40)}) Provision number ${index} is one that the licensee may read ${"at length, and in full, ".repeat(18)}`,
}));
const after = before.map((block, index) =>
  index % 40 === 20 || index >= 800 ? { ...block, text: block.text.replace("may", "shall") } : block,
);

let web: OpenWeb;
beforeAll(async () => {
  const bill = exampleChange({
    id: "bill",
    documentId: "rule",
    reasons: [{ rule: "obligation", section: "Sec. 30 > (39)", before: "may", after: "shall" }],
    redline: {
      spans: [{ op: "insert", section: "", text: "x" }],
      stats: { inserted: 1, deleted: 0, moved: 0, sections: 1 },
    },
  });
  web = await openWeb({
    store: storeOver({
      ...shelf,
      versions: [
        ...shelf.versions,
        { ...old, id: "v-bill-1", blocks: before },
        { ...current, id: "v-bill-2", blocks: after },
      ],
      changes: [bill, ...shelf.changes],
      between: { ...shelf.between, bill: { before: "v-bill-1", after: "v-bill-2" } },
    }),
    // Today's recipe reads the Chinese terms differently.
    reread: async (version) =>
      version.id === "v-terms-2"
        ? {
            ...version,
            id: "again",
            recipe: { ...version.recipe, revision: 7 },
            blocks: [...version.blocks, { kind: "note", path: [], text: "一个以前没有读到的脚注。" }],
          }
        : null,
  });
});
afterAll(() => web.close());

test("a long redline comes in parts, and what did not change comes when it is asked for", async () => {
  const $ = load(await web.text("/changes/bill"));
  expect($(".redline .text > p").length).toBeLessThan(500);
  expect($(".tools").text()).toMatch(/Part 1 of \d/);
  const folds = $("a.fold").toArray();
  expect(folds.length).toBeGreaterThan(10);
  expect(await web.text("/changes/bill")).not.toContain("Provision number 130 ");
  const href = $(folds[0]).attr("href") ?? "";
  const [, number = ""] = /open=(\d+)#fold-\1$/.exec(href) ?? [];
  const opened = load(await web.text(href.replace(/#.*/, "")));
  expect(opened(`details#fold-${number}[open]`).text()).toContain(`Provision number`);
  expect(opened("details[open]")).toHaveLength(1);
});

test("a fold can be had alone, for a page that has the rest", async () => {
  const fragment = await web.text("/changes/bill?open=9&only=fold");
  expect(fragment.trim()).toMatch(/^<details class="unchanged" id="fold-9"\s+open>/);
  expect(fragment.trim()).toMatch(/<\/details>$/);
  expect((await web.get("/changes/bill?open=900&only=fold")).status).toBe(404);
});

test("links lead over the borders of parts: to the next change, from the outline and from a reason", async () => {
  const $ = load(await web.text("/changes/bill"));
  const far = $(".outline li a").last().attr("href") ?? "";
  expect(far).toMatch(/^\/changes\/bill\?part=\d#change-\d+$/);
  expect(load(await web.text(far.replace(/#.*/, "")))(far.replace(/.*#/, "#"))).toHaveLength(1);
  const reason = $(".reasons a").first().attr("href") ?? "";
  const marked = load(await web.text(reason.replace(/#.*/, "")));
  expect(marked(reason.replace(/.*#/, "#")).attr("href")).toBe("#reason-1");
  const next = $(".jumps a[rel=next]").last().attr("href") ?? "";
  expect(next).toMatch(/\?part=2#change-\d+$/);
});

test("the outline says of each changed section how much came and went", async () => {
  const $ = load(await web.text("/changes/c-rule"));
  const rows = $(".outline li").toArray();
  expect(rows.map((row) => $(row).find("a").text())).toContain("§ 744.23(b)");
  const row = rows.find((each) => $(each).find("a").text() === "§ 744.23(b)");
  expect($(row).find(".plus").text()).toMatch(/^\+\d+$/);
  expect($(row).find(".minus").text()).toMatch(/^−\d+$/);
  const [from, to] = ["del", "ins"].map((name) => $(`.redline ${name}.moved`).attr("id"));
  expect($(`#${from} + a.move`).attr("href")).toBe(`#${to}`);
  expect($(`#${to} + a.move`).attr("href")).toBe(`#${from}`);
});

test("where a newer recipe reads the same bytes differently, the page says so and shows both", async () => {
  const then = load(await web.text("/changes/c-terms"));
  expect(then(".reading .notice").text()).toContain("revision 7 reads the same bytes differently");
  expect(then(".redline").text()).not.toContain("脚注");
  const now = load(await web.text(then(".reading .notice a").attr("href")?.replace(/#.*/, "") ?? ""));
  expect(now(".redline ins").text()).toContain("脚注");
  expect(now(".reading .notice a").attr("href")).toBe("/changes/c-terms#text");
  expect(load(await web.text("/changes/c-rule"))(".reading .notice")).toHaveLength(0);
});

test("the redline can be taken away as a Word file", async () => {
  const answer = await web.get("/changes/c-terms/redline.docx");
  expect(answer.headers.get("content-type")).toContain("wordprocessingml");
  expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename\*=UTF-8''%/);
  expect(new Uint8Array(await answer.arrayBuffer()).subarray(0, 2)).toEqual(new Uint8Array([0x50, 0x4b]));
});

test("of each clause it is said when it came in, and every version is on the line of time", async () => {
  const $ = load(await web.text("/documents/fresh/blame"));
  expect($(".blame .origin").text()).toContain("from the start");
  const document = load(await web.text("/documents/rule"));
  expect(
    document("svg.line a")
      .toArray()
      .map((dot) => document(dot).attr("href")),
  ).toEqual(["/documents/rule?to=1", "/documents/rule?from=1&to=2"]);
});

const executablePath = installedBrowser();
describe.skipIf(executablePath === null)("in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? "", args: ["--no-sandbox", "--disable-gpu"] });
  });
  afterAll(() => browser.close());

  test("keys and buttons step from change to change, over folds and from part to part", async () => {
    const page = await browser.newPage();
    await page.goto(`${web.url}/changes/bill`);
    await page.keyboard.press("n");
    await page.keyboard.press("j");
    expect(new URL(page.url()).hash).toBe("#change-2");
    expect(await page.locator(".stepper output").textContent()).toMatch(/^2 of \d+$/);
    expect(await page.evaluate("document.activeElement.id")).toBe("change-2");
    await page.getByRole("button", { name: "Previous" }).click();
    expect(new URL(page.url()).hash).toBe("#change-1");
    const last = await page.locator('.redline [id^="change-"]').last().getAttribute("id");
    await page.goto(`${web.url}/changes/bill#${last}`);
    await page.keyboard.press("n");
    await page.waitForURL(/part=2#change-\d+$/);
    await page.keyboard.press("p");
    await page.waitForURL((url) => !url.search.includes("part=2") && url.hash === `#${last}`);
    await page.close();
  });

  test("a fold opens in its place, and the citation can be copied", async () => {
    const page = await browser.newPage();
    await page.goto(`${web.url}/changes/bill`);
    const fold = page.locator("a.fold").first();
    const id = (await fold.getAttribute("href"))?.replace(/.*#/, "") ?? "";
    await fold.click();
    await page.locator(`details#${id}[open]`).waitFor();
    expect(new URL(page.url()).search).toBe("");
    await page.getByRole("button", { name: "Copy the citation" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    await page.close();
  });

  test("without a script the same folds and steps are links, and no dead button is shown", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${web.url}/changes/bill`);
    expect(await page.getByRole("button").count()).toBe(0);
    await page.locator("a.fold").first().click();
    await page.waitForURL(/open=\d+#fold-\d+$/);
    await page.locator("details.unchanged[open]").waitFor();
    await page.locator(".jumps a[rel=next]").first().click();
    await page.waitForURL(/#change-\d+$/);
    await context.close();
  });
});
