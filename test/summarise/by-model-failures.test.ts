import { afterEach, describe, expect, test } from "vitest";
import { summarise } from "../../src/summarise/by-rules.ts";
import { tryModel } from "../../src/summarise/model-trial.ts";
import type { ModelStep } from "../support/model-server.ts";
import { changed, page, passage } from "./changes.ts";
import { key, openModelDesk, type ModelDesk } from "./model-desk.ts";

const days = passage(
  "Customers may ask for an export within 30 days.",
  "Customers may ask for an export within 60 days.",
  [{ removed: "30", added: "60" }],
);
const good = { text: "The time to ask for an export was extended from 30 to 60 days." };
const terms = (title: string) => changed([days], { after: { ...page, title } });

let desk: ModelDesk;
const ask = async (title: string) => (await desk.summaries.summarise(terms(title))).summarisedBy;
const trial = () =>
  tryModel({
    url: desk.server.url,
    key,
    model: "test-model",
    network: { proxy: null, noProxy: null, extraCa: null },
    timeoutMs: 2000,
  });

afterEach(async () => {
  expect(desk.logged.join("\n")).not.toContain(key);
  await desk.close();
});

const failures: readonly (readonly [string, ModelStep, RegExp])[] = [
  ["401", { status: 401, body: `{"error":{"message":"Incorrect API key provided: ${key}"}}` }, /401.*SUMMARY_API_KEY/],
  ["403", { status: 403 }, /403.*SUMMARY_API_KEY/],
  ["404", { status: 404 }, /404.*SUMMARY_API_URL.*SUMMARY_MODEL/],
  ["429", { status: 429, headers: { "retry-after": "600" } }, /429/],
  ["500", { status: 500 }, /500/],
  ["503 in HTML", { status: 503, body: "<html>down</html>" }, /503/],
  ["a redirect", { status: 302, headers: { location: "http://127.0.0.1:1/v1" } }, /302.*not followed/],
  ["a body that is no JSON", { body: "<html>hello</html>" }, /OpenAI-compatible/],
  ["a body of another form", { body: '{"hello":"there"}' }, /OpenAI-compatible/],
  ["no choices", { body: '{"choices":[]}' }, /OpenAI-compatible/],
  ["words instead of JSON", { say: "I cannot help with that." }, /not JSON/],
  ["JSON cut off", { say: '{"sentences":[{"text":"The fee', finish: "length" }, /not JSON/],
  ["JSON of another form", { say: '{"summary":"The fee"}' }, /another form/],
  ["an empty answer", { say: "" }, /empty/],
  ["a broken connection", "reset", /cannot be reached|OpenAI-compatible/],
  ["an endless answer", "flood", /OpenAI-compatible|larger/],
];

test.each(failures)("%s: the rules write, and the log says why without the key", async (_, step, reason) => {
  desk = await openModelDesk();
  desk.server.script(step);
  expect(await desk.summaries.summarise(changed([days]))).toEqual({
    summary: summarise(changed([days])),
    summarisedBy: "rules",
  });
  expect(desk.warnings).toHaveLength(1);
  expect(desk.warnings[0]).toMatch(reason);
  expect(desk.server.requests).toHaveLength(1);
});

test.each(["hang", "drip"] as const)(
  "a server that answers too late (%s) delays nothing beyond the limit",
  async (step) => {
    desk = await openModelDesk({}, { timeoutMs: 300 });
    desk.server.script(step);
    const started = performance.now();
    expect((await desk.summaries.summarise(changed([days]))).summarisedBy).toBe("rules");
    expect(performance.now() - started).toBeLessThan(1500);
    expect(desk.warnings[0]).toContain("within 0.3 s");
  },
);

test("the time limit holds for all attempts of one question together", async () => {
  desk = await openModelDesk({ structure: "words" }, { timeoutMs: 400 });
  desk.server.script("hang");
  const started = performance.now();
  expect((await desk.summaries.summarise(changed([days]))).summarisedBy).toBe("rules");
  expect(performance.now() - started).toBeLessThan(1500);
  expect(desk.server.requests.length).toBeGreaterThan(1);
});

test("a wrong key is named, and never written", async () => {
  desk = await openModelDesk({}, { key: "sk-wrong-9876543210" });
  await desk.summaries.summarise(changed([days]));
  expect(desk.warnings[0]).toContain("SUMMARY_API_KEY");
  expect(desk.logged.join("\n")).not.toContain("sk-wrong");
});

test("a server that is not there", async () => {
  desk = await openModelDesk();
  await desk.server.close();
  expect((await desk.summaries.summarise(changed([days]))).summarisedBy).toBe("rules");
  expect(desk.warnings[0]).toMatch(/ECONNREFUSED.*SUMMARY_API_URL/);
});

test("a house that is closing asks nothing and warns of nothing", async () => {
  const closing = new AbortController();
  desk = await openModelDesk({}, { signal: closing.signal });
  desk.server.script("hang");
  const summary = desk.summaries.summarise(changed([days]));
  await expect.poll(() => desk.server.requests.length).toBe(1);
  closing.abort();
  expect((await summary).summarisedBy).toBe("rules");
  expect((await desk.summaries.summarise(terms("Other"))).summarisedBy).toBe("rules");
  expect(desk.server.requests).toHaveLength(1);
  expect(desk.warnings).toEqual([]);
});

describe("after three failures in a row", () => {
  test("the model is left alone for ten minutes, then asked again", async () => {
    desk = await openModelDesk();
    desk.server.script({ status: 500 });
    for (const title of ["a", "b", "c", "d", "e"]) expect(await ask(title)).toBe("rules");
    expect(desk.server.requests).toHaveLength(3);
    expect(desk.warnings).toHaveLength(4);
    desk.step({ minutes: 9, seconds: 59 });
    expect(await ask("f")).toBe("rules");
    expect(desk.server.requests).toHaveLength(3);
    desk.step({ seconds: 1 });
    desk.server.script({ answer: [good] });
    expect(await ask("a")).toBe("model");
    expect(desk.server.requests).toHaveLength(4);
  });

  test("one more failure after the pause begins the next one; a success ends the count", async () => {
    desk = await openModelDesk();
    desk.server.script({ status: 500 });
    for (const title of ["a", "b", "c"]) await ask(title);
    desk.step({ minutes: 10 });
    await ask("d");
    await ask("e");
    expect(desk.server.requests).toHaveLength(4);
    desk.step({ minutes: 10 });
    desk.server.script({ answer: [good] }, { status: 500 }, { status: 500 }, { answer: [good] });
    expect(await ask("f")).toBe("model");
    expect(await ask("g")).toBe("rules");
    expect(await ask("h")).toBe("rules");
    expect(await ask("i")).toBe("model");
  });
});

describe("the doctor's question", () => {
  test("says how a working model did", async () => {
    desk = await openModelDesk();
    desk.server.script({ answer: [{ text: "The time to request an export was extended from 30 to 60 days." }] });
    expect(await trial()).toMatchObject({
      ok: true,
      text: expect.stringMatching(/test-model at 127\.0\.0\.1:\d+ answered in/),
    });
  });

  test("says when its words do not stand, and when it fails", async () => {
    desk = await openModelDesk();
    desk.server.script(
      { answer: [{ text: "The time to request an export was extended from 30 to 90 days." }] },
      { status: 401 },
    );
    expect(await trial()).toMatchObject({ ok: false, text: expect.stringContaining("larger model") });
    expect(await trial()).toMatchObject({ ok: false, text: expect.stringContaining("SUMMARY_API_KEY") });
  });
});
