import { expect, test } from "vitest";
import { generateDocuments } from "../../src/world/federal-register/generate.ts";
import { fullTextXml } from "../../src/world/federal-register/xml.ts";
import { eastern, openWorld } from "./ask.ts";

const text = (seed: number) => JSON.stringify(generateDocuments({ ...options, seed }).documents);
const options = { seed: 42, count: 300, from: "2026-04-03", perDay: 8 };

test("the same seed gives the same documents to the letter, another seed others", () => {
  expect(text(42)).toBe(text(42));
  expect(text(42)).not.toBe(text(43));
});

test("there are exactly as many as asked for, with numbers of their own, so many a working day", () => {
  const { documents } = generateDocuments(options);
  expect(documents).toHaveLength(300);
  expect(new Set(documents.map((document) => document.number)).size).toBe(300);
  const days = Map.groupBy(documents, (document) => document.publishedOn);
  expect([...days.values()].slice(0, -1).every((day) => day.length === 8)).toBe(true);
  expect([...days.keys()].every((day) => Temporal.PlainDate.from(day).dayOfWeek <= 5)).toBe(true);
  expect([...days.keys()].slice(0, 2)).toEqual(["2026-04-03", "2026-04-06"]);
});

test("the kinds are mixed as the bureau mixes them: denial orders most, rules about one in eight", () => {
  const { documents } = generateDocuments({ ...options, count: 2000 });
  const share = (fits: (title: string) => boolean) => documents.filter(({ title }) => fits(title)).length / 2000;
  expect(share((title) => title.includes("Order Denying"))).toBeCloseTo(0.47, 1);
  expect(share((title) => title.startsWith("Notification Requirements"))).toBeCloseTo(0.14, 1);
  expect(share((title) => title.includes("Technical Advisory Committee"))).toBeCloseTo(0.1, 1);
});

test("no two have the same text", () => {
  const { documents } = generateDocuments(options);
  expect(new Set(documents.map(fullTextXml)).size).toBe(300);
});

test("served twice at the same moment, all bytes but the page views are the same", async () => {
  const bodies = [];
  for (let round = 0; round < 2; round++) {
    const world = await openWorld({ federalRegister: generateDocuments(options) }, eastern("2026-06-01", "12:00"));
    const first = await (await world.ask("/api/v1/documents.json?order=newest&per_page=100")).text();
    const one = await (await world.ask("/api/v1/documents/2026-80005.json")).text();
    bodies.push(first + one.replace(/"page_views":\{[^}]*\}/, ""));
    await world.close();
  }
  expect(bodies[0]).toBe(bodies[1]);
});

test("documents can be added and revised while the world runs", async () => {
  const { documents } = generateDocuments({ ...options, count: 2 });
  const world = await openWorld({}, eastern("2026-06-01", "12:00"));
  expect((await world.envelope("/api/v1/documents.json")).count).toBe(0);
  world.federalRegister.add(...documents);
  expect((await world.envelope("/api/v1/documents.json")).count).toBe(2);
  const number = documents[0]?.number ?? "";
  world.federalRegister.revise(number, { at: "2026-06-01T17:00:00Z", change: { title: "Another title" } });
  expect((await world.item(`/api/v1/documents/${number}.json`))["title"]).not.toBe("Another title");
  await world.clock.step({ hours: 1 });
  expect((await world.item(`/api/v1/documents/${number}.json`))["title"]).toBe("Another title");
  expect(() => world.federalRegister.revise("9999-99999", { at: "2026-06-01T17:00:00Z", change: {} })).toThrow(
    "9999-99999",
  );
  await world.close();
});
