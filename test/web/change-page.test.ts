import { load } from "cheerio";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Change } from "../../src/model/change.ts";
import type { Block } from "../../src/model/text.ts";
import { redline } from "../../src/redline/redline.ts";
import { exampleChange } from "../support/example-change.ts";
import { openWeb } from "./open-web.ts";
import type { OpenWeb } from "./open-web.ts";
import { shelf } from "./sample.ts";
import { storeOver } from "./shelf.ts";
import type { Shelf } from "./shelf.ts";

let web: OpenWeb;
beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

test("the page says what changed, how much it matters and why", async () => {
  const $ = load(await web.text("/changes/c-rule"));
  expect($(".lead .headline").text()).toContain("Comment deadline moved");
  expect($("#why").text()).toBe("Why it is substantive");
  expect($(".summary + .fine").text()).toContain("no language model had a part in it");
  const reason = $(".reasons li").first();
  expect(reason.find(".where").text()).toBe("§ 744.23(b)");
  expect(reason.find("del").text()).toBe("[before: may] ");
  expect(reason.find("ins").text()).toBe("[after: shall] ");
  const fact = $("table.facts tbody tr").first();
  expect(fact.find("th").text()).toBe("Comment deadline");
  expect(fact.find("td").first().text().trim()).toBe("5 Jan 2026");
  expect(fact.text()).toContain("30 days later");
  expect($(".dates li").first().text()).toMatch(/Takes effect\s+20 Jan 2026\s+in 6 days/);
  expect($(".dates li").last().text()).toMatch(/14 days ago/);
  expect($(".citation").text()).toContain("91 Fed. Reg. 1234");
});

test("the redline marks, names and folds", async () => {
  const $ = load(await web.text("/changes/c-rule"));
  expect($(".redline del").text()).toContain("[deleted: may]");
  expect($(".redline ins").text()).toContain("[inserted: shall]");
  const from = $(".redline del.moved").attr("id") ?? "";
  expect($(`#${from} + a.move`).attr("href")).toBe(`#${from.replace("from", "to")}`);
  expect($("details.unchanged summary").first().text()).toMatch(/^\d+ unchanged passages? · /);
  expect($("details.unchanged ins, details.unchanged del")).toHaveLength(0);
  expect($(".redline .where").text()).toContain("§ 744.40(a)");
  expect($(".redline").attr("lang")).toBe("en");
});

test("side by side, each text stands in its own column", async () => {
  const $ = load(await web.text("/changes/c-rule?view=side"));
  expect(
    $("table.columns thead th")
      .toArray()
      .map((cell) => $(cell).text()),
  ).toEqual(["Before", "After"]);
  expect($("td.before ins, td.after del")).toHaveLength(0);
  expect($("td.before del").text()).toContain("4800");
  expect($("td.after ins").text()).toContain("2400");
  expect($(".toggle a[aria-current]").text()).toBe("Side by side");
});

test("a document seen for the first time is shown as a document", async () => {
  const $ = load(await web.text("/changes/c-urgent"));
  expect($(".document h3").first().text()).toBe("SUMMARY");
  expect($(".document ins")).toHaveLength(0);
  expect($("dl.facts").text()).toContain("2026-00777");
  expect($("dl.facts").text()).toMatch(/Significant under Executive Order 12866\s+yes/);
});

test("what was withdrawn states no dates, neither on its page nor in the timeline or a feed", async () => {
  expect(await web.text("/changes/c-gone")).toContain("A filing that was withdrawn");
  for (const path of ["/changes/c-gone", "/?kind=withdrawn", "/atom.xml?kind=withdrawn"]) {
    expect(await web.text(path)).not.toMatch(/Takes effect|effective January 20/);
  }
});

test("connected documents lead to ours where we have them and else to the publisher", async () => {
  const $ = load(await web.text("/changes/c-rule"));
  const links = $("#links + ul li")
    .toArray()
    .map((item) => [$(item).find(".relation").text(), $(item).find("a").attr("href")]);
  expect(links).toContainEqual(["Corrects", "/documents/fresh"]);
  expect(links).toContainEqual(["Proposed as", "https://publisher.example/p"]);
  expect(
    $("#thread + ol a")
      .toArray()
      .map((link) => $(link).attr("href")),
  ).toContain("/changes/c-urgent");
});

test("evidence is a window, with hashes, headers and redirects", async () => {
  const $ = load(await web.text("/changes/c-rule"));
  const text = $(".evidence").text().replaceAll(/\s+/g, " ");
  expect(text).toMatch(/between 12 Jan 2026, 18:57 UTC, when the old text was last seen, and 12 Jan 2026, 19:12 UTC/);
  expect(text).toContain("Redirect 301");
  expect(text).toContain('"5f1"');
  expect($(".evidence code").first().text()).toMatch(/^sha256:[0-9a-f]{64}$/);
});

test("where only facts changed, two typesettings of one text are not held against each other", async () => {
  const retyped = exampleChange({
    id: "retyped",
    documentId: "rule",
    redline: { spans: [], stats: { inserted: 0, deleted: 0, moved: 0, sections: 0 } },
  });
  const facts = await open({ changes: [retyped], between: { retyped: { before: "v-rule-1", after: "v-rule-2" } } });
  expect(
    load(await facts.text("/changes/retyped"))("#text")
      .parent()
      .text(),
  ).toContain("Not a word of the text changed");
  const whole = (await (await facts.get("/api/v1/changes/retyped/redline")).json()) as {
    before: string;
    after: string;
  };
  expect(whole.before).toBe(whole.after);
  await facts.close();
});

test("an event of the thread that several feeds saw stands there once", async () => {
  const page = await open({ changes: [seen("here", "e1"), seen("twin", "e1"), seen("one", "e2"), seen("two", "e2")] });
  const links = load(await page.text("/changes/here"))("#thread + ol a").toArray();
  expect(links).toHaveLength(1);
  await page.close();
});

test("a long redline opens as a short page, and the rest is a link away", async () => {
  const before = longText("stays as it was");
  const after = before.map((block, index) =>
    index % 500 === 0 ? { ...block, text: `${block.text} But now changed.` } : block,
  );
  const [old, current] = [shelf.versions[0], shelf.versions[1]];
  if (old === undefined || current === undefined) throw new Error("the sample has no versions");
  const long = await open({
    versions: [
      { ...old, blocks: before },
      { ...current, blocks: after },
    ],
    changes: [
      exampleChange({ id: "long", documentId: "rule", redline: redline(before.slice(0, 3), after.slice(0, 3)) }),
    ],
    between: { long: { before: old.id, after: current.id } },
  });
  const short = await long.text("/changes/long");
  const whole = await long.text("/changes/long?whole=1");
  expect(short.match(/But now changed/g)).toHaveLength(8);
  expect(short.length).toBeLessThan(600_000);
  expect(load(short)("a[href*='whole=1']").length).toBeGreaterThan(0);
  expect(whole.match(/stays as it was/g)).toHaveLength(4000);
  await long.close();
});

function longText(words: string): readonly Block[] {
  return Array.from({ length: 4000 }, (_, index) => ({
    kind: "paragraph",
    path: [`§ ${Math.floor(index / 50)}`],
    text: `Paragraph ${index} of this long text ${words}, and goes on for a while so that its length is real and counts.`,
  }));
}

function open(changes: Partial<Shelf>): Promise<OpenWeb> {
  return openWeb({ store: storeOver({ ...shelf, ...changes }) });
}

function seen(id: string, eventKey: string): Change {
  return exampleChange({ id, eventKey, documentId: id, threadKey: "rin:0694-ZZ09" });
}
