import { readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { prepareDataFolder } from "../support/database.ts";
import { inside, regwatch } from "./command.ts";
import { feedFile, openHome, type Home } from "./home.ts";

// What is only looked at: nothing of it changes from test to test.
let home: Home;
beforeAll(async () => {
  home = await openHome(2);
});
afterAll(() => home.close());

async function homeOfItsOwn(checked: number): Promise<Home> {
  const own = await openHome(checked);
  onTestFinished(() => own.close());
  return own;
}

test("the first check --json is the baseline: nothing on standard output; then one line for each change, and a word on files that cannot be read", async () => {
  const own = await homeOfItsOwn(0);
  const baseline = await own.run("check", "--json");
  expect(baseline).toMatchObject({ code: 0, stdout: "" });
  expect(baseline.stderr).toMatch(/✓ bis: baseline of 1 documents, told to nobody/);

  const number = own.publish();
  const { code, stdout, stderr } = await regwatch(own.dir, own.settings, "check", "--json").ended;
  expect({ code, lines: stdout.trimEnd().split("\n").length }).toEqual({ code: 0, lines: 1 });
  expect(JSON.parse(stdout)).toMatchObject({
    feedId: "bis",
    kind: "first-seen",
    documentNumber: number,
    evidence: { before: null },
  });
  expect(stderr).toMatch(/✓ bis: 2 documents, 1 changed/);

  await writeFile(join(own.dir, "feeds", "bad.yaml"), "source: rss\ntitle: Bad\nshedule: daily\n");
  const broken = await own.run("check", "--json");
  expect(broken).toMatchObject({ code: 1, stdout: "" });
  expect(broken.stderr).toMatch(/^! .*bad\.yaml:3: .*shedule.*Did you mean "schedule"\?/m);
  expect(broken.stderr).toMatch(/^✓ bis: /m);
});

test("verify says what holds", async () => {
  expect(await home.run("verify", "--json")).toMatchObject({ code: 0, stderr: "" });
  const { code, stdout } = await home.run("verify");
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^The chain holds: 2 documents, 2 entries, \d+ snapshots\.\n$/),
  });
});

test("doctor says what works", async () => {
  const { code, stdout } = await home.run("doctor");
  expect(stdout).toContain("✓ 1 feeds in ./feeds.\n");
  expect(stdout).toContain("✓ Database: 2 documents, 2 versions, 2 changes.\n");
  expect(stdout).not.toMatch(/✗/);
  expect(code).toBe(0);
});

test("feeds check names file, line and field of what is wrong, and the exit code says so", async () => {
  const broken = join(home.dir, "broken.yaml");
  await writeFile(
    broken,
    feedFile("http://127.0.0.1:1").replace("topics: [export-controls]", "topics: [Export Controls]\ntimezon: UTC"),
  );
  const { code, stderr } = await home.run("feeds", "check", broken);
  expect(code).toBe(1);
  expect(stderr).toMatch(/broken\.yaml:3: topics.*lower-case/);
  expect(stderr).toMatch(/broken\.yaml:4: .*timezon.*Did you mean "timezone"\?/);
  expect(await home.run("feeds", "check")).toMatchObject({
    code: 0,
    stderr: "1 feed files are sound, 0 problems.\n",
  });
});

test.each([
  [["frobnicate"], /unknown command 'frobnicate'/],
  [["check", "--jsn"], /unknown option '--jsn'.*--json/s],
  [["check", "nothing/there"], /There is no feed nothing\/there\. Those there are: bis\./],
  [["demo", "--speed", "fast"], /--speed fast is no number above 0/],
  [["demo", "--speed", "-1"], /--speed -1 is no number above 0/],
  [["subscriptions", "add", "--to", "terminal"], /required option '--query <query>' not specified/],
])("%j is used wrongly: exit code 2, and what is wrong", async (argv, message) => {
  const { code, stdout, stderr } = await home.run(...argv);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(message);
});

test("a setting that cannot be used is named in one line", async () => {
  const { code, stderr } = await regwatch(home.dir, { ...home.settings, REGWATCH_PORT: "many" }, "check").ended;
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'regwatch: REGWATCH_PORT is "many"; it must be a port from 0 to 65535.\n',
  });
});

test("a port that is taken is one line with what to do", async () => {
  const squatter = await squat();
  const { port } = squatter.address() as AddressInfo;
  const settings = { ...home.settings, REGWATCH_PORT: String(port) };
  const { code, stdout, stderr } = await regwatch(home.dir, settings, "start").ended;
  expect({ code, stdout, stderr }).toEqual({
    code: 2,
    stdout: "",
    stderr: `regwatch: Port ${port} on 127.0.0.1 is taken. Set REGWATCH_PORT to another one.\n`,
  });
  squatter.close();
});

test("where the second port cannot be had, the first is given back and the process ends", async () => {
  const port = home.settings["REGWATCH_PORT"] ?? "";
  expect(await regwatch(home.dir, { ...home.settings, REGWATCH_METRICS_PORT: port }, "start").ended).toMatchObject({
    code: 2,
    stderr: `regwatch: Port ${port} on 127.0.0.1 is taken. Set REGWATCH_METRICS_PORT to another one.\n`,
  });
});

function squat(): Promise<Server> {
  const server = createServer();
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

test.each([
  ["slack:C0123456789", "There is no Slack token here: set SLACK_BOT_TOKEN for the service.\n"],
  ["discord:123456789012345678", "There is no Discord token here: set DISCORD_TOKEN for the service.\n"],
  ["terminal", ""],
])("who subscribes %s hears what is missing to send there", async (to, said) => {
  const { run } = await homeOfItsOwn(0);
  const { code, stdout, stderr } = await run("subscriptions", "add", "--to", to, "--query", "*");
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: expect.stringContaining(to.split(":")[0] ?? ""),
    stderr: said,
  });
});

test("a digest is written in every form, and what is retracted is marked in it", async () => {
  const { dir, run } = await homeOfItsOwn(3);
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
  expect((await readFile(join(dir, "week.docx"))).subarray(0, 2).toString()).toBe("PK");
  for (const wrong of [
    ["--format", "docx"],
    ["--since", "soon"],
    ["--query", "(a"],
    ["--zone", "Mars"],
  ]) {
    expect((await run("digest", ...wrong)).code).toBe(2);
  }
});

test("no backup is made of nothing, nothing is marked as restored, and nothing moves to what is no place", async () => {
  const { dir, settings, run } = home;
  const nowhere = { ...settings, REGWATCH_DATA: "none" };
  expect(await inside(dir, nowhere, "backup", "-o", "kept.regwatch")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^regwatch: There is no database in none; set REGWATCH_DATA[^\n]*\n$/),
  });
  await prepareDataFolder(join(dir, "empty"));
  const nothing = { ...settings, REGWATCH_DATA: "empty" };
  expect(await inside(dir, nothing, "restored", "--from", "2026-01-01T00:00Z")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^regwatch: There is no document in this database[^\n]*\n$/),
  });
  expect(await run("move", "--to", "mysql://host/database")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^regwatch: --to is neither an address that begins with postgres:[^\n]*\n$/),
  });
});
