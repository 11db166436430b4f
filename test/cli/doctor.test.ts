import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterEach, expect, test } from "vitest";
import { checkUpMail } from "../../src/channels/email/check-up.ts";
import { checkAddresses } from "../../src/cli/doctor/addresses.ts";
import { databaseHint } from "../../src/cli/doctor/database.ts";
import { checkEnvironment } from "../../src/cli/doctor/environment.ts";
import type { Finding } from "../../src/cli/doctor/finding.ts";
import { checkClock, checkNetwork } from "../../src/cli/doctor/network.ts";
import { checkIll } from "../../src/cli/doctor/ill.ts";
import { checkPlace, judgePlace } from "../../src/cli/doctor/place.ts";
import { checkSubscriptions } from "../../src/cli/doctor/told.ts";
import { checkCollector } from "../../src/cli/doctor/collector.ts";
import { readConfig } from "../../src/config.ts";
import { createDirectFetch } from "../../src/wire.ts";
import { openStore } from "../../src/store/open.ts";
import { sources } from "../../src/sources/index.ts";
import { sampleFeed, sampleSubscription } from "../contract/store-samples.ts";
import { loudLog } from "../support/database.ts";
import { startMailServer } from "../support/mail-server.ts";
import { freePort } from "../support/free-port.ts";
import { regwatch } from "./command.ts";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** Something that answers every request with that text. */
async function answering(text: string, headers: Readonly<Record<string, string>> = {}, status = 200): Promise<number> {
  const server = createServer((_request, response) =>
    response.writeHead(status, { connection: "close", ...headers }).end(text),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

const inWords = (findings: readonly Finding[]) =>
  findings.map(({ ok, advice, text }) => `${ok ? (advice ? "!" : "✓") : "✗"} ${text}`);
const faults = (findings: readonly Finding[]) => inWords(findings).filter((line) => line.startsWith("✗"));

const ill = (feedId: string, illSince: string | null, error: string | null) => ({ feedId, illSince, error });
const onPort = (port: number) => readConfig({ REGWATCH_PORT: String(port) });
const ours = async () => new Response("ready\n");
const another = async () => new Response("<h1>Welcome to nginx</h1>");
const nothing = () => Promise.reject(new Error("no such host"));
const why = async (address: string) => {
  const error = await openStore({ databaseUrl: address, dataDir: "", log: loudLog }).catch((error: unknown) => error);
  return `${String(error)}${databaseHint(error)}`;
};
const feedAt = (port: number) => ({
  ...sampleFeed("fr/rules"),
  source: "rss",
  params: { url: `http://127.0.0.1:${port}/feed.xml` },
});
const mailAt = (url: string) => checkUpMail({ url, from: "a@example.org" }, null, "https://r.example");
const collectorAt = async (port: number) => {
  const settings = {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_HEADERS: "Authorization=Basic%20secret",
  };
  return inWords(await checkCollector(readConfig(settings).traces)).join("");
};

// 8, the channels, stands in test/channels/*/check-up.test.ts and below for mail. The numbers are those of docs/runbook.md, "The ten commonest mistakes".

test("1: a setting that cannot be used is one line of doctor's, and what is misspelt stands beside it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "regwatch-doctor-"));
  const settings = { SLACK_BOT_TOKEN: "xapp-1-swapped", REGWATCH_CONTAKT: "desk@example.org" };
  const { code, stdout, stderr } = await regwatch(folder, settings, "doctor").ended;
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  expect(stdout.split("\n").slice(0, 2)).toEqual([
    "✗ SLACK_BOT_TOKEN must begin with xoxb-; the one that is set is another kind of token.",
    '✗ REGWATCH_CONTAKT is no setting of regwatch. Did you mean "REGWATCH_CONTACT"?',
  ]);
});

test("2: a setting that nobody reads is named, and which .env was read", () => {
  const folder = mkdtempSync(join(tmpdir(), "regwatch-doctor-"));
  const file = join(folder, ".env");
  const env = {
    REGWATCH_ADMINTOKEN: "x",
    REGWATCH_COLOUR: "red",
    SLACK_BOT_TOCKEN: "x",
    SLACK_WEBHOOK: "of another program",
  };
  expect(inWords(checkEnvironment(env, file))).toEqual([
    '✗ REGWATCH_ADMINTOKEN is no setting of regwatch. Did you mean "REGWATCH_ADMIN_TOKEN"?',
    "✗ REGWATCH_COLOUR is no setting of regwatch. They stand in docs/settings.md.",
    '✗ SLACK_BOT_TOCKEN is no setting of regwatch. Did you mean "SLACK_BOT_TOKEN"?',
    `✓ There is no ${file}; settings come from the environment alone.`,
  ]);
  writeFileSync(file, "", { mode: 0o600 });
  expect(inWords(checkEnvironment({}, file))).toEqual([`✓ ${file} is read; the environment wins over it.`]);
  writeFileSync(join(folder, "open"), "", { mode: 0o644 });
  expect(inWords(checkEnvironment({}, join(folder, "open")))[0]).toMatch(/^! .*chmod 600/);
});

test("3: a port that is taken is told apart: another program, or a regwatch", async () => {
  const [free] = inWords(await checkAddresses(onPort(await freePort()), false));
  expect(free).toMatch(/^✓ Port \d+ on 127\.0\.0\.1 is free\.$/);
  expect(faults(await checkAddresses(onPort(await answering("a shop")), false))).toEqual([
    expect.stringMatching(/taken by another program.*REGWATCH_PORT/),
  ]);
  for (const says of ["ready\n", "waiting for the database\n"]) {
    const [ours] = inWords(await checkAddresses(onPort(await answering(says)), false));
    expect(ours).toMatch(/^✓ A regwatch answers on/);
  }
});

test("4: an address of our own for people's links, one that leads elsewhere, and one that leads nowhere", async () => {
  const port = String(await answering("ready\n"));
  const to = async (publicUrl: string | null, answer: () => Promise<Response>) => {
    const config = readConfig({ REGWATCH_PORT: port, ...(publicUrl && { REGWATCH_PUBLIC_URL: publicUrl }) });
    return inWords(await checkAddresses(config, false, answer)).slice(1);
  };
  expect(await to(null, nothing)).toEqual([
    expect.stringMatching(/^! .*only this machine reaches\. Set REGWATCH_PUBLIC_URL/),
  ]);
  expect(await to("https://r.example", ours)).toEqual(["✓ https://r.example leads to regwatch."]);
  expect(await to("http://r.example", ours)).toContainEqual(expect.stringMatching(/^! .*is not https/));
  expect(await to("https://r.example", another)).toEqual([expect.stringMatching(/^✗ .*is not regwatch/)]);
  expect(await to("https://r.example", nothing)).toEqual([
    expect.stringMatching(/^✗ .*does not answer from here, though the web runs/),
  ]);
});

test("5: what PostgreSQL objects to comes with what to do", async (context) => {
  const url = process.env["REGWATCH_TEST_SERVER"];
  if (url === undefined) throw context.skip("no PostgreSQL could be started here");
  expect(await why(url.replace(/[^/]*$/, "not_there"))).toMatch(/not_there.*createdb/);
  expect(await why(`postgres://a:b@127.0.0.1:${await freePort()}/x`)).toMatch(/ECONNREFUSED.*Is the server running/);
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("create role guest_of_doctor login");
  await client.query("create database of_another");
  await client.end();
  const guest = url.replace("postgres@", "guest_of_doctor@").replace(/[^/]*$/, "of_another");
  expect(await why(guest)).toMatch(/permission denied.*must own the database/);
  expect(databaseHint(Object.assign(new Error("no"), { code: "28P01" }))).toMatch(/password.*percent-encoded/);
  expect(databaseHint(new Error("something else"))).toBe("");
});

test("6: a data folder that cannot be written, that lies on a network disk, or whose disk is nearly full", async () => {
  const place = { folder: "/data", writable: true, freeBytes: 50e9, type: 0xef53 };
  expect(faults(judgePlace(place, "./data"))).toEqual([]);
  expect(faults(judgePlace({ ...place, writable: false }, "./data"))).toEqual([
    expect.stringMatching(/cannot be written to/),
  ]);
  expect(faults(judgePlace({ ...place, freeBytes: 5e8 }, "./data"))).toEqual([
    expect.stringMatching(/Only 477 MB free/),
  ]);
  if (process.platform === "linux") {
    expect(faults(judgePlace({ ...place, type: 0x6969 }, "./data"))).toEqual([
      expect.stringMatching(/\(NFS\).*DATABASE_URL/),
    ]);
  }
  const folder = mkdtempSync(join(tmpdir(), "regwatch-doctor-"));
  expect(faults(await checkPlace(join(folder, "not/yet/there")))).toEqual([]);
  writeFileSync(join(folder, "file"), "");
  expect(faults(await checkPlace(join(folder, "file")))).toEqual([expect.stringMatching(/file cannot be written to/)]);
});

test("7 and 10: a publisher that cannot be reached, with the proxy to think of; a clock that is off", async () => {
  const now = Temporal.Instant.from("2026-03-09T12:00:00Z");
  const look = async (port: number, allow = port) => {
    const config = readConfig({ REGWATCH_ALLOW_HOSTS: `127.0.0.1:${allow}`, LOG_LEVEL: "silent" });
    return inWords(await checkNetwork([feedAt(port)], sources, config, createDirectFetch(config), { now: () => now }));
  };
  const well = await answering("", { date: "Mon, 09 Mar 2026 12:00:20 GMT" });
  expect(await look(well)).toEqual([
    expect.stringMatching(/^✓ Publishers can/),
    "✓ The clock agrees with that of others.",
  ]);
  const late = await answering("", { date: "Mon, 09 Mar 2026 12:06:00 GMT" });
  expect(await look(late)).toContainEqual(expect.stringMatching(/^✗ The clock here is 360 s behind .*timedatectl/));
  expect(await look(await freePort())).toEqual([
    expect.stringMatching(/^✗ Publishers cannot be reached: .*refused the connection.*HTTPS_PROXY/),
  ]);
  expect(await look(well, 1)).toEqual([expect.stringMatching(/^✗ Publishers cannot be reached/)]);
  expect(checkClock(undefined, "example.org", now)).toEqual([]);
});

test("feeds with the same trouble are one line", () => {
  const states = [
    ill("fr/notices", "2026-03-09T12:00:00.000Z", "No answer."),
    ill("fr/rules", "2026-03-08T12:00:00.000Z", "No answer."),
    ill("fr/well", null, null),
    ill("policies/aws", "2026-03-07T12:00:00.000Z", "404"),
    ill("policies/azure", "2026-03-07T13:00:00.000Z", "404"),
    ill("policies/oracle", "2026-03-07T14:00:00.000Z", "404"),
    ill("rss/blog", "2026-03-07T12:00:00.000Z", "Not XML."),
  ];
  expect(inWords(checkIll(states))).toEqual([
    "✗ fr/notices and fr/rules are ill since 2026-03-08T12:00:00.000Z: No answer.",
    "✗ policies/aws, policies/azure and 1 more are ill since 2026-03-07T12:00:00.000Z: 404",
    "✗ rss/blog is ill since 2026-03-07T12:00:00.000Z: Not XML.",
  ]);
});

test("9: nobody is told, or somebody no more", () => {
  expect(inWords(checkSubscriptions([]))).toEqual([expect.stringMatching(/^! Nobody is told anything yet/)]);
  const subscription = sampleSubscription("s1", {});
  const paused = { ...subscription, id: "s2", state: "paused" as const };
  expect(
    inWords(checkSubscriptions([subscription, { ...paused, pausedBecause: "The channel is gone." }, paused])),
  ).toEqual([
    "✓ 3 subscriptions, 1 of them active.",
    "✗ Subscription s2 is paused: The channel is gone. Mend that, then: npx regwatch subscriptions resume s2",
    "! Paused by somebody: 1. What they ask for is kept.",
  ]);
});

test("8: a mail server on another port, and one that begins in the clear", async () => {
  expect((await mailAt(`smtp://127.0.0.1:${await freePort()}`)).text).toMatch(/is the port in SMTP_URL right.*587/);
  const clear = await startMailServer();
  expect((await mailAt(clear.url.replace("smtp:", "smtps:"))).text).toMatch(/use smtp:\/\//);
  await clear.close();
});

test("a collector of traces that takes them, refuses them, takes something else, or is away", async () => {
  expect(await checkCollector(readConfig({}).traces)).toEqual([]);
  expect(await collectorAt(await answering("{}"))).toMatch(/^✓ Traces: http:\/\/127\.0\.0\.1:\d+ takes them\.$/);
  expect(await collectorAt(await answering("", {}, 401))).toMatch(
    /^✗ .*refuses them \(401\)\. Check OTEL_EXPORTER_OTLP_HEADERS/,
  );
  expect(await collectorAt(await answering("", {}, 404))).toMatch(/^✗ .*takes none at \/v1\/traces \(404\)/);
  expect(await collectorAt(await answering("", {}, 500))).toMatch(/^✗ .*does not take them \(500\)/);
  expect(await collectorAt(await freePort())).toMatch(/^✗ .*does not answer.*Check OTEL_EXPORTER_OTLP_ENDPOINT/);
});
