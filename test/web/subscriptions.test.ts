import { load } from "cheerio";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sha256 } from "../../src/lib/hash.ts";
import { UsageError } from "../../src/model/errors.ts";
import type { SubscriptionWish } from "../../src/model/subscription.ts";
import type { Services } from "../../src/pipeline/services.ts";
import { subscribe } from "../../src/pipeline/subscribe.ts";
import { at, planned, sampleFeed, sampleRecording, sampleSubscription } from "../contract/store-samples.ts";
import { quickStore, type TestStore } from "../support/database.ts";
import { openWeb, type OpenWeb } from "./open-web.ts";
import { now } from "./sample.ts";

const adminToken = "an-admin-token-of-some-length";
const headers = { authorization: `Bearer ${adminToken}` };
let house: TestStore;
let web: OpenWeb;

beforeAll(async () => {
  house = await quickStore();
  const { store } = house;
  await store.syncFeeds([{ feed: sampleFeed("f"), host: "h" }], at(0));
  await store.addSubscription(sampleSubscription("s1"));
  await store.record(sampleRecording("f", "a", "One.", { to: [planned("s1", "e1")] }));
  const services = { store, channels: new Map(), clock: { now: () => now } } as unknown as Services;
  const subscriptions = {
    destination(text: string) {
      if (text === "terminal") return { channel: "terminal", address: "" };
      if (text.startsWith("webhook:")) return { channel: "webhook", address: text.slice(8) };
      throw new UsageError("There is no such channel; there are: terminal, webhook.");
    },
    add: (wish: SubscriptionWish, by: string) => subscribe(services, wish, sha256(wish.query).slice(0, 12), by),
  };
  web = await openWeb({ store, adminToken, read: "public", subscriptions });
});
afterAll(async () => {
  await web.close();
  await house.close();
});

async function post(path: string, form: Readonly<Record<string, string>>) {
  const answer = await fetch(web.url + path, {
    method: "POST",
    redirect: "manual",
    headers,
    body: new URLSearchParams(form),
  });
  return { status: answer.status, to: answer.headers.get("location") ?? "", page: load(await answer.text()) };
}

const wish = {
  to: "terminal",
  query: "export*  controls",
  when: "weekly mon 08:00 America/New_York",
  min: "editorial",
};

test("a subscription is tried out, made, changed, paused, resumed and removed, each by a person", async () => {
  const tried = await post("/subscriptions", { ...wish, do: "preview" });
  expect(tried.status).toBe(200);
  expect(tried.page("#query-note").text()).toBe("Understood as: export* AND controls");
  expect(tried.page("[role=status]").text()).toBe("Of 1 change it would have told 1.");
  expect(await house.store.subscriptions()).toHaveLength(1);

  const made = await post("/subscriptions", { ...wish, do: "save" });
  expect([made.status, made.to]).toEqual([303, expect.stringMatching(/^\/subscriptions\/[0-9a-f]{12}$/)]);
  const id = made.to.split("/").at(-1) ?? "";
  expect(await house.store.subscription(id)).toMatchObject({
    createdBy: "admin",
    minimum: "editorial",
    tenant: "local",
  });

  await post(made.to, { ...wish, query: "docket:x", do: "preview" });
  expect((await house.store.subscription(id))?.query).toBe("export*  controls");
  await post(made.to, { ...wish, query: "docket:x", when: "instant", do: "save" });
  expect(await house.store.subscription(id)).toMatchObject({ query: "docket:x", when: { kind: "instant" } });

  expect((await post(`${made.to}/pause`, { because: " " })).status).toBe(400);
  await post(`${made.to}/pause`, { because: "On leave" });
  expect(load(await web.text(made.to, headers))("dl.facts").text()).toContain("Paused: On leave (admin)");
  await post(`${made.to}/resume`, {});
  expect((await house.store.subscription(id))?.state).toBe("active");
  expect((await post(`${made.to}/resume`, {})).status).toBe(400);
  await post(`${made.to}/remove`, {});
  expect((await web.get(made.to, headers)).status).toBe(404);
  const { rows } = await house.store.actions({ limit: 5 });
  expect(rows.map(({ actor, action }) => `${actor} ${action}`)).toEqual(
    ["remove", "resume", "pause", "change", "add"].map((action) => `admin ${action}`),
  );
});

test("what cannot be read is said beside its field, and nothing is made", async () => {
  const { status, page } = await post("/subscriptions", {
    ...{ to: "pigeon:1", query: "((", when: "weekly", min: "editorial", secret: "s", do: "save" },
  });
  expect(status).toBe(400);
  for (const name of ["to", "query", "when"]) {
    expect(page(`#${name}`).attr("aria-invalid")).toBe("true");
    expect(page(`#${page(`#${name}`).attr("aria-describedby")}.problem`)).toHaveLength(1);
  }
  expect(page("#query").attr("value")).toBe("((");
  const signed = await post("/subscriptions", { ...wish, secret: "s", do: "save" });
  expect(signed.page("#secret-note").text()).toContain("Only deliveries to a webhook are signed");
  expect(await house.store.subscriptions()).toHaveLength(1);
});

test("a subscription's page shows what was told and decided; its address stays its own", async () => {
  const [told] = (await house.store.audited({ subscriptionId: "s1", limit: 5 })).rows;
  expect((await house.store.audited({ subscriptionId: "s2", limit: 5 })).rows).toEqual([]);
  const decision = { by: "u1", byName: "Ada", at: at(9), decision: "no-impact", owner: null, until: null } as const;
  await house.store.acknowledge("local", told?.alertId ?? "", { ...decision, note: "Read it" }, "Ada", at(9));
  const text = load(await web.text("/subscriptions/s1", headers))("main")
    .text()
    .replace(/\s+/g, " ");
  expect(text).toContain("No impact, by Ada");
  expect(text).toContain("Read it");
  expect(text).toContain("receiver.example");
  expect(text).not.toContain("receiver.example/s1");
  expect((await web.get("/subscriptions/s1")).status).toBe(401);
});

test("a link elsewhere may fill in the form, and shows at once what it would have told", async () => {
  const page = load(await web.text("/subscriptions/new?query=controls&min=substantive", headers));
  expect(page("#query").attr("value")).toBe("controls");
  expect(page("#min option[selected]").attr("value")).toBe("substantive");
  expect(page("#preview")).toHaveLength(1);
});
