import { expect, test } from "vitest";
import { createLogger } from "../../src/lib/log.ts";

function capture(level: string) {
  const lines: string[] = [];
  return { log: createLogger({ level, stream: { write: (line) => void lines.push(line) } }), lines };
}

test("a line is JSON with level, time and message", () => {
  const { log, lines } = capture("info");
  log.info({ feed: "federal-register/bis-rules" }, "polled");
  log.debug("not at this level");
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    level: "info",
    msg: "polled",
    feed: "federal-register/bis-rules",
  });
});

test("an error is one readable line without a stack, with the stack at debug", () => {
  const error = new TypeError("broken", { cause: new Error("because") });
  const plain = capture("warn");
  plain.log.error({ err: error }, "bug");
  expect(JSON.parse(plain.lines[0] ?? "").err).toEqual({
    type: "TypeError",
    message: "broken",
    cause: { type: "Error", message: "because" },
  });
  const debug = capture("debug");
  debug.log.error(error);
  expect(JSON.parse(debug.lines[0] ?? "").err.stack).toContain("log.test.ts");
});

test.each([
  { headers: { authorization: "Bearer s3cr3t-value" } },
  { deep: [{ request: { headers: { "X-Api-Key": 's3cr3t-"value' } } }] },
  { config: { adminToken: "s3cr3t-value", list: 1 } },
  { "set-cookie": ["a=s3cr3t-value", "b"] },
])("a field with a secret's name is never written: %j", (fields) => {
  const { log, lines } = capture("info");
  log.info(fields, "settings");
  expect(lines.join("")).not.toContain("s3cr3t");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ msg: "settings" });
});

test.each([
  "sent with Bearer s3cr3t-value",
  "https://hooks.slack.com/services/T0/B0/s3cr3t-value",
  "https://discord.com/api/v10/webhooks/123456/s3cr3t-value",
  "https://api.congress.gov/v3/bill?format=json&api_key=s3cr3t-value&limit=2",
  "postgres://regwatch:s3cr3t-value@db:5432/regwatch",
  "token xoxb-s3cr3t-value was refused",
])("what looks like a secret is never written: %s", (text) => {
  const { log, lines } = capture("info");
  log.info({ deep: { text } }, text);
  log.error({ err: new Error(text, { cause: new Error(text) }) });
  expect(lines).toHaveLength(2);
  expect(lines.join("")).not.toContain("s3cr3t");
  for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
});

test("what is no secret is left as it is", () => {
  const { log, lines } = capture("info");
  log.info({ url: "https://www.federalregister.gov/api/v1/documents?page=2", tokens: 5 }, "fetched");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    url: "https://www.federalregister.gov/api/v1/documents?page=2",
    tokens: 5,
  });
});
