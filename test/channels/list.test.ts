import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { compose } from "../../src/alerts/compose.ts";
import { channelFactories, channels, parseDestination } from "../../src/channels/index.ts";
import { UsageError } from "../../src/model/errors.ts";
import { discordSetup } from "../support/discord/open-channel.ts";
import { emailSetup } from "../support/mail-channel.ts";
import { slackSetup } from "../support/slack/setup.ts";

const folder = new URL("../../src/channels/", import.meta.url);
const all = channels({
  compose,
  colour: false,
  write: () => {},
  post: async () => ({ status: 200, headers: {} }),
  slack: slackSetup("http://127.0.0.1:9/api/"),
  discord: discordSetup(),
  email: emailSetup(),
});
const byId = new Map(all.map((channel) => [channel.id, channel]));

test("every channel in the folder is in the list", async () => {
  const listed = new Set<unknown>(channelFactories);
  const found: string[] = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".ts") && name !== "index.ts")) {
    const module = (await import(new URL(file, folder).href)) as Record<string, unknown>;
    for (const [name, value] of Object.entries(module)) {
      if (!/^create\w+Channel$/.test(name)) continue;
      found.push(name);
      expect(listed, `${name} of ${file} is missing from src/channels/index.ts`).toContain(value);
    }
  }
  expect(found).toHaveLength(channelFactories.length);
});

test("every channel has a contract test of its own", () => {
  const tests = readdirSync(new URL(".", import.meta.url));
  for (const { id } of all) expect(tests).toContain(`${id}.test.ts`);
});

test("channels have ids of their own", () => {
  expect(byId.size).toBe(all.length);
});

test("a destination is a channel and what the channel makes of the address", () => {
  expect(parseDestination("terminal", byId)).toEqual({ channel: "terminal", address: "" });
  expect(parseDestination(" Webhook:https://Example.org/hook?a=b:c#part ", byId)).toEqual({
    channel: "webhook",
    address: "https://example.org/hook?a=b:c",
  });
});

test.each([
  ["slack:#s3cret", /is the id of a channel/],
  ["discord:#rules", /Discord destination is a channel's id/],
  ["email:a@example.org", /set SMTP_URL and SMTP_FROM/],
  ["email:Ada <s3cret@example.org>", /one bare address/],
  ["email:s3cret@example.org,b@example.org", /one bare address/],
  ["email:s3cret@example.org\r\nBcc: b@example.org", /one bare address/],
  ["pigeon:home", /There is no channel pigeon; there are: discord, email, slack, terminal, webhook/],
  ["", /That is no destination/],
  ["https://example.org/s3cret", /write webhook: before/],
  ["hooks.example.org/s3cret", /That is no destination/],
  ["webhook", /whole address/],
  ["webhook:", /whole address/],
  ["webhook:ftp://example.org/s3cret", /whole address/],
  ["webhook:https://ada:s3cret@example.org/", /user name or password/],
  ["terminal:s3cret", /takes no address/],
])("the destination %j is refused with what to do, and not repeated", (text, message) => {
  expect(() => parseDestination(text, byId)).toThrow(UsageError);
  expect(() => parseDestination(text, byId)).toThrow(message);
  expect(() => parseDestination(text, byId)).not.toThrow(/s3cret/);
});
