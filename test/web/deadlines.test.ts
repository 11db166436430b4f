import { load } from "cheerio";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { StandingPlace, Term, TermMove } from "../../src/model/term.ts";
import { term as termSchema, terms as termsSchema } from "../../src/web/api/schemas.ts";
import { openWeb } from "./open-web.ts";
import type { OpenWeb } from "./open-web.ts";
import { hostile, shelf } from "./sample.ts";
import { storeOver } from "./shelf.ts";

const tpp: Term = { id: "tpp", title: "TPP", why: "It matters.", en: ["TPP"], zh: ["总处理性能"], value: "number" };
const unused: Term = { id: "unused", title: "Unused", why: "It will.", en: ["unused"], zh: [] };
const place: StandingPlace = {
  termId: "tpp",
  section: "§ 744.23(b)",
  sentence: hostile,
  value: "4800",
  documentId: "rule",
  feedId: "federal-register/bis-rules",
  source: "federal-register",
  title: "A rule",
  citation: "91 FR 1000",
};
const move: TermMove = {
  documentId: "rule",
  title: "A rule",
  section: "§ 744.23(b)",
  sentence: "A TPP of 4800.",
  before: "1600",
  after: "4800",
  changeId: "c-rule",
  changeKind: "amended",
  at: "2026-01-12T19:12:00.000Z",
};

let web: OpenWeb;
beforeAll(async () => {
  const store = {
    ...storeOver(shelf),
    termTotals: async () => [{ termId: "tpp", documents: 2, values: ["4800", "1600"] }],
    termPlaces: async () => [place],
    termMoves: async () => [move],
  };
  web = await openWeb({ store, terms: () => [tpp, unused] });
});
afterAll(() => web.close());

test("a month stands as a table of weeks, its dates under their day, with ways to the months beside it", async () => {
  const $ = load(await web.text("/deadlines?view=month&month=2026-02"));
  expect($("table.month th")).toHaveLength(7);
  expect($("table.month tbody tr")).toHaveLength(5);
  const day = $("time[datetime='2026-02-04']").closest("td");
  expect(day.find("a").first().attr("href")).toBe("/documents/rule");
  expect(day.text()).toContain("Comments close");
  expect($("a[rel=prev]").attr("href")).toBe("/deadlines?view=month&month=2026-01");
  expect($("a[rel=next]").attr("href")).toBe("/deadlines?view=month&month=2026-03");
  expect(load(await web.text("/deadlines?view=month"))("[aria-current=date]").attr("datetime")).toBe("2026-01-14");
});

test("a query narrows list and month and stays in their links; one that cannot be read is answered beside its box", async () => {
  const $ = load(await web.text("/deadlines?view=month&month=2026-02&q=topic:tenders"));
  expect($("td.full")).toHaveLength(0);
  expect($("a[rel=next]").attr("href")).toContain("q=topic%3Atenders");
  expect($("a[href^='/deadlines.ics']").attr("href")).toBe("/deadlines.ics?q=topic%3Atenders");
  const wrong = await web.get("/deadlines?q=((");
  expect(wrong.status).toBe(400);
  expect(load(await wrong.text())("#q").attr("aria-describedby")).toBe("problem");
  for (const month of ["2026-13", "soon"])
    expect((await web.get(`/deadlines?view=month&month=${month}`)).status).toBe(400);
});

test("the register of terms says where each stands, and what stands nowhere is folded away", async () => {
  const $ = load(await web.text("/terms"));
  expect($("a[href='/terms/tpp']").closest("div").text()).toContain("1600, 4800");
  expect($("details a").attr("href")).toBe("/terms/unused");
  const api: unknown = await (await web.get("/api/v1/terms")).json();
  expect(termsSchema.parse(api).terms.map(({ id, documents }) => [id, documents])).toEqual([
    ["tpp", 2],
    ["unused", 0],
  ]);
});

test("a term's page says how its value moved, by which change, and quotes every place, as text", async () => {
  const $ = load(await web.text("/terms/tpp"));
  expect($("table.terms tbody tr").text().replaceAll(/\s+/g, " ")).toContain("12 Jan 2026 1600 4800");
  expect($("table.terms a").attr("href")).toBe("/changes/c-rule");
  expect($(".places blockquote").text()).toContain(hostile);
  expect($("main script, main img")).toHaveLength(0);
  const api: unknown = await (await web.get("/api/v1/terms/tpp")).json();
  expect(termSchema.parse(api).moves).toHaveLength(1);
  expect((await web.get("/terms/none")).status).toBe(404);
  expect((await web.get("/api/v1/terms/none")).status).toBe(404);
});
