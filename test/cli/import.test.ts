import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { prepareDataFolder } from "../support/database.ts";
import { freePort } from "../support/free-port.ts";
import { ask, inside, regwatch, until, type Ended } from "./command.ts";

const terms = (days: number, more = ""): string =>
  `# Terms of Service\n\n1. The provider shall keep records of access for ${days} days.\n\n2. The customer may end the contract at any time.\n${more}`;

let home: string;
const run = (...argv: readonly string[]): Promise<Ended> => inside(home, {}, ...argv);

// One folder, one story: the tests follow each other.
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "regwatch-import-"));
  await mkdir(join(home, "feeds/policies"), { recursive: true });
  await writeFile(
    join(home, "feeds/policies/terms.yaml"),
    "source: federal-register\ntitle: The provider's terms\ntopics: [cloud-access]\nschedule: '0 0 1 1 *'\nparams: { agencies: [industry-and-security-bureau] }\n",
  );
  await mkdir(join(home, "history"));
  await prepareDataFolder(join(home, "data"));
  await write("002-2022-05-01.md", terms(14));
  await write("001-2021-01-15.md", terms(30));
  await write("003-2023-02-28T101500Z.md", terms(14));
  await write("README.md", "How these files came here.");
});
afterAll(() => rm(home, { recursive: true, force: true }));

const write = (name: string, content: string | Uint8Array): Promise<void> =>
  writeFile(join(home, "history", name), content);

const change = z.object({
  kind: z.string(),
  title: z.string(),
  occurredAt: z.string(),
  detectedAt: z.string(),
  publishedAt: z.string(),
  baseline: z.boolean(),
  significance: z.string(),
  documentId: z.string(),
});

test("a folder becomes a history, oldest first, with the files' dates, told to nobody", async () => {
  await run("subscriptions", "add", "--to", "terminal", "--query", "*");
  const { code, stdout, stderr } = await run("import", "policies/terms", "history", "--json");
  expect(code).toBe(0);
  const changes = stdout
    .trimEnd()
    .split("\n")
    .map((line) => change.parse(JSON.parse(line)));
  expect(changes).toEqual([
    expect.objectContaining({
      kind: "first-seen",
      publishedAt: "2021-01-15",
      baseline: true,
      title: "The provider's terms",
    }),
    expect.objectContaining({
      kind: "amended",
      publishedAt: "2022-05-01",
      baseline: true,
      significance: "substantive",
    }),
  ]);
  for (const { occurredAt, publishedAt, detectedAt } of changes) {
    expect(occurredAt.slice(0, 10)).toBe(publishedAt);
    expect(detectedAt > "2025").toBe(true);
  }
  expect(stderr).toContain("Without a date in the name, so left alone: README.md.\n");
  expect(stderr).toContain("003-2023-02-28T101500Z.md: nothing new\n");
  expect((await run("subscriptions", "list", "--json")).stdout).not.toMatch(/"(sent|queued)":[1-9]/);
});

test("importing it again changes nothing", async () => {
  const { code, stdout } = await run("import", "feeds/policies/terms.yaml", "history");
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringContaining("0 changes recorded, 0 files with nothing new, 3 there already."),
  });
  expect((await run("verify")).stdout).toMatch(/1 documents, 2 entries/);
});

test("what is newer continues the history; what is older, unreadable or a way out is named and left out", async () => {
  await write("2024-06-30-second-edition.md", terms(14, "\n3. The provider may audit the use once a year.\n"));
  await write("2020-01-01.md", terms(60));
  await write("2024-07-01.html", new Uint8Array([0x89, 0x50, 0x4e, 0x47]));
  await write("2024-02-31.md", terms(7));
  await writeFile(join(home, "secret.txt"), "what lies outside of the folder");
  await symlink(join(home, "secret.txt"), join(home, "history/2024-07-02.txt"));
  await mkdir(join(home, "history/2024-07-03.d"));
  const { code, stdout, stderr } = await run("import", "policies/terms", "history");
  expect(code).toBe(1);
  expect(stdout).toContain("2024-06-30-second-edition.md: substantive, ");
  expect(stdout).toContain("1 change recorded, 0 files with nothing new, 3 there already, 5 left out.");
  expect(stderr.trimEnd().split("\n").toSorted()).toEqual([
    "! 2020-01-01.md: is older than what is recorded (2023-02-28); a history is only continued.",
    "! 2024-02-31.md: there is no 2024-02-31 in the calendar.",
    expect.stringMatching(/^! 2024-07-01\.html: is an image, which cannot be read/),
    "! 2024-07-02.txt: is a link that leads out of the folder; put the file itself there.",
    "! 2024-07-03.d: is no file.",
  ]);
});

describe("used wrongly", () => {
  test.each([
    [
      ["policies/other", "history"],
      "There is no feed policies/other. Those there are: policies/terms. To use it, add policies/other.yaml",
    ],
    [["policies/terms", "nowhere"], "nowhere does not exist."],
    [["policies/terms", "secret.txt"], "secret.txt is no folder"],
    [["policies/terms", "feeds"], "feeds holds no dated files"],
  ] as const)("%j", async (argv, words) => {
    expect(await run("import", ...argv)).toEqual({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining(`regwatch: ${words}`),
    });
  });
});

test("through the running service, from another folder, the paths are those of whoever asks", async () => {
  const port = await freePort();
  const service = regwatch(home, { REGWATCH_PORT: String(port), REGWATCH_ROLES: "web" }, "start");
  await until(service, async () => (await ask(`http://127.0.0.1:${port}/readyz`))?.status === 200);
  const elsewhere = await mkdtemp(join(tmpdir(), "regwatch-elsewhere-"));
  try {
    await mkdir(join(elsewhere, "later"));
    await writeFile(
      join(elsewhere, "later/2025-01-01.md"),
      terms(7, "\n3. The provider may audit the use once a year.\n"),
    );
    const settings = { REGWATCH_DATA: join(home, "data"), REGWATCH_FEEDS: join(home, "feeds") };
    const { code, stdout } = await regwatch(elsewhere, settings, "import", "policies/terms", "later").ended;
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("2025-01-01.md: substantive, ") });
    const page = await ask(new URL(/http:\S+/.exec(stdout)?.[0] ?? "", `http://127.0.0.1:${port}`).href);
    expect(page?.text).toContain("1 Jan 2025");
    expect(await readdir(elsewhere)).toEqual(["later"]);
  } finally {
    service.process.kill("SIGTERM");
    await service.ended;
    await rm(elsewhere, { recursive: true, force: true });
  }
});
