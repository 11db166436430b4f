import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { prepareDataFolder } from "../support/database.ts";
import { freePort } from "../support/free-port.ts";
import { ask, inside, regwatch, until, type Running } from "./command.ts";
import { openHome, secret, type Home } from "./home.ts";

// Each document that is published is checked in the same test: as many are known as were published.
let home: Home;
let service: Running;
beforeAll(async () => {
  home = await openHome(2);
  service = await startIn(home);
});
afterAll(async () => {
  await end(service);
  await home.close();
});

async function startIn({ dir, settings, url }: Home): Promise<Running> {
  const started = regwatch(dir, settings, "start");
  await until(started, async () => (await ask(`${url}/readyz`))?.status === 200);
  await until(started, () => started.stdout().includes("embedded database"));
  return started;
}

async function end(running: Running): Promise<void> {
  running.process.kill("SIGKILL");
  await running.ended;
}

const idOf = ({ stdout }: { readonly stdout: string }): string => (JSON.parse(stdout) as { id: string }).id;
const subscription = ({ receiver }: Home): readonly string[] =>
  ["subscriptions", "add", "--to", `webhook:${receiver.url}`].concat([
    "--query",
    "circuits",
    "--secret",
    secret,
    "--json",
  ]);

test("it says where it is, and answers there", async () => {
  expect(service.stdout()).toContain(`regwatch 0.1.0 · ${home.url} · 1 feeds · embedded database in ./data\n`);
  expect(await ask(`${home.url}/`)).toMatchObject({
    status: 200,
    text: expect.stringContaining("Notification Requirements"),
  });
});

test("a second start on the same data is refused in one line", async () => {
  const settings = { ...home.settings, REGWATCH_PORT: String(await freePort()) };
  const second = await regwatch(home.dir, settings, "start").ended;
  expect(second).toMatchObject({ code: 1, stdout: "" });
  expect(second.stderr).toMatch(/^regwatch: Another regwatch process holds the data in \.\/data\. Stop it, or .*\n$/);
});

test("subscriptions are added, listed, paused, resumed and removed through it, and no address is shown", async () => {
  const { run } = home;
  const added = await run(...subscription(home));
  expect(added).toMatchObject({ code: 0, stderr: "" });
  const id = idOf(added);
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
  expect(await run("subscriptions", "remove", id)).toMatchObject({ code: 0, stdout: `Removed ${id}.\n` });
});

test("check goes through it, prints the change, delivers it, and waits for that; a removed subscription gets nothing", async () => {
  const { run, receiver } = home;
  const id = idOf(await run(...subscription(home)));
  const number = home.publish();
  const { code, stdout } = await regwatch(home.dir, home.settings, "check").ended;
  expect(code).toBe(0);
  expect(stdout).toMatch(/Notification Requirements.* · \/changes\/[0-9a-f]+\n/);
  expect(receiver.received.map(({ body }) => body.changes[0]?.["documentNumber"])).toEqual([number]);
  expect(receiver.problems).toEqual([]);
  expect(await run("subscriptions", "remove", id)).toMatchObject({ code: 0, stdout: `Removed ${id}.\n` });
  home.publish();
  const before = receiver.requests();
  expect(await run("check")).toMatchObject({ code: 0 });
  expect(receiver.requests()).toBe(before);
});

test("preview shows what a query would have sent, and what was looked at", async () => {
  const { code, stdout, stderr } = await home.run("subscriptions", "preview", "--query", "circuits", "--json");
  const known = home.published();
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: `${known} of ${known} changes of the last 30 days would have been sent.\n`,
  });
  const kinds = stdout
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as { kind: string }).kind);
  expect(kinds).toEqual(Array.from({ length: known }, () => "first-seen"));
  expect(await home.run("subscriptions", "preview", "--query", "nobodywrotethis")).toMatchObject({
    code: 0,
    stdout: "",
  });
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
  const { code, stdout, stderr } = await home.run("subscriptions", ...argv);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split("\n").length).toBeLessThanOrEqual(2);
});

test("feeds list --json tells how each feed is; verify and doctor go through it", async () => {
  const { run } = home;
  const documents = home.published();
  const { code, stdout } = await run("feeds", "list", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    id: "bis",
    health: "well",
    error: null,
    checks: documents,
    documents,
    topics: ["export-controls"],
  });
  expect(await run("verify")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`${documents} documents, ${documents} entries`),
  });
  expect(await run("doctor")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`${documents} documents, ${documents} versions`),
  });
});

test("a backup is made while it runs, and goes into an empty folder and nowhere else, whole or not at all", async () => {
  const { dir, run, settings } = home;
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
  await prepareDataFolder(join(dir, "restored"));
  const there = { ...settings, REGWATCH_DATA: "restored" };
  const documents = home.published();
  expect(await inside(dir, there, "restore", "kept.regwatch")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      new RegExp(
        `^Restored \\d+ rows as of .*Z\\.\\nThe chain holds: ${documents} documents, ${documents} entries, \\d+ snapshots\\.`,
      ),
    ),
  });
  expect(await inside(dir, there, "restore", "kept.regwatch")).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/data already/),
  });
  const whole = await readFile(join(dir, "kept.regwatch"));
  await writeFile(join(dir, "half.regwatch"), whole.subarray(0, whole.length / 2));
  expect(await inside(dir, there, "restore", "half.regwatch")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/cut off/),
  });
  expect(await inside(dir, there, "restored", "--from", "yesterday")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/no instant/),
  });
});

test("SIGTERM ends it within ten seconds with exit code 0, also while a receiver keeps a delivery hanging, which goes out under the same id with a later check", async () => {
  const own = await openHome(2);
  const stopped = await startIn(own);
  onTestFinished(async () => {
    await end(stopped);
    await own.close();
  });
  const { receiver, run } = own;
  await run(...subscription(own));
  receiver.script("hang");
  own.publish();
  expect(await run("check", "--no-deliver")).toMatchObject({ code: 0 });
  await until(stopped, () => receiver.requests() === 1);
  const asked = performance.now();
  stopped.process.kill("SIGTERM");
  expect(await stopped.ended).toMatchObject({ code: 0, stderr: "Stopping.\n" });
  expect(performance.now() - asked).toBeLessThan(10_000);
  expect(await ask(`${own.url}/healthz`)).toBeNull();

  const interrupted = receiver.received.at(-1)?.deliveryId ?? "";
  await expect
    .poll(async () => (await run("check")).code === 0 && receiver.accepted().get(interrupted), {
      timeout: 20_000,
      interval: 1000,
    })
    .toBe(1);
});
