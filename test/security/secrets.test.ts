import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWebhookChannel } from "../../src/channels/webhook.ts";
import { listSettings, readConfig } from "../../src/config.ts";
import { createLogger } from "../../src/lib/log.ts";
import { createPost } from "../../src/lib/post.ts";
import { regwatch } from "../cli/command.ts";

const mark = "MARKER7f3a";
const closed = "127.0.0.1:1";

/** Every secret there is, in a form that is taken; what would be asked with them is not there. */
const settings: Readonly<Record<string, string>> = {
  DATABASE_URL: `postgres://regwatch:${mark}@${closed}/regwatch`,
  CONGRESS_API_KEY: `${mark}congress`,
  REGULATIONS_API_KEY: `${mark}regulations`,
  HTTPS_PROXY: `http://desk:${mark}@${closed}`,
  REGWATCH_ADMIN_TOKEN: `${mark}-admin-token`,
  SUMMARY_API_URL: `http://${closed}/v1`,
  SUMMARY_API_KEY: `sk-${mark}`,
  SUMMARY_MODEL: "m",
  REGWATCH_SECRET: `${mark}-secret-of-length`,
  SLACK_API_URL: `http://${closed}/api/`,
  SLACK_BOT_TOKEN: `xoxb-${mark}`,
  SLACK_APP_TOKEN: `xapp-${mark}`,
  SLACK_SIGNING_SECRET: `${mark}signing`,
  SLACK_CLIENT_ID: "1.2",
  SLACK_CLIENT_SECRET: `${mark}client`,
  DISCORD_API_URL: `http://${closed}/api`,
  DISCORD_TOKEN: `${mark}.discord.token`,
  SMTP_URL: `smtp://desk:${mark}@${closed}`,
  SMTP_FROM: "alerts@example.org",
  OTEL_EXPORTER_OTLP_ENDPOINT: `http://desk:${mark}@${closed}`,
  OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer%20${mark}`,
  REGWATCH_TSA_URL: `http://desk:${mark}@${closed}/tsa`,
};

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "regwatch-secrets-"));
});
afterAll(() => rm(dir, { recursive: true }));

test("every secret setting is among those that are looked for here", () => {
  const secret = listSettings({}).filter((setting) => setting.secret);
  expect(secret.map(({ name }) => name).filter((name) => !settings[name]?.includes(mark))).toEqual([]);
});

test("doctor lists and tries all of them, and prints none, whatever fails", async () => {
  const { stdout, stderr, code } = await regwatch(dir, { ...settings, LOG_LEVEL: "debug" }, "doctor").ended;
  expect(code).toBe(1);
  expect(stdout).toMatch(/✗ .*127\.0\.0\.1:1/);
  expect(stdout).toContain("REGWATCH_TSA_URL = http://(hidden)@127.0.0.1:1/tsa");
  expect(stdout + stderr).not.toContain(mark);
}, 60_000);

const wrong: readonly Readonly<Record<string, string>>[] = [
  { DATABASE_URL: `mysql://u:${mark}@h/d` },
  { DATABASE_URL: mark },
  { HTTPS_PROXY: `socks://u:${mark}@h` },
  { HTTPS_PROXY: mark },
  { SMTP_URL: `ftp://u:${mark}@h`, SMTP_FROM: "a@b.c" },
  { SMTP_URL: `smtp://u:${mark}@h:99999`, SMTP_FROM: "a@b.c" },
  { SMTP_URL: mark, SMTP_FROM: "a@b.c" },
  { SUMMARY_API_URL: `https://u:${mark}@h/v1`, SUMMARY_MODEL: "m" },
  { SUMMARY_API_URL: "https://h/v1", SUMMARY_MODEL: "m", SUMMARY_API_KEY: `${mark} x` },
  { REGWATCH_TSA_URL: `ldap://u:${mark}@h` },
  { REGWATCH_PUBLIC_URL: `//u:${mark}@h` },
  { SLACK_API_URL: `x://${mark}` },
  { SLACK_CLIENT_SECRET: mark },
];

test.each(wrong)("a wrong setting (%j) is named without its value", (given) => {
  expect(() => readConfig(given)).toThrow(/[A-Z]{3,}_/);
  expect(() => readConfig(given)).not.toThrow(mark);
});

test("a webhook that fails tells neither its address nor its secret", async () => {
  const channel = createWebhookChannel({ post: createPost({ allowHosts: [closed], proxy: null }) });
  const destination = channel.destination(`http://${closed}/hooks/${mark}?token=${mark}`);
  const rendered = { url: destination.address, headers: { "Regwatch-Signature": mark }, body: "{}" };
  const outcome = await channel.send(
    { ...rendered, at: Temporal.Instant.from("2026-01-12T12:00:00Z") },
    {} as never,
    new AbortController().signal,
  );
  expect(outcome).toMatchObject({ kind: "retry" });
  expect(JSON.stringify([outcome, channel.describe(destination), channel.lane(destination)])).not.toContain(mark);
});

test("the log hides what gets into it all the same", () => {
  const lines: string[] = [];
  const log = createLogger({ level: "trace", stream: { write: (line) => void lines.push(line) } });
  const cause = new Error(`connect https://u:${mark}@h/ failed, authorization: Bearer ${mark}${mark}`);
  log.error({ err: new Error(`xoxb-${mark} was refused`, { cause }), token: mark, headers: { cookie: mark } }, "x");
  log.warn({ url: `https://discord.com/api/webhooks/123/${mark}`, signature: [mark] }, `?api_key=${mark}&x=1`);
  log.warn(`https://hooks.slack.com/services/T0/B0/${mark}`);
  expect(lines).toHaveLength(3);
  expect(lines.join("")).not.toContain(mark);
});
