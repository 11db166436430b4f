import { load } from "cheerio";
import { afterAll, beforeAll, expect, test } from "vitest";
import { webDeps } from "../../src/cli/service.ts";
import { createWeb } from "../../src/web/server.ts";
import { createWorldClock } from "../../src/world/clock.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";

const token = "an-admin-token-of-some-length";
const authorization = `Bearer ${token}`;
let house: TestHouse;
let url: string;
let close: () => Promise<void>;

beforeAll(async () => {
  const clock = createWorldClock(Temporal.Instant.from("2026-01-12T13:00:00Z"));
  house = await openTestHouse(clock, {}, { settings: { REGWATCH_ADMIN_TOKEN: token } });
  ({ url, close } = await createWeb(webDeps(house.house, () => true)).listen("127.0.0.1", 0));
});
afterAll(async () => {
  await close();
  await house.close();
});

async function post(path: string, form: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(url + path, {
    method: "POST",
    redirect: "manual",
    headers: { authorization },
    body: new URLSearchParams(form),
  });
}

const page = async (path: string) => load(await (await fetch(url + path, { headers: { authorization } })).text());
const all = () => house.house.services.store.subscriptions();

test("a subscription is made, changed, paused, resumed and removed by forms, and the audit log says by whom", async () => {
  const wish = {
    to: "terminal",
    query: "topic:export-controls",
    when: "weekly mon 08:00 America/New_York",
    minimum: "substantive",
  };
  expect((await post("/subscriptions", wish)).status).toBe(303);
  const [made] = await all();
  expect(made).toMatchObject({ query: wish.query, minimum: "substantive", createdBy: "admin", state: "active" });
  const form = await page(`/subscriptions/${made?.id}`);
  expect(form("#when").attr("value")).toBe(wish.when);
  await post(`/subscriptions/${made?.id}`, { query: "chips", when: "instant", minimum: "urgent" });
  expect(await all()).toMatchObject([{ query: "chips", when: { kind: "instant" }, minimum: "urgent" }]);
  await post(`/subscriptions/${made?.id}/pause`, { reason: "holidays" });
  expect((await page("/subscriptions"))("section.subscription").text()).toContain("holidays");
  await post(`/subscriptions/${made?.id}/resume`, {});
  expect(await all()).toMatchObject([{ state: "active" }]);
  await post(`/subscriptions/${made?.id}/remove`, {});
  expect(await all()).toEqual([]);
  const { rows } = await house.house.services.store.actions({ limit: 10 });
  expect(rows.map(({ actor, action }) => `${actor} ${action}`)).toEqual(
    ["remove", "resume", "pause", "edit", "add"].map((action) => `admin ${action}`),
  );
});

test("what cannot be read is answered beside its field, and what was typed is still there", async () => {
  const answer = await post("/subscriptions", {
    to: "pigeon:loft",
    query: "a AND (b",
    when: "at noon",
    minimum: "urgent",
  });
  expect(answer.status).toBe(400);
  const form = load(await answer.text());
  expect(form("#to-problem").text()).toContain("There is no channel pigeon");
  expect(form("#query-problem").text()).toContain("column");
  expect(form("#when-problem").text()).not.toBe("");
  expect(form("#query").attr("value")).toBe("a AND (b");
  expect(form("#minimum option[selected]").attr("value")).toBe("urgent");
  expect(await all()).toEqual([]);
});

test("a preview shows what would have been sent, and makes nothing", async () => {
  const answer = await post("/subscriptions", {
    preview: "1",
    query: "nothing-has-this-word",
    when: "instant",
    minimum: "editorial",
  });
  expect(answer.status).toBe(200);
  expect(load(await answer.text())("[role=status]").text()).toMatch(/^0 of \d+ changes would have been sent/);
  expect(await all()).toEqual([]);
});
