import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Source } from "../../src/model/source.ts";
import { feedsJsonSchema, readCatalogue, type Catalogue } from "../../src/pipeline/catalogue.ts";
import { sources } from "../../src/sources/index.ts";

function source<Params>(id: string, params: z.ZodType<Params>, host: () => string = () => "example.org:443"): Source {
  const made: Source<Params> = {
    id,
    title: `Pages of ${id}`,
    schedule: ["0 * * * *", "45 8 * * *"],
    timezone: "America/New_York",
    params,
    revision: 1,
    host,
    recipeParams: () => null,
    // oxlint-disable-next-line require-yield
    async *poll() {
      throw new Error("a catalogue polls nothing");
    },
    extract() {
      throw new Error("a catalogue extracts nothing");
    },
  };
  return made;
}

const register = source(
  "register",
  z.object({
    agencies: z.array(z.string()).default([]),
    baseUrl: z.url().default("https://register.example"),
    pages: z.number().int().max(10).optional(),
  }),
);
const page = source("page", z.strictObject({ url: z.url(), language: z.enum(["en", "zh"]).default("en") }));
const hostless = source("hostless", z.object({}), () => {
  throw new Error("baseUrl has no host");
});

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "regwatch-feeds-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function write(name: string, text: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(dir, name)), { recursive: true });
  await writeFile(join(dir, name), text);
}

async function read(files?: readonly string[]): Promise<Catalogue> {
  return readCatalogue(dir, [register, page, hostless], files ? { files } : {});
}

/** The problems of one file with this text, as `line field: message`. */
async function problemsOf(text: string | Uint8Array): Promise<readonly string[]> {
  await write("one.yaml", text);
  const { feeds, problems } = await read();
  expect(feeds).toEqual([]);
  for (const problem of problems) expect(problem.file).toBe(join(dir, "one.yaml"));
  return problems.map(({ line, field, message }) => `${line} ${field}: ${message}`);
}

const sound = "source: register\ntitle: Rules\n";

describe("a folder of feed files", () => {
  test("every yaml file below it is a feed, named by its path without the ending", async () => {
    await write("register/rules.yaml", sound);
    await write("register/more/notices.yml", sound);
    await write("README.md", "not a feed");
    await write("schema.json", "{}");
    await write(".hidden/draft.yaml", "source: nothing");
    const { feeds, problems } = await read();
    expect(problems).toEqual([]);
    expect(feeds.map((feed) => feed.id)).toEqual(["register/more/notices", "register/rules"]);
  });

  test("a feed comes with its source's params as the source reads them", async () => {
    await write("rules.yaml", `${sound}params:\n  agencies: [bis]\n`);
    const { feeds } = await read();
    expect(feeds[0]).toMatchObject({
      params: { agencies: ["bis"], baseUrl: "https://register.example" },
      visibility: "public",
      enabled: true,
      topics: [],
      mute: [],
    });
  });

  test("without a schedule the source's own holds, in the source's zone", async () => {
    await write("rules.yaml", sound);
    const { feeds } = await read();
    expect(feeds[0]).toMatchObject({ schedule: ["0 * * * *", "45 8 * * *"], timezone: "America/New_York" });
  });

  test("a feed's own schedule is read in UTC unless it names a zone", async () => {
    await write("a.yaml", `${sound}schedule: "*/15 * * * *"\n`);
    await write("b.yaml", `${sound}schedule: ["1 2 * * *", "3 4 * * mon"]\ntimezone: Asia/Shanghai\n`);
    const { feeds } = await read();
    expect(feeds.map(({ schedule, timezone }) => ({ schedule, timezone }))).toEqual([
      { schedule: ["*/15 * * * *"], timezone: "UTC" },
      { schedule: ["1 2 * * *", "3 4 * * mon"], timezone: "Asia/Shanghai" },
    ]);
  });

  test("a bad file is named and the others are watched", async () => {
    await write("good.yaml", sound);
    await write("bad.yaml", "source: register\n");
    const { feeds, problems } = await read();
    expect(feeds.map((feed) => feed.id)).toEqual(["good"]);
    expect(problems).toEqual([
      { file: join(dir, "bad.yaml"), line: 1, field: "title", message: "is missing; it must be text." },
    ]);
  });

  test("names that differ by ending or capitals are one feed too many", async () => {
    await write("Rules.yaml", sound);
    await write("rules.yml", sound);
    const { feeds, problems } = await read();
    expect(feeds.map((feed) => feed.id)).toEqual(["Rules"]);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain(`the same name as ${join(dir, "Rules.yaml")}`);
  });

  test("a name that no query or address could hold is refused", async () => {
    await write("our rules.yaml", sound);
    expect((await read()).problems[0]?.message).toContain("has a name that cannot be a feed's");
  });

  test("a link inside the folder is followed, one that leads out of it is not", async () => {
    const outside = await mkdtemp(join(tmpdir(), "regwatch-outside-"));
    await writeFile(join(outside, "secret.yaml"), sound);
    await write(".data/rules.yaml", sound);
    await symlink(join(dir, ".data/rules.yaml"), join(dir, "rules.yaml"));
    await symlink(join(outside, "secret.yaml"), join(dir, "secret.yaml"));
    await symlink(join(dir, "nowhere.yaml"), join(dir, "broken.yaml"));
    const { feeds, problems } = await read();
    await rm(outside, { recursive: true });
    expect(feeds.map((feed) => feed.id)).toEqual(["rules"]);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining("cannot be read"),
      expect.stringContaining("is a link that leads out of the feeds folder"),
    ]);
  });

  test("a pipe that is called a feed file is not waited for", async () => {
    execFileSync("mkfifo", [join(dir, "pipe")]);
    await symlink(join(dir, "pipe"), join(dir, "rules.yaml"));
    expect((await read()).problems.map(({ message }) => message)).toEqual(["is no file."]);
  });

  test("a folder that is not there is a problem, not a crash", async () => {
    const { feeds, problems } = await readCatalogue(join(dir, "nope"), [register]);
    expect(feeds).toEqual([]);
    expect(problems[0]?.message).toContain("set REGWATCH_FEEDS");
  });

  test("only the files asked for are read, wherever they lie", async () => {
    await write("a.yaml", sound);
    await write("x/b.yaml", sound);
    const { feeds, problems } = await read([join(dir, "x/b.yaml"), join(dir, "missing.yaml")]);
    expect(feeds.map((feed) => feed.id)).toEqual(["x/b"]);
    expect(problems.map(({ file }) => file)).toEqual([join(dir, "missing.yaml")]);
  });
});

describe("a file that cannot be used", () => {
  test.each([
    ["", "null null: is empty"],
    ["# only a comment\n", "null null: is empty"],
    ["- a\n- b\n", "1 null: must hold fields"],
    ["just text", "1 null: must hold fields"],
    ["source: register\n\ttitle: Rules\n", "2 null: is indented with a tab"],
    ["source: register\nsource: page\n", "2 null: names a field that already stands above"],
    ["source: register\ntitle: [Rules\n", "null: is not YAML that can be read"],
    ["source: register\n---\ntitle: Rules\n", "null: is not YAML that can be read"],
    ["source: !!js/function x\ntitle: y\n", "1 null: is not YAML that can be read"],
    ["source: register\ntitle: Rules\ntopics: &t [*t]\n", "3 null: uses an alias"],
    [Uint8Array.of(0xff, 0xfe, 0x41), "null null: is not UTF-8 text"],
    [`# ${"x".repeat(300_000)}`, "null null: has 300002 bytes"],
  ])("%j", async (text, expected) => {
    const problems = await problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(expected);
  });
});

describe("a field that cannot be used", () => {
  test.each([
    ["source: registr\ntitle: x\n", '1 source: "registr" is no source. Did you mean "register"? There are: register'],
    ["source: fax\ntitle: x\n", '1 source: "fax" is no source. There are: register, page, hostless.'],
    [`${sound}shedule: "* * * * *"\n`, '3 shedule: is not a field here. Did you mean "schedule"?'],
    [`${sound}colour: red\n`, "3 colour: is not a field here. The fields are source, title, why,"],
    [`${sound}visibility: privat\n`, '3 visibility: must be public or private, not "privat". Did you mean "private"?'],
    [`${sound}enabled: yes\n`, '3 enabled: must be true or false, not "yes".'],
    [`${sound}topics: [ok, Not Ok]\n`, "3 topics[1]: must be lower-case letters, digits and hyphens"],
    [`${sound}schedule: 15\n`, "3 schedule: must be text or a list, not 15."],
    [`${sound}schedule: "61 * * * *"\n`, '3 schedule: minute "61" cannot be read'],
    [`${sound}schedule:\n  - "0 * * * *"\n  - "0 25 * * *"\n`, '5 schedule[1]: hour "25" cannot be read'],
    [
      `${sound}timezone: America/NewYork\n`,
      '3 timezone: "America/NewYork" is no time zone. Did you mean "America/New_York"?',
    ],
    [`${sound}timezone: "+05:00"\n`, '3 timezone: "+05:00" is no time zone. Give an IANA name'],
    [`${sound}params:\n`, "3 params: must be a set of fields, not nothing."],
    [`${sound}params:\n  agencys: [bis]\n`, '4 params.agencys: is not a field here. Did you mean "agencies"?'],
    [`${sound}params:\n  pages: 11\n`, "4 params.pages: must be 10 or less."],
    [`${sound}params:\n  baseUrl: register\n`, "4 params.baseUrl: must be an address such as https://example.com"],
    [`${sound}mute:\n  - title: x\n`, "4 mute[0].why: is missing; it must be text."],
    [`${sound}mute:\n  - why: y\n`, "4 mute[0]: needs at least one of title, action, type."],
    [
      `${sound}mute:\n  - why: y\n    titel: x\n    type: N\n`,
      '5 mute[0].titel: is not a field here. Did you mean "title"?',
    ],
    ["source: page\ntitle: x\n", "1 params.url: is missing; it must be text."],
    ["source: hostless\ntitle: x\n", "params: do not say what host to ask: baseUrl has no host"],
    ["source: 5\ntitle: x\n", "1 source: must be text, not 5."],
  ])("%j", async (text, expected) => {
    const problems = await problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(expected);
  });

  test("all that is wrong with a file is said at once, from top to bottom", async () => {
    const problems = await problemsOf("source: registr\ntitel: Rules\nvisibility: hidden\n");
    expect(problems.map((problem) => problem.split(":")[0])).toEqual([
      "1 title",
      "1 source",
      "2 titel",
      "3 visibility",
    ]);
  });

  test("names that JavaScript objects have anyway are no fields", async () => {
    expect(await problemsOf(`${sound}__proto__: { a: 1 }\n`)).toEqual([
      expect.stringContaining("3 __proto__: is not a field here"),
    ]);
  });
});

describe("a CSS selector that cannot be read is named with its line, before anything is fetched", () => {
  const url = "url: https://example.org/page";
  test.each([
    ["policy-page", [url, 'select: "##"'], "5 params.select: has `##`, which is no CSS selector."],
    ["policy-page", [url, 'select: [main, "a[href"]'], "5 params.select: has `a[href`, which is no CSS selector."],
    [
      "policy-page",
      [url, "select: {startBefore: h2, endAfter: 'p:x'}"],
      "5 params.select: has `p:x`, which is no CSS selector.",
    ],
    ["posts", [url, "feed: feed/", 'remove: "##"'], "6 params.remove: has `##`, which is no CSS selector."],
    ["listing", [url, 'item: "li["'], "5 params.item: has `li[`, which is no CSS selector."],
    ["listing", [url, "item: li", 'remove: ["##"]'], "6 params.remove: has `##`, which is no CSS selector."],
    ["table", [url, "format: html", 'select: "##"'], "6 params.select: has `##`, which is no CSS selector."],
  ])("%s %j", async (source, params, said) => {
    await write(
      "one.yaml",
      [`source: ${source}`, "title: One", "params:", ...params.map((line) => `  ${line}`)].join("\n"),
    );
    const { problems } = await readCatalogue(dir, sources);
    expect(problems.map(({ line, field, message }) => `${line} ${field}: ${message}`)).toEqual([said]);
  });
});

describe("mute patterns", () => {
  test.each([
    "^Order (denying|modifying) export privileges",
    "advisory committee.*(open|closed) meeting",
    "\\(a\\+\\)\\+ and [(a+)+] are plain text",
    "(?:in the matter of:?\\s*)?order",
    "\\d{4}-\\d{2}(-\\d{2}){1,2}",
    "(first|second)? notice",
  ])("%s is sound", async (pattern) => {
    await write("one.yaml", `${sound}mute:\n  - title: ${JSON.stringify(pattern)}\n    why: noise\n`);
    expect((await read()).problems).toEqual([]);
  });

  test.each([
    ["(", "is not a regular expression: Unterminated group"],
    ["(a+)+$", "repeats a group that itself repeats"],
    ["(a|ab)*c", "repeats a group that itself repeats or has a choice"],
    ["((a?)b)+", "repeats a group"],
    ["(?:x(?=y*))+", "repeats a group"],
    ["((ab){2,9}c){30}", "repeats a group"],
    [".*a.*b.*c.*d", "has 4 repetitions"],
    [`${"a?".repeat(11)}b`, "has 11 optional parts"],
    ["x".repeat(201), "is 201 characters long"],
  ])("%s is refused", async (pattern, expected) => {
    const [problem] = await problemsOf(`${sound}mute:\n  - title: ${JSON.stringify(pattern)}\n    why: noise\n`);
    expect(problem).toContain(`4 mute[0].title: ${expected}`);
  });
});

test("no text whatever stops the catalogue", async () => {
  const words = fc.constantFrom(
    "source",
    "title",
    "params",
    "mute",
    ":",
    " ",
    "\n",
    "- ",
    "{",
    "}",
    "[",
    "*a",
    "&a ",
    "'",
    '"',
    "?",
    "!",
    "|",
    ">",
    "\t",
    "register",
    "%",
  );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.array(words).map((list) => list.join("")),
      ),
      async (text) => {
        await write("any.yaml", text);
        await write("good.yaml", sound);
        const { feeds, problems } = await read();
        expect(feeds.some((feed) => feed.id === "good")).toBe(true);
        for (const problem of problems) expect(problem.message).not.toContain("\n");
      },
    ),
  );
});

/* oxlint-disable unicorn/no-thenable -- JSON Schema's own word */
describe("the schema for editors", () => {
  const schema = JSON.parse(JSON.stringify(feedsJsonSchema([register, page]))) as Record<string, unknown>;

  test("it names the sources and refuses unknown fields", () => {
    expect(schema).toMatchObject({
      required: ["source", "title"],
      additionalProperties: false,
      properties: { source: { enum: ["register", "page"] }, visibility: { enum: ["public", "private"] } },
    });
  });

  test("a source's params are described where it is chosen, and required where they cannot be left out", () => {
    expect(schema["allOf"]).toMatchObject([
      {
        if: { properties: { source: { const: "register" } } },
        then: { properties: { params: { properties: { agencies: { type: "array" } } } } },
      },
      {
        if: { properties: { source: { const: "page" } } },
        then: { properties: { params: { required: ["url"] } }, required: ["params"] },
      },
    ]);
  });
});

describe("the catalogue that comes along", () => {
  const feedsFolder = join(import.meta.dirname, "../../feeds");

  test("every file of it is sound", async () => {
    const { feeds, problems } = await readCatalogue(feedsFolder, sources);
    expect(problems).toEqual([]);
    expect(feeds.length).toBeGreaterThan(0);
  });

  test("feeds/schema.json is what the code says; if not, run npm run schema", async () => {
    const committed: unknown = JSON.parse(await readFile(join(feedsFolder, "schema.json"), "utf8"));
    expect(committed).toEqual(feedsJsonSchema(sources));
  });
});
