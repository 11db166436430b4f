import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { describe, expect, test } from "vitest";

interface Room {
  /** The rooms it may import besides itself. */
  readonly may: readonly string[];
  /** Pure rooms name the packages they may use, and touch no file, network, process, clock or randomness. */
  readonly pure?: readonly string[];
}

/** `docs/architecture.md`, executed. */
const rooms: Readonly<Record<string, Room>> = {
  model: { may: [], pure: ["zod"] },
  snapshots: { may: ["model"], pure: ["cheerio", "htmlparser2", "marked", "unpdf"] },
  redline: { may: ["model"], pure: ["diff"] },
  classify: { may: ["model"], pure: [] },
  alerts: { may: ["model"], pure: [] },
  exports: { may: ["model"], pure: ["csv-stringify", "docx", "hono"] },
  lib: { may: ["model"] },
  sources: { may: ["model", "snapshots", "lib"] },
  summarise: { may: ["model", "lib"] },
  channels: { may: ["model", "lib"] },
  telemetry: { may: ["model", "lib"] },
  store: { may: ["model", "lib", "alerts"] },
  commands: { may: ["model", "alerts"] },
  pipeline: { may: ["model", "lib", "snapshots", "redline", "classify", "alerts", "exports"] },
  web: { may: ["model", "redline", "exports", "alerts", "commands", "lib"] },
  world: { may: ["lib"] },
};

const roots = ["bin.cjs", "cli.ts", "cli", "config.ts", "settings.ts", "wire.ts"];
const src = join(import.meta.dirname, "../src");
const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => /\.c?ts$/.test(file));
const inRooms = files.filter((file) => !roots.includes(roomOf(file)));
const inPureRooms = inRooms.filter((file) => rooms[roomOf(file)]?.pure);

function roomOf(file: string): string {
  return file.split(sep)[0] ?? file;
}

/** The code without its comments, so that a comment may name what the code may not use. */
function code(file: string): string {
  return readFileSync(join(src, file), "utf8").replaceAll(/\/\*.*?\*\/|^\s*\/\/.*$/gms, "");
}

function imports(file: string): readonly string[] {
  const found = code(file).matchAll(/(?:^(?:import|export)\s(?:[^;"=]*?\bfrom\s)?|\bimport\(|\brequire\()"([^"]+)"/gm);
  return Array.from(found, ([, specifier = ""]) => specifier);
}

/** Imports of our own files, as the room or root they lead to. */
function neighbours(file: string): readonly string[] {
  return imports(file)
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => relative(src, resolve(src, dirname(file), specifier)))
    .filter((target) => !target.startsWith("..") && /\.c?ts$/.test(target))
    .map(roomOf)
    .filter((room) => room !== roomOf(file));
}

/** Our own files that a file needs to run: what it imports for types alone is no need. */
function needs(file: string): readonly string[] {
  const found = code(file).matchAll(/^(?:import|export)\s(?!type\b)(?:[^;"=]*?\bfrom\s)?"(\.[^"]+)"/gm);
  return Array.from(found, ([, specifier = ""]) => relative(src, resolve(src, dirname(file), specifier)));
}

/** The first files found, in order, of which each needs the next and the last the first. */
function circle(): readonly string[] {
  const done = new Set<string>();
  const from = (file: string, way: readonly string[]): readonly string[] => {
    if (way.includes(file)) return way.slice(way.indexOf(file));
    if (done.has(file)) return [];
    for (const needed of files.includes(file) ? needs(file) : []) {
      const found = from(needed, [...way, file]);
      if (found.length > 0) return found;
    }
    done.add(file);
    return [];
  };
  for (const file of files) {
    const found = from(file, []);
    if (found.length > 0) return found;
  }
  return [];
}

describe("the rooms of the house", () => {
  test("no file needs itself by way of others", () => {
    expect(circle()).toEqual([]);
  });

  test("every folder and file directly in src stands in the table", () => {
    const unknown = readdirSync(src).filter((name) => !(name in rooms) && !roots.includes(name));
    expect(unknown).toEqual([]);
  });

  test("a room imports only what the table allows", () => {
    const strays = inRooms.flatMap((file) =>
      neighbours(file)
        .filter((room) => !rooms[roomOf(file)]?.may.includes(room))
        .map((room) => `${file} imports ${room}`),
    );
    expect(strays).toEqual([]);
  });

  test("no room may import the pipeline, the web, the world or a root", () => {
    const allowed = Object.values(rooms).flatMap(({ may }) => may);
    expect(allowed.filter((room) => ["pipeline", "web", "world", ...roots].includes(room))).toEqual([]);
  });

  test("only the command line opens the world", () => {
    const openers = files.filter((file) => neighbours(file).includes("world")).map(roomOf);
    expect(openers.filter((room) => room !== "cli")).toEqual([]);
  });
});

describe("the pure rooms", () => {
  test("they import no part of Node and only the packages named for them", () => {
    const strays = inPureRooms.flatMap((file) =>
      imports(file)
        .filter((specifier) => !specifier.startsWith("."))
        .filter((specifier) => !rooms[roomOf(file)]?.pure?.includes(specifier.split("/")[0] ?? ""))
        .map((specifier) => `${file} imports ${specifier}`),
    );
    expect(strays).toEqual([]);
  });

  test("they know no clock, no chance, no process and no network of their own", () => {
    const impure =
      /\bDate\.now\b|\bnew Date\(\)|\bTemporal\.Now\b|\bperformance\.now\b|\bMath\.random\b|\brandomUUID\b|\bprocess\.|\bfetch\(|\bsetTimeout\b|\bconsole\./;
    const strays = inPureRooms.flatMap((file) => {
      const [found] = impure.exec(code(file)) ?? [];
      return found === undefined ? [] : [`${file} uses ${found}`];
    });
    expect(strays).toEqual([]);
  });
});

test("only src/config.ts reads the environment", () => {
  const readers = files.filter((file) => /\bprocess\.env\b|\bprocess\["env"\]/.test(code(file)));
  expect(readers).toEqual(["config.ts"]);
});

test("a service loads the libraries that only some need when it needs them", () => {
  const late = ["@slack/bolt", "discord.js", "docx", "nodemailer", "pg-boss", "playwright-core", "yazl"];
  const packages = [...loadedWith("cli/service.ts"), ...loadedWith("wire.ts")];
  expect(packages.filter((name) => late.some((one) => name === one || name.startsWith(`${one}/`)))).toEqual([]);
});

/** The packages that are loaded as soon as a file is. */
function loadedWith(entry: string): ReadonlySet<string> {
  const packages = new Set<string>();
  const known = new Set([entry]);
  for (const file of known) {
    const found = code(file).matchAll(/^(?:import|export)\s(?!type\b)(?:[^;"=]*?\bfrom\s)?"([^"]+)"/gm);
    for (const [, specifier = ""] of found) {
      if (specifier.startsWith(".")) known.add(relative(src, resolve(src, dirname(file), specifier)));
      else packages.add(specifier);
    }
  }
  return packages;
}
