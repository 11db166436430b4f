import { afterEach, beforeEach, expect, test } from "vitest";
import { createWorldClock, type WorldClock } from "../../src/world/clock.ts";
import { demoStart, demoStory } from "../../src/world/stories/demo.ts";
import { startWorld, type World } from "../../src/world/world.ts";
import { eastern } from "./ask.ts";

let world: World;
let clock: WorldClock;
beforeEach(async () => {
  clock = createWorldClock(demoStart);
  world = await startWorld({ clock, story: { congress: { bills: demoStory.congress?.bills ?? [] } } });
});
afterEach(() => world.close());

const ask = (path: string, headers: Readonly<Record<string, string>> = { "x-api-key": "any" }) =>
  fetch(world.congress.origin + path, { headers });
const body = async (path: string) => (await (await ask(path)).json()) as Readonly<Record<string, unknown>>;

test("the API asks for a key, answers in XML unless JSON is asked for, and says which bill it does not know", async () => {
  const missing = await ask("/v3/bill/119/hr/99041?format=json", {});
  expect([missing.status, await missing.text()]).toEqual([403, expect.stringContaining("API_KEY_MISSING")]);
  expect(await (await ask("/v3/bill/119/hr/99041")).text()).toContain("<api-root>");
  const unknown = await ask("/v3/bill/119/hr/1?format=json");
  expect([unknown.status, await unknown.text()]).toEqual([404, expect.stringContaining("No Bill matches")]);
});

test("lists are paged, filtered by update date, and give the day where a bill gives the moment", async () => {
  const first = await body("/v3/bill/119?format=json&limit=1&sort=updateDate+asc");
  expect(first).toMatchObject({
    bills: [{ number: "99041", updateDate: "2026-01-16" }],
    pagination: { count: 2, next: expect.stringContaining("offset=1") },
  });
  expect(await body("/v3/bill/119?format=json&fromDateTime=2026-02-01T00:00:00Z")).toMatchObject({
    bills: [{ number: "99012", type: "S" }],
  });
  expect(await body("/v3/bill/119/s/99012?format=json")).toMatchObject({
    bill: { updateDate: "2026-02-05T13:10:00Z" },
  });
});

test("a print is announced before its files are there, and both publishers tell of it", async () => {
  const print = "/content/pkg/BILLS-119hr99041eh/xml/BILLS-119hr99041eh.xml";
  await clock.set(eastern("2026-03-12", "09:00"));
  const announced = await body("/v3/bill/119/hr/99041/text?format=json");
  expect(announced).toMatchObject({ textVersions: [{ type: "Engrossed in House", date: null, formats: [] }, {}, {}] });
  expect((await ask(print)).status).toBe(404);
  await clock.set(eastern("2026-03-12", "11:00"));
  expect(await (await ask(print)).text()).toContain('bill-stage="Engrossed-in-House"');
  const status = await (await ask("/bulkdata/BILLSTATUS/119/hr/BILLSTATUS-119hr99041.xml")).text();
  expect(status).toContain("BILLS-119hr99041eh.xml");
  expect(await (await ask("/rss/bills.xml")).text()).toContain("BILLS-119hr99041eh");
});

test("a status file is not sent again to who has it", async () => {
  const path = "/bulkdata/BILLSTATUS/119/hr/BILLSTATUS-119hr99041.xml";
  const written = (await ask(path)).headers.get("last-modified") ?? "";
  expect((await ask(path, { "if-modified-since": written })).status).toBe(304);
  await clock.set(eastern("2026-03-09", "16:00"));
  expect((await ask(path, { "if-modified-since": written })).status).toBe(200);
});

test("what a test lets happen is told from then on", async () => {
  world.congress.happen("hr", 99041, { at: clock.now().toString(), law: "119-990" });
  expect(await body("/v3/bill/119/hr/99041?format=json")).toMatchObject({ bill: { laws: [{ number: "119-990" }] } });
  expect(() => world.congress.happen("hr", 1, { at: clock.now().toString() })).toThrow("no bill hr1");
});
