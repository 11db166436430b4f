import { afterEach, expect, test } from "vitest";
import { createMeters } from "../../src/telemetry/meters.ts";
import { createObserve, type Ended } from "../../src/telemetry/observe.ts";
import { createOperations } from "../../src/web/server.ts";
import type { Self } from "../../src/web/deps.ts";
import { shelf } from "./sample.ts";
import { storeOver } from "./shelf.ts";
import { openWeb, type OpenWeb } from "./open-web.ts";

const token = "an-admin-token-of-some-length";
let web: OpenWeb | undefined;
afterEach(() => web?.close());

// A process that has sent one message, and whose work goes on until the test says otherwise.
async function selfAware(changes: Partial<Self> = {}): Promise<Self> {
  const meters = createMeters("1.2.3", ["slack", "email"]);
  const observe = createObserve([meters.follower], null);
  await observe("send", { channel: "slack", outcome: "sent", sinceDetection: 0.7 }, async () => {});
  return {
    observe,
    meters: meters.registry,
    standstill: async () => null,
    freeBytes: async () => 5e9,
    countsStore: true,
    ...changes,
  };
}

test("what a process did is counted by channel and outcome, and how late it was", async () => {
  web = await openWeb({ self: await selfAware() });
  expect((await web.get("/changes/nobody?q=zebra")).status).toBe(404);
  const text = await web.text("/metrics");
  expect(text).toContain('regwatch_sends_total{channel="slack",outcome="sent"} 1');
  expect(text).toContain('regwatch_sends_total{channel="email",outcome="refused"} 0');
  expect(text).toContain('regwatch_detection_to_delivery_seconds_bucket{le="1",channel="slack"} 1');
  expect(text).toContain('regwatch_detection_to_delivery_seconds_bucket{le="0.5",channel="slack"} 0');
  expect(text).toContain('regwatch_requests_total{status="4xx"} 1');
  expect(text).toContain('regwatch_build_info{version="1.2.3"');
  expect(text).toContain("regwatch_data_free_bytes 5000000000");
  expect(text).toContain("regwatch_standing_still 0");
  expect(text).not.toContain("zebra");
});

test("a request is followed by its pattern, not by its address", async () => {
  const seen: unknown[] = [];
  const follower = { ended: ({ notes }: Ended) => void seen.push(notes) };
  web = await openWeb({ self: await selfAware({ observe: createObserve([follower], null) }) });
  for (const path of ["/changes/c-rule?q=zebra", "/api/v1/documents/rule", "/no/such/place", "/healthz"])
    await web.get(path);
  expect(seen).toEqual([
    { method: "GET", route: "/changes/:id", code: 200, status: "2xx" },
    { method: "GET", route: "/api/v1/documents/:id", code: 200, status: "2xx" },
    { method: "GET", route: "/*", code: 404, status: "4xx" },
  ]);
});

test("where there are private feeds, what was done is for those who may know of them", async () => {
  web = await openWeb({ self: await selfAware(), read: "public", adminToken: token });
  expect(await web.text("/metrics")).not.toContain("regwatch_sends_total");
  expect(await web.text("/metrics", { authorization: `Bearer ${token}` })).toContain("regwatch_sends_total");
});

test("health fails with the reason when the work stands still, and not when the database cannot be asked", async () => {
  web = await openWeb({ self: await selfAware({ standstill: async () => "The scheduler has finished no tick." }) });
  const answer = await web.get("/healthz");
  expect([answer.status, await answer.text()]).toEqual([503, "The scheduler has finished no tick.\n"]);
  expect(await web.text("/metrics")).toContain("regwatch_standing_still 1");
  await web.close();
  web = await openWeb({ self: await selfAware({ standstill: () => Promise.reject(new Error("away")) }) });
  expect((await web.get("/healthz")).status).toBe(200);
});

test("a database that is away is told beside what needs none", async () => {
  const store = { ...storeOver(shelf), ping: () => Promise.reject(new Error("away")) };
  web = await openWeb({ self: await selfAware(), store });
  const answer = await web.get("/metrics");
  const text = await answer.text();
  expect(answer.status).toBe(200);
  expect(text).toContain("regwatch_database_up 0");
  expect(text).toContain("regwatch_sends_total");
  expect(text).not.toContain("regwatch_feeds ");
});

test("a process without pages tells health and metrics, to whom may read them, and nothing else", async () => {
  const self = await selfAware({ countsStore: false });
  web = await openWeb({ self, read: "token", adminToken: token }, createOperations);
  expect((await web.get("/healthz")).status).toBe(200);
  expect((await web.get("/readyz")).status).toBe(200);
  expect((await web.get("/metrics")).status).toBe(401);
  const headers = { authorization: `Bearer ${token}` };
  const text = await web.text("/metrics", headers);
  expect(text).toContain("regwatch_sends_total");
  expect(text).not.toContain("regwatch_documents");
  expect((await web.get("/feeds", headers)).status).toBe(404);
});
