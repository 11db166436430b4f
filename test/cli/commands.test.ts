import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorldClock } from "../../src/world/clock.ts";
import { generateDocuments } from "../../src/world/federal-register/generate.ts";
import { startWorld, type World } from "../../src/world/world.ts";
import { prepareDataFolder } from "../support/database.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";
import { ask, freePort, regwatch, until, type Ended, type Running } from "./command.ts";

// One folder, one story: the tests follow each other.
const started = Temporal.Now.instant();
const lastWeek = started.toZonedDateTimeISO("America/New_York").toPlainDate().subtract({ days: 7 }).toString();
const { documents } = generateDocuments({ seed: 3, count: 30, from: lastWeek, perDay: 30 });
const rules = documents.filter(({ type }) => type === "Rule" || type === "Proposed Rule");

let home: string;
let world: World;
let receiver: WebhookReceiver;
let settings: Record<string, string>;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "regwatch-cli-"));
  world = await startWorld({
    clock: createWorldClock(started, 1),
    story: { federalRegister: { documents: rules.slice(0, 1) } },
  });
  receiver = await startWebhookReceiver("a secret between us");
  const { origin } = world.federalRegister;
  await mkdir(join(home, "feeds"));
  await writeFile(join(home, "feeds/bis.yaml"), feedFile(origin));
  await prepareDataFolder(join(home, "data"));
  settings = {
    REGWATCH_PORT: String(await freePort()),
    REGWATCH_ALLOW_HOSTS: `${new URL(origin).host},${receiver.host}`,
  };
});
afterAll(async () => {
  await Promise.all([world.close(), receiver.close()]);
  await rm(home, { recursive: true, force: true });
});

// Once a year is not while the tests run.
function feedFile(origin: string): string {
  return `source: federal-register
title: The bureau
topics: [export-controls]
schedule: "0 0 1 1 *"
params: { baseUrl: "${origin}", agencies: [industry-and-security-bureau], publicInspection: false }
`;
}

const url = (): string => `http://127.0.0.1:${settings["REGWATCH_PORT"]}`;
const run = (...argv: readonly string[]): Promise<Ended> => regwatch(home, settings, ...argv).ended;

function publish(): string {
  const known = rules.splice(1, 1);
  world.federalRegister.add(...known);
  return known[0]?.number ?? "";
}

describe("without a service", () => {
  test("the first check --json is the baseline: nothing on standard output; then one line for each change", async () => {
    const baseline = await run("check", "--json");
    expect(baseline).toMatchObject({ code: 0, stdout: "" });
    expect(baseline.stderr).toMatch(/✓ bis: baseline of 1 documents, told to nobody/);

    const number = publish();
    const { code, stdout, stderr } = await run("check", "--json");
    expect({ code, lines: stdout.trimEnd().split("\n").length }).toEqual({ code: 0, lines: 1 });
    expect(JSON.parse(stdout)).toMatchObject({
      feedId: "bis",
      kind: "first-seen",
      documentNumber: number,
      evidence: { before: null },
    });
    expect(stderr).toMatch(/✓ bis: 2 documents, 1 changed/);
  });

  test("verify says what holds", async () => {
    expect(await run("verify", "--json")).toMatchObject({ code: 0, stderr: "" });
    const { code, stdout } = await run("verify");
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^The chain holds: 2 documents, 2 entries, \d+ snapshots\.\n$/),
    });
  });

  test("doctor says what works", async () => {
    const { code, stdout } = await run("doctor");
    expect(stdout).toContain("✓ 1 feeds in ./feeds.\n");
    expect(stdout).toContain("✓ Database: 2 documents, 2 versions, 2 changes.\n");
    expect(stdout).not.toMatch(/✗/);
    expect(code).toBe(0);
  });

  test("feeds check names file, line and field of what is wrong, and the exit code says so", async () => {
    const broken = join(home, "broken.yaml");
    await writeFile(
      broken,
      feedFile("http://127.0.0.1:1").replace("topics: [export-controls]", "topics: [Export Controls]\ntimezon: UTC"),
    );
    const { code, stderr } = await run("feeds", "check", broken);
    expect(code).toBe(1);
    expect(stderr).toMatch(/broken\.yaml:3: topics.*lower-case/);
    expect(stderr).toMatch(/broken\.yaml:4: .*timezon.*Did you mean "timezone"\?/);
    expect(await run("feeds", "check")).toMatchObject({ code: 0, stderr: "1 feed files are sound, 0 problems.\n" });
  });

  test.each([
    [["frobnicate"], /unknown command 'frobnicate'/],
    [["check", "--jsn"], /unknown option '--jsn'.*--json/s],
    [["check", "nothing/there"], /There is no feed nothing\/there\. Those there are: bis\./],
    [["subscriptions", "add", "--to", "terminal"], /required option '--query <query>' not specified/],
  ])("%j is used wrongly: exit code 2, and what is wrong", async (argv, message) => {
    const { code, stdout, stderr } = await run(...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });

  test("a setting that cannot be used is named in one line", async () => {
    const { code, stderr } = await regwatch(home, { ...settings, REGWATCH_PORT: "many" }, "check").ended;
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'regwatch: REGWATCH_PORT is "many"; it must be a port from 0 to 65535.\n',
    });
  });

  test("a port that is taken is one line with what to do", async () => {
    const squatter = await squat();
    const { port } = squatter.address() as AddressInfo;
    const { code, stdout, stderr } = await regwatch(home, { ...settings, REGWATCH_PORT: String(port) }, "start").ended;
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: "",
      stderr: `regwatch: Port ${port} on 127.0.0.1 is taken. Set REGWATCH_PORT to another one.\n`,
    });
    squatter.close();
  });

  test("where the second port cannot be had, the first is given back and the process ends", async () => {
    const twice = { ...settings, REGWATCH_METRICS_PORT: settings["REGWATCH_PORT"] ?? "" };
    expect(await regwatch(home, twice, "start").ended).toMatchObject({
      code: 2,
      stderr: `regwatch: Port ${twice["REGWATCH_METRICS_PORT"]} on 127.0.0.1 is taken. Set REGWATCH_METRICS_PORT to another one.\n`,
    });
  });
});

describe("while the service runs", () => {
  let service: Running;

  beforeAll(async () => {
    service = regwatch(home, settings, "start");
    await until(service, async () => (await ask(`${url()}/readyz`))?.status === 200);
    await until(service, () => service.stdout().includes("embedded database"));
  });
  afterAll(async () => {
    service.process.kill("SIGKILL");
    await service.ended;
  });

  test("it says where it is, and answers there", async () => {
    expect(service.stdout()).toContain(`regwatch 0.1.0 · ${url()} · 1 feeds · embedded database in ./data\n`);
    expect(await ask(`${url()}/`)).toMatchObject({
      status: 200,
      text: expect.stringContaining("Notification Requirements"),
    });
  });

  test("a second start on the same data is refused in one line", async () => {
    const second = await regwatch(home, { ...settings, REGWATCH_PORT: String(await freePort()) }, "start").ended;
    expect(second).toMatchObject({ code: 1, stdout: "" });
    expect(second.stderr).toMatch(/^regwatch: Another regwatch process holds the data in \.\/data\. Stop it, or .*\n$/);
  });

  test("subscriptions are added, listed, paused, resumed and removed through it, and no address is shown", async () => {
    const to = `webhook:${receiver.url}`;
    const added = await run(
      "subscriptions",
      "add",
      "--to",
      to,
      "--query",
      "circuits",
      "--secret",
      "a secret between us",
      "--json",
    );
    expect(added).toMatchObject({ code: 0, stderr: "" });
    const { id } = JSON.parse(added.stdout) as { id: string };
    const listed = async (): Promise<object> =>
      JSON.parse((await run("subscriptions", "list", "--json")).stdout) as object;
    expect(await listed()).toMatchObject({
      id,
      query: "circuits",
      when: "instant",
      minimum: "editorial",
      signed: true,
      state: "active",
    });
    expect(await run("subscriptions", "pause", id)).toMatchObject({ code: 0, stdout: `Paused ${id}.\n` });
    expect(await listed()).toMatchObject({ state: "paused" });
    expect(await run("subscriptions", "resume", id)).toMatchObject({ code: 0, stdout: `Resumed ${id}.\n` });
    const people = (await run("subscriptions", "list")).stdout;
    expect(people).toMatch(new RegExp(`^${id}  webhook .* · circuits · instant · at least editorial\\n$`));
    expect(people + added.stdout).not.toMatch(/a-secret-path|a secret between us/);
  });

  test("check goes through it, prints the change, delivers it, and waits for that", async () => {
    const number = publish();
    const { code, stdout } = await run("check");
    expect(code).toBe(0);
    expect(stdout).toMatch(/Notification Requirements.* · \/changes\/[0-9a-f]+\n/);
    expect(receiver.received.map(({ body }) => body.changes[0]?.["documentNumber"])).toEqual([number]);
    expect(receiver.problems).toEqual([]);
  });

  test("preview shows what a query would have sent, and what was looked at", async () => {
    const { code, stdout, stderr } = await run("subscriptions", "preview", "--query", "circuits", "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "3 of 3 changes of the last 30 days would have been sent.\n" });
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => (JSON.parse(line) as { kind: string }).kind),
    ).toEqual(["first-seen", "first-seen", "first-seen"]);
    expect(await run("subscriptions", "preview", "--query", "nobodywrotethis")).toMatchObject({ code: 0, stdout: "" });
  });

  test.each([
    [["add", "--to", "terminal", "--query", "a AND (b"], /query/],
    [["add", "--to", "terminal", "--query", "*", "--when", "at noon"], /When: "at" is none of instant, daily/],
    [["add", "--to", "pigeon:loft", "--query", "*"], /pigeon/],
    [["add", "--to", "webhook:not-an-address", "--query", "*"], /A webhook needs a whole address/],
    [["add", "--to", "terminal", "--query", "*", "--secret", "s"], /--secret\) signs webhook deliveries/],
    [["add", "--to", "terminal", "--query", "*", "--min", "huge"], /huge/],
    [["pause", "nobody"], /There is no subscription nobody/],
    [["remove", "nobody"], /There is no subscription nobody/],
    [["preview"], /Give a subscription's id or --query/],
  ])("subscriptions %j is used wrongly: exit code 2, and in a line what is wrong", async (argv, message) => {
    const { code, stdout, stderr } = await run("subscriptions", ...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split("\n").length).toBeLessThanOrEqual(2);
  });

  test("feeds list --json tells how each feed is", async () => {
    const { code, stdout } = await run("feeds", "list", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      id: "bis",
      health: "well",
      error: null,
      checks: 3,
      documents: 3,
      topics: ["export-controls"],
    });
  });

  test("verify and doctor go through it", async () => {
    expect(await run("verify")).toMatchObject({ code: 0, stdout: expect.stringContaining("3 documents, 3 entries") });
    expect(await run("doctor")).toMatchObject({ code: 0, stdout: expect.stringContaining("3 documents, 3 versions") });
  });

  test("a backup is made while it runs; what needs its data alone is refused in a line", async () => {
    expect(await run("backup", "-o", "kept.regwatch")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Backup of .*Z: \d+ rows, \d\.\d MB in kept\.regwatch\.\n$/),
    });
    for (const argv of [
      ["restore", "kept.regwatch"],
      ["move", "--to", "elsewhere"],
    ]) {
      expect(await run(...argv)).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^regwatch: Stop the service first[^\n]*\n$/),
      });
    }
  });

  test("SIGTERM ends it within ten seconds with exit code 0, also while a receiver keeps a delivery hanging", async () => {
    receiver.script("hang");
    publish();
    expect(await run("check", "--no-deliver")).toMatchObject({ code: 0 });
    await until(service, () => receiver.requests() === 2);
    const asked = performance.now();
    service.process.kill("SIGTERM");
    expect(await service.ended).toMatchObject({ code: 0, stderr: "Stopping.\n" });
    expect(performance.now() - asked).toBeLessThan(10_000);
    expect(await ask(`${url()}/healthz`)).toBeNull();
  });
});

test("afterwards, the interrupted delivery goes out under the same id with the next check, and a removed subscription gets nothing", async () => {
  const interrupted = receiver.received.at(-1)?.deliveryId;
  await expect
    .poll(async () => (await run("check")).code === 0 && receiver.accepted().get(interrupted ?? ""), {
      timeout: 20_000,
      interval: 2000,
    })
    .toBe(1);
  const { id } = JSON.parse((await run("subscriptions", "list", "--json")).stdout) as { id: string };
  expect(await run("subscriptions", "remove", id)).toMatchObject({ code: 0, stdout: `Removed ${id}.\n` });
  publish();
  const before = receiver.requests();
  expect(await run("check")).toMatchObject({ code: 0 });
  expect(receiver.requests()).toBe(before);
});

test("the backup goes into an empty folder and nowhere else, whole or not at all", async () => {
  await prepareDataFolder(join(home, "restored"));
  const there = { ...settings, REGWATCH_DATA: "restored" };
  expect(await regwatch(home, there, "restore", "kept.regwatch").ended).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /^Restored \d+ rows as of .*Z\.\nThe chain holds: 3 documents, 3 entries, \d+ snapshots\./,
    ),
  });
  expect(await run("restore", "kept.regwatch")).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/data already/),
  });
  const whole = await readFile(join(home, "kept.regwatch"));
  await writeFile(join(home, "half.regwatch"), whole.subarray(0, whole.length / 2));
  expect(await run("restore", "half.regwatch")).toMatchObject({ code: 2, stderr: expect.stringMatching(/cut off/) });
  expect(await regwatch(home, there, "restored", "--from", "yesterday").ended).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/no instant/),
  });
});

test("no backup is made of nothing, nothing is marked as restored, and nothing moves to what is no place", async () => {
  expect(
    await regwatch(home, { ...settings, REGWATCH_DATA: "none" }, "backup", "-o", "kept.regwatch").ended,
  ).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^regwatch: There is no database in none; set REGWATCH_DATA[^\n]*\n$/),
  });
  await prepareDataFolder(join(home, "empty"));
  const nothing = { ...settings, REGWATCH_DATA: "empty" };
  expect(await regwatch(home, nothing, "restored", "--from", "2026-01-01T00:00Z").ended).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^regwatch: There is no document in this database[^\n]*\n$/),
  });
  expect(await run("move", "--to", "mysql://host/database")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^regwatch: --to is neither an address that begins with postgres:[^\n]*\n$/),
  });
});

function squat(): Promise<Server> {
  const server = createServer();
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

test("a digest is written in every form, and what is retracted is marked in it", async () => {
  const read = async () =>
    JSON.parse((await run("digest", "--json")).stdout) as { threads: { changes: { id: string }[] }[] };
  const [first] = (await read()).threads.flatMap(({ changes }) => changes);
  expect(await run("retract", first?.id ?? "", "--reason", "The page was misread.")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(new RegExp(`^Retracted ${first?.id}; \\d subscriptions? had heard of it\\.\\n$`)),
  });
  expect(await run("retract", "nothing", "--reason", "A slip.")).toMatchObject({
    code: 2,
    stderr: "regwatch: There is no change nothing.\n",
  });
  expect(await read()).toMatchObject({
    retracted: [{ id: first?.id, retracted: { reason: "The page was misread." } }],
  });
  const { code, stdout } = await run("digest", "--since", "30d", "--query", "circuits");
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^# Digest: \d+ changes?\n[^]*Retracted/),
  });
  expect(await run("digest", "-o", "week.docx")).toMatchObject({ code: 0, stderr: "" });
  expect((await readFile(join(home, "week.docx"))).subarray(0, 2).toString()).toBe("PK");
  for (const wrong of [
    ["--format", "docx"],
    ["--since", "soon"],
    ["--query", "(a"],
    ["--zone", "Mars"],
  ]) {
    expect((await run("digest", ...wrong)).code).toBe(2);
  }
});
