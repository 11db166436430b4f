import { afterEach, beforeEach, expect, test } from "vitest";
import { createWorldClock } from "../../src/world/clock.ts";
import { easternTime } from "../../src/world/federal-register/document.ts";
import { demoStart, demoStory } from "../../src/world/stories/demo.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";
import { startModelServer, type ModelServer } from "../support/model-server.ts";

let server: ModelServer;
let home: TestHouse;

beforeEach(async () => {
  server = await startModelServer();
  home = await openTestHouse(createWorldClock(demoStart), demoStory, {
    settings: { SUMMARY_API_URL: server.url, SUMMARY_API_KEY: "sk-loopback-0123456789", SUMMARY_MODEL: "test-model" },
  });
});
afterEach(async () => {
  await home.close();
  await server.close();
});

test("the baseline asks no model; a new document does, and its change says who wrote the summary", async () => {
  await home.check();
  expect(home.changes.length).toBeGreaterThan(8);
  expect(server.requests).toEqual([]);
  server.script({ answer: [{ text: "The rule is by a bureau." }] });
  await home.clock.set(Temporal.Instant.from(easternTime("2026-03-09", "11:40")));
  const known = home.changes.length;
  await home.check();
  const told = home.changes.slice(known);
  expect(told.length).toBeGreaterThan(0);
  expect(server.requests.length).toBeGreaterThan(0);
  expect(server.problems).toEqual([]);
  expect(told.map((change) => change.summarisedBy)).toContain("model");
});

test("a model that fails changes nothing but who wrote", async () => {
  await home.check();
  server.script({ status: 500 });
  await home.clock.set(Temporal.Instant.from(easternTime("2026-03-09", "11:40")));
  const known = home.changes.length;
  expect(await home.check()).toMatchObject({ error: null });
  const told = home.changes.slice(known);
  expect(told.length).toBeGreaterThan(0);
  expect(told.every((change) => change.summarisedBy === "rules" && change.summary !== "")).toBe(true);
});
