import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generateDocuments } from "../../src/world/federal-register/generate.ts";
import { demoStory } from "../../src/world/stories/demo.ts";
import { eastern, openWorld, pathOf, walk } from "./ask.ts";
import type { TestWorld } from "./ask.ts";

const generated = generateDocuments({ seed: 7, count: 130, from: "2026-01-05", perDay: 9 }).documents;
const documents = [...generated, ...(demoStory.federalRegister?.documents ?? [])];
const published = documents.filter((document) => document.published !== false).map((document) => document.number);
let world: TestWorld;
beforeAll(async () => {
  world = await openWorld({ federalRegister: { documents } }, eastern("2026-03-20", "12:00"));
});
afterAll(() => world.close());

test("walking a search to its end meets every document once, under every order and page size", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("newest", "oldest", "relevance", "executive_order_number"),
      fc.integer({ min: 1, max: 200 }),
      async (order, perPage) => {
        const numbers = await walk(
          world,
          `/api/v1/documents.json?order=${order}&per_page=${perPage}&fields[]=document_number`,
        );
        expect(numbers.toSorted()).toEqual(published.toSorted());
      },
    ),
    { numRuns: 25 },
  );
});

test("newest first is by day and then by number as text, so that corrections by the printer sort oddly", async () => {
  const found = await world.envelope(
    "/api/v1/documents.json?order=newest&per_page=2000&fields[]=publication_date&fields[]=document_number",
  );
  const keys = (found.results ?? []).map((item) => `${String(item["publication_date"])} ${item.document_number}`);
  expect(keys).toEqual(keys.toSorted().toReversed());
});

test("a document that appears while someone walks neither repeats nor hides another", async () => {
  const busy = await openWorld({ federalRegister: { documents: generated } }, eastern("2026-03-20", "12:00"));
  const first = await busy.envelope("/api/v1/documents.json?order=newest&per_page=20&fields[]=document_number");
  const late = { ...generated[0], number: "2026-99999", publishedOn: "2026-03-20" } as (typeof generated)[number];
  busy.federalRegister.add(late);
  const rest = await walk(busy, pathOf(first.next_page_url ?? ""));
  const seen = [...(first.results ?? []).map((item) => item.document_number), ...rest];
  expect(seen.toSorted()).toEqual(generated.map((document) => document.number).toSorted());
  await busy.close();
});

test("the count stops at 10000 while the walk goes on, and pages beyond are refused", async () => {
  const many = generateDocuments({ seed: 3, count: 10_050, from: "2024-01-02", perDay: 60 });
  const large = await openWorld({ federalRegister: many }, eastern("2026-03-20", "12:00"));
  const page = await large.envelope("/api/v1/documents.json?order=newest&per_page=2000&fields[]=document_number");
  expect(page.count).toBe(10_000);
  const numbers = await walk(large, "/api/v1/documents.json?order=newest&per_page=2000&fields[]=document_number");
  expect(new Set(numbers).size).toBe(10_050);
  expect((await large.ask("/api/v1/documents.json?order=relevance&per_page=1000&page=11")).status).toBe(400);
  await large.close();
});

test("the search of the inspection desk pages too, and its links leak the framework's parameters", async () => {
  const desk = await openWorld(demoStory, eastern("2026-03-09", "16:30"));
  const first = await desk.envelope("/api/v1/public-inspection-documents.json?per_page=2");
  const next = new URL(first.next_page_url ?? "");
  expect(next.pathname).toBe("/api/v1/public_inspection_documents");
  expect(next.searchParams.get("controller")).toBe("api/v1/public_inspection_documents");
  expect((await walk(desk, "/api/v1/public-inspection-documents.json?per_page=2")).toSorted()).toEqual([
    "2026-90100",
    "2026-90101",
    "2026-90102",
  ]);
  await desk.close();
});
