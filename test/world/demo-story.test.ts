import { afterEach, beforeEach, expect, test } from "vitest";
import { filedDocuments } from "../../src/world/federal-register/inspection.ts";
import { fullTextXml } from "../../src/world/federal-register/xml.ts";
import { demoEnd, demoStart, demoStory } from "../../src/world/stories/demo.ts";
import { eastern, openWorld, pathOf } from "./ask.ts";
import type { TestWorld } from "./ask.ts";

let world: TestWorld;
beforeEach(async () => {
  world = await openWorld(demoStory, demoStart);
});
afterEach(() => world.close());

const to = (date: string, time: string) => world.clock.set(eastern(date, time));
const listed = async (number: string) => (await world.ask(`/api/v1/documents/${number}.json`)).status === 200;
const desk = async () =>
  (await world.envelope("/api/v1/public-inspection-documents/current.json")).results?.map(
    (item) => item.document_number,
  );

const notes = async () => (await world.item("/api/v1/documents/2026-90020.json"))["disposition_notes"];
const status = async () => (await world.ask("/api/v1/documents.json")).status;

/** Letters and digits alone: what is left when typesetting is taken away. */
const letters = (text: string) => text.replaceAll(/<[^>]*>/g, " ").replaceAll(/[^\p{L}\p{N}]/gu, "");

test("thirty days lie before the first morning, and nothing of the week is known yet", async () => {
  const page = await world.envelope("/api/v1/documents.json?order=newest&per_page=100");
  expect(page.count).toBe(14);
  expect(await desk()).toEqual(["2026-90102"]);
});

test("a rule is filed at 11:15 and stands on the desk until it is printed the next morning", async () => {
  await to("2026-03-09", "11:14");
  expect((await world.ask("/api/v1/public-inspection-documents/2026-90101.json")).status).toBe(404);
  await to("2026-03-09", "11:15");
  expect(await world.item("/api/v1/public-inspection-documents/2026-90101.json")).toMatchObject({
    filed_at: "2026-03-09T11:15:00.000-04:00",
    filing_type: "special",
    publication_date: "2026-03-10",
    agencies: [{ slug: "industry-and-security-bureau" }],
    title: "License Requirements for Rack-Scale Computing Systems and Their Remote Operation  ",
  });
  const found = await world.envelope("/api/v1/public-inspection-documents.json?conditions[special_filing]=1");
  expect(found.results?.[0]?.["filed_at"]).toBe("2026-03-09T15:15:00Z");
  expect(await listed("2026-90101")).toBe(false);
  await to("2026-03-10", "05:59");
  expect(await listed("2026-90101")).toBe(false);
  expect(await desk()).toContain("2026-90101");
  await to("2026-03-10", "06:00");
  expect(await listed("2026-90101")).toBe(true);
  expect(await desk()).not.toContain("2026-90101");
});

test("the filed text of that rule has the words of the printed one", async () => {
  await to("2026-03-10", "06:00");
  const filing = await world.item("/api/v1/public-inspection-documents/2026-90101.json");
  const filed = await (await world.ask(pathOf(String(filing["raw_text_url"])))).text();
  const printed = await (await world.ask("/documents/full_text/xml/2026/03/10/2026-90101.xml")).text();
  // Page numbers, footnote calls and filing lines are apparatus; a long paragraph from the middle is not.
  const paragraph = /<P>(Shipments of items removed[^<]*)<\/P>/.exec(printed)?.[1] ?? "missing";
  expect(letters(filed)).toContain(letters(paragraph));
  expect(filed).toContain("[FR Doc. 2026-90101 Filed: 3/9/2026 11:15 am; Publication Date: 3/10/2026]");
});

test("the proposal is filed with a date still to be inserted, and printed with the date", async () => {
  await to("2026-03-11", "06:00");
  const filed = await (await world.ask("/public-inspection/raw_text/202/690/103.txt")).text();
  expect(filed.replaceAll("\n", " ")).toContain(
    "[INSERT DATE 60 DAYS AFTER DATE OF PUBLICATION IN THE FEDERAL REGISTER]",
  );
  const printed = await (await world.ask("/documents/full_text/xml/2026/03/11/2026-90103.xml")).text();
  expect(printed).toContain("on or before May 11, 2026");
});

test("the comment deadline of the proposal moves, and its extension is a document of its own", async () => {
  await to("2026-03-12", "08:59");
  expect((await world.item("/api/v1/documents/2026-90103.json"))["comments_close_on"]).toBe("2026-05-11");
  expect((await world.item("/api/v1/documents/2026-90106.json"))["action"]).toBe(
    "Proposed rule; extension of comment period.",
  );
  await to("2026-03-12", "09:00");
  expect((await world.item("/api/v1/documents/2026-90103.json"))["comments_close_on"]).toBe("2026-06-10");
});

test("the rule gains its correction when that appears, and both point to each other", async () => {
  await to("2026-03-12", "05:59");
  expect((await world.item("/api/v1/documents/2026-90101.json"))["corrections"]).toEqual([]);
  await to("2026-03-12", "06:00");
  expect((await world.item("/api/v1/documents/2026-90101.json"))["corrections"]).toEqual([
    "https://www.federalregister.gov/api/v1/documents/2026-90107",
  ]);
  expect((await world.item("/api/v1/documents/2026-90107.json"))["correction_of"]).toBe(
    "https://www.federalregister.gov/api/v1/documents/2026-90101",
  );
});

test("a disposition note grows on the executive order", async () => {
  expect(await notes()).toBe("See: EO 99003, October 1, 2025");
  await to("2026-03-10", "14:00");
  expect(await notes()).toBe("See: EO 99003, October 1, 2025; Amended by: EO 99021, March 6, 2026");
});

test("a filing is withdrawn with a note, then gone, and never printed", async () => {
  await to("2026-03-10", "16:15");
  expect(await world.item("/api/v1/public-inspection-documents/2026-90104.json")).toMatchObject({
    editorial_note: null,
  });
  await to("2026-03-11", "10:30");
  expect((await world.item("/api/v1/public-inspection-documents/2026-90104.json"))["editorial_note"]).toContain(
    "withdrawn",
  );
  await to("2026-03-11", "17:15");
  expect((await world.ask("/api/v1/public-inspection-documents/2026-90104.json")).status).toBe(404);
  await to("2026-03-13", "12:00");
  expect(await listed("2026-90104")).toBe(false);
});

test("the text of the Entity List additions follows its metadata", async () => {
  await to("2026-03-11", "06:00");
  const item = await world.item("/api/v1/documents/2026-90105.json");
  const path = pathOf(String(item["full_text_xml_url"]));
  expect((await world.ask(path)).status).toBe(404);
  await to("2026-03-11", "07:40");
  expect((await world.ask(path)).status).toBe(200);
});

test("the publisher is ill on Wednesday from noon to four and well again after", async () => {
  await to("2026-03-11", "11:59");
  expect(await status()).toBe(200);
  await to("2026-03-11", "12:00");
  expect(await status()).toBe(500);
  await to("2026-03-11", "16:00");
  expect(await status()).toBe(200);
});

test("a text that is processed again has the same letters in other dress", async () => {
  const path = "/documents/full_text/xml/2026/02/19/2026-90014.xml";
  const before = await (await world.ask(path)).text();
  await to("2026-03-12", "03:00");
  const after = await (await world.ask(path)).text();
  expect(after).not.toBe(before);
  expect(letters(after)).toBe(letters(before));
});

test("every number is told once, agencies are known, and every text is one well-formed document of fair size", () => {
  const documents = demoStory.federalRegister?.documents ?? [];
  expect(new Set(documents.map((document) => document.number)).size).toBe(documents.length);
  for (const document of documents) {
    const xml = fullTextXml(document);
    const open = [...xml.matchAll(/<(\/?)([A-Z0-9]+)[^>]*?(\/?)>/g)].filter(([, , , empty]) => empty === "");
    const stack: string[] = [];
    for (const [, closing, name] of open) {
      if (closing === "") stack.push(name ?? "");
      else expect(stack.pop()).toBe(name);
    }
    expect(stack).toEqual([]);
    expect(xml.length).toBeGreaterThan(800);
    expect(xml.length).toBeLessThan(20_000);
  }
});

test("by the end of the story the desk is empty and all but the withdrawn filing are printed", async () => {
  await world.clock.set(demoEnd);
  expect(await desk()).toEqual([]);
  const documents = demoStory.federalRegister?.documents ?? [];
  const page = await world.envelope("/api/v1/documents.json?order=newest&per_page=100");
  expect(page.count).toBe(documents.length - 1);
  expect(filedDocuments(documents, demoEnd).map((document) => document.number)).not.toContain("2026-90104");
});
