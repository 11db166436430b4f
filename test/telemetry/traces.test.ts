import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readConfig } from "../../src/config.ts";
import { openTraces } from "../../src/telemetry/traces.ts";
import { createWorldClock } from "../../src/world/clock.ts";
import { easternTime } from "../../src/world/federal-register/document.ts";
import { demoStart, demoStory } from "../../src/world/stories/demo.ts";
import { startCollector, type Collector, type SeenSpan } from "../support/collector.ts";
import { openTestHouse } from "../support/house.ts";
import { freePort } from "../support/free-port.ts";
import { startWebhookReceiver } from "../support/webhook-receiver.ts";

const secret = "a secret between us";
let collector: Collector;
let receiverHost = "";

// A filing of the story is found by a poll and told to a webhook, in one process.
beforeAll(async () => {
  collector = await startCollector();
  const receiver = await startWebhookReceiver(secret);
  receiverHost = receiver.host;
  const home = await openTestHouse(createWorldClock(demoStart), demoStory, {
    allow: [receiver.host],
    settings: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: "x-key=a%20key",
      OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test",
    },
  });
  await home.subscribe(`webhook:${receiver.url}`, "*", { secret });
  await home.check();
  await home.clock.set(Temporal.Instant.from(easternTime("2026-03-09", "11:20")));
  await home.check();
  expect(receiver.received).toHaveLength(1);
  await home.close();
  await receiver.close();
});
afterAll(() => collector.close());

const named = (name: string) => collector.spans.filter((span) => span.name === name);
const childrenOf = ({ spanId }: SeenSpan) => collector.spans.filter(({ parentSpanId }) => parentSpanId === spanId);

test("a poll is one trace: what it fetched, read, summarised and recorded stands below it", () => {
  const [, second] = named("poll");
  if (!second) throw new Error("there is no second poll");
  expect(second).toMatchObject({
    parentSpanId: "",
    attributes: {
      "regwatch.feed_id": "federal-register/bis",
      "regwatch.source": "federal-register",
      "regwatch.outcome": "read",
    },
  });
  const below = childrenOf(second).map(({ name }) => name);
  expect(new Set(below)).toEqual(new Set(["fetch", "extract", "redline", "summarise", "record"]));
  const fetched = childrenOf(second).find(({ name }) => name === "fetch");
  expect(fetched?.attributes).toMatchObject({ "http.response.status_code": 200 });
  expect(fetched?.attributes["server.address"]).toMatch(/^127\.0\.0\.1:\d+$/);
});

test("a delivery is one trace with its attempt, and points to where its alert was recorded", () => {
  const [delivery] = named("deliver");
  if (!delivery) throw new Error("nothing was delivered");
  expect(childrenOf(delivery).map(({ name, attributes }) => [name, attributes["regwatch.outcome"]])).toEqual([
    ["send", "sent"],
  ]);
  const [send] = childrenOf(delivery);
  // The clock of the world stands still while it is sent; the filing was made public at 11:15 Eastern.
  expect(send?.attributes).toMatchObject({ "regwatch.since_detection": 0, "regwatch.channel": "webhook" });
  expect(send?.attributes["regwatch.since_publication"]).toBeGreaterThan(0);
  const record = named("record").find(({ spanId }) => delivery.links.includes(spanId));
  expect(record?.attributes["regwatch.alert"]).toBe(delivery.attributes["regwatch.alert"]);
  expect(delivery.attributes["regwatch.changes"]).toEqual({ values: [{ stringValue: expect.any(String) }] });
  expect(record?.attributes["regwatch.change"]).toBeTypeOf("string");
});

test("the process names itself, and the collector gets the headers it wants", () => {
  expect(collector.resource).toMatchObject({ "service.name": "regwatch", "deployment.environment.name": "test" });
  expect(collector.headers).toMatchObject({ "x-key": "a key" });
});

test("no secret, no destination, no query and no word of a document is in a trace", () => {
  const text = collector.text();
  for (const hidden of [secret, receiverHost, "?", "export", "Bureau"]) expect(text).not.toContain(hidden);
});

test("a collector that is away is told once, and the work goes on", async () => {
  // The exporter reads this one itself.
  vi.stubEnv("OTEL_EXPORTER_OTLP_TIMEOUT", "300");
  const warned: object[] = [];
  const { traces } = readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await freePort()}` });
  if (!traces) throw new Error("no traces are wanted");
  const away = openTraces(traces, { version: "0", process: "p1", log: { warn: (fields) => void warned.push(fields) } });
  // More than one batch, so that more than one fails.
  for (let n = 0; n < 1100; n += 1) expect(await away.within("tick", {}, async () => n)).toBe(n);
  await expect(away.within("poll", {}, () => Promise.reject(new Error("of its own")))).rejects.toThrow("of its own");
  const began = performance.now();
  await away.close();
  vi.unstubAllEnvs();
  expect(performance.now() - began).toBeLessThan(3000);
  await expect.poll(() => warned.length, { timeout: 15_000 }).toBe(1);
});

test.each([
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: "127.0.0.1:4318" }, /OTEL_EXPORTER_OTLP_ENDPOINT/],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://c:4317", OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" }, /4318/],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://c", OTEL_TRACES_SAMPLER: "jaeger_remote" }, /OTEL_TRACES_SAMPLER/],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://c", OTEL_EXPORTER_OTLP_HEADERS: "a=%zz" }, /OTEL_EXPORTER_OTLP_HEADERS/],
])("%j is refused by naming the setting", (env, message) => {
  expect(() => readConfig(env)).toThrow(message);
});

test("what sends traces is loaded by nobody but where traces are wanted", () => {
  const src = join(import.meta.dirname, "../../src");
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const loads = /^import (?!type ).*"(?:@opentelemetry\/.*|.*\/traces\.ts)";$/m;
  expect(files.filter((file) => loads.test(readFileSync(join(src, file), "utf8")))).toEqual(["telemetry/traces.ts"]);
});

test("no traces are made without an address, or where OpenTelemetry is switched off", () => {
  expect(readConfig({}).traces).toBeNull();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://c:4318/", OTEL_SERVICE_NAME: "watch" };
  expect(readConfig({ ...env, OTEL_SDK_DISABLED: "true" }).traces).toBeNull();
  expect(readConfig(env).traces).toEqual({
    url: "http://c:4318/v1/traces",
    headers: {},
    serviceName: "watch",
    resource: {},
    share: 1,
  });
  const sampled = { ...env, OTEL_TRACES_SAMPLER: "parentbased_traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.25" };
  expect(readConfig(sampled).traces?.share).toBe(0.25);
});
