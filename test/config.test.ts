import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { environment, listSettings, readConfig } from "../src/config.ts";
import { UsageError } from "../src/model/errors.ts";

test("without settings the service keeps to itself: loopback, embedded data, open reading", () => {
  expect(readConfig({})).toMatchObject({
    databaseUrl: null,
    dataDir: "./data",
    host: "127.0.0.1",
    port: 3000,
    publicUrl: "http://127.0.0.1:3000",
    read: "open",
    contact: null,
  });
});

test("an address others can reach needs a choice of who may read", () => {
  const env = { REGWATCH_HOST: "0.0.0.0", REGWATCH_ADMIN_TOKEN: "0123456789abcdef" };
  expect(() => readConfig(env)).toThrow(/REGWATCH_READ=token or REGWATCH_READ=public/);
  expect(readConfig({ ...env, REGWATCH_READ: "token" }).read).toBe("token");
  expect(readConfig({ ...env, REGWATCH_READ: "public" }).read).toBe("public");
});

test.each([
  [{ REGWATCH_PORT: "30 00" }, /REGWATCH_PORT/],
  [{ REGWATCH_PORT: "70000" }, /REGWATCH_PORT/],
  [{ DATABASE_URL: "mysql://x" }, /DATABASE_URL/],
  [{ DATABASE_URL: "postgres://me:pass/word@db/y" }, /DATABASE_URL must be an address .* percent-encoded/],
  [{ REGWATCH_READ: "everyone" }, /REGWATCH_READ/],
  [{ REGWATCH_READ: "token" }, /REGWATCH_ADMIN_TOKEN/],
  [{ REGWATCH_ADMIN_TOKEN: "short" }, /REGWATCH_ADMIN_TOKEN/],
  [{ REGWATCH_ALLOW_HOSTS: "localhost" }, /REGWATCH_ALLOW_HOSTS.*host:port/],
  [{ REGWATCH_ROLES: "web,cook" }, /REGWATCH_ROLES.*cook/],
  [{ REGWATCH_PUBLIC_URL: "regwatch.example" }, /REGWATCH_PUBLIC_URL/],
  [{ HTTPS_PROXY: "proxy:8080" }, /HTTPS_PROXY/],
  [{ NODE_EXTRA_CA_CERTS: "/nowhere/ca.pem" }, /NODE_EXTRA_CA_CERTS.*\/nowhere\/ca\.pem/],
  [{ LOG_LEVEL: "loud" }, /LOG_LEVEL/],
  [{ SUMMARY_API_URL: "https://api.example.com/v1" }, /SUMMARY_MODEL/],
  [{ SUMMARY_MODEL: "m" }, /SUMMARY_API_URL/],
  [{ SUMMARY_API_URL: "api.example.com", SUMMARY_MODEL: "m" }, /SUMMARY_API_URL/],
  [{ SUMMARY_API_URL: "https://me:pass@api.example.com", SUMMARY_MODEL: "m" }, /SUMMARY_API_KEY/],
  [{ SUMMARY_API_URL: "https://api.example.com", SUMMARY_MODEL: "m", SUMMARY_API_KEY: "a b" }, /SUMMARY_API_KEY/],
  [{ SUMMARY_DAILY_TOKENS: "-5" }, /SUMMARY_DAILY_TOKENS/],
])("%j is refused by naming the setting", (env, message) => {
  expect(() => readConfig(env)).toThrow(UsageError);
  expect(() => readConfig(env)).toThrow(message);
});

test("a model for summaries needs an address and a name; its key may be left out", () => {
  expect(readConfig({}).summaryModel).toBe(null);
  const env = { SUMMARY_API_URL: "http://127.0.0.1:11434/v1/", SUMMARY_MODEL: "small" };
  expect(readConfig(env).summaryModel).toEqual({
    url: "http://127.0.0.1:11434/v1",
    key: null,
    model: "small",
    dailyTokens: 500_000,
  });
  const pasted = { ...env, SUMMARY_API_URL: "https://api.example.com/v1/chat/completions", SUMMARY_API_KEY: "sk-1" };
  expect(readConfig(pasted).summaryModel).toMatchObject({ url: "https://api.example.com/v1", key: "sk-1" });
});

test("a .env file is read, and the real environment wins over it", () => {
  const file = join(mkdtempSync(join(tmpdir(), "regwatch-env-")), ".env");
  writeFileSync(file, 'REGWATCH_CONTACT="desk@example.org"\nPATH=nowhere\n');
  expect(environment(file)).toMatchObject({ REGWATCH_CONTACT: "desk@example.org", PATH: process.env["PATH"] });
});

test("secrets are never listed", () => {
  const secrets = {
    DATABASE_URL: "postgres://me:hush-hush@db/x",
    REGWATCH_ADMIN_TOKEN: "0123456789abcdef",
    SUMMARY_API_KEY: "sk-secret",
  };
  const listed = JSON.stringify(listSettings(secrets));
  expect(listed).not.toMatch(/hush-hush|0123456789abcdef|sk-secret/);
  expect(listed).toContain("(set, hidden)");
});
