import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, extname, join, relative, resolve, sep } from "node:path";
import { z } from "zod";
import { feedFile, type Feed, type FeedProblem } from "../model/feed.ts";
import type { Json } from "../model/json.ts";
import type { Source } from "../model/source.ts";
import type { TermRegister } from "../model/term.ts";
import { readFeedFile, type FeedReading } from "./feed-file.ts";
import { noTerms, readTermsFile, termsFileName } from "./terms-file.ts";

/** What the feeds folder says: the feeds that can be polled, and everything that is wrong with files that cannot. */
export interface Catalogue {
  readonly feeds: readonly Feed[];
  readonly problems: readonly FeedProblem[];
  /** The words and thresholds that are followed. */
  readonly terms: TermRegister;
}

const largestFile = 256 * 1024;

/**
 * Reads the `.yaml` and `.yml` files of the folder, or only `files`, wherever they lie. A bad file becomes a problem in the answer
 * and leaves the others as they are.
 */
export async function readCatalogue(
  dir: string,
  sources: readonly Source[],
  options: { readonly files?: readonly string[] } = {},
): Promise<Catalogue> {
  const listed = options.files ?? (await listFiles(dir));
  if (listed === null) {
    return {
      feeds: [],
      terms: noTerms,
      problems: [problem(dir, "is no folder that can be read; put feed files there or set REGWATCH_FEEDS.")],
    };
  }
  const files = listed.filter((file) => !isTermsFile(dir, file));
  const { register: terms, problems: faults } = await readTerms(dir, listed);
  const readings = await Promise.all(files.map((file) => readOne(dir, file, sources)));
  return {
    feeds: readings.flatMap((reading) => (reading.feed && !firstNamesake(reading, readings) ? [reading.feed] : [])),
    problems: [...readings.flatMap((reading) => problemsOf(reading, readings)), ...faults],
    terms,
  };
}

function problemsOf(reading: FileReading, readings: readonly FileReading[]): readonly FeedProblem[] {
  const namesake = firstNamesake(reading, readings);
  if (!namesake) return reading.problems;
  const message = `has the same name as ${namesake.file} (endings and capitals do not count); rename one of them.`;
  return [...reading.problems, problem(reading.file, message)];
}

function isTermsFile(dir: string, file: string): boolean {
  return relative(resolve(dir), resolve(file)) === termsFileName;
}

async function readTerms(dir: string, files: readonly string[]): Promise<ReturnType<typeof readTermsFile>> {
  const file = files.find((one) => isTermsFile(dir, one));
  if (file === undefined) return { register: noTerms, problems: [] };
  const text = await readText(dir, file);
  return typeof text === "string" ? readTermsFile(text, file) : { register: noTerms, problems: [text] };
}

/** Describes feed files to editors, each source's params included. */
export function feedsJsonSchema(sources: readonly Source[]): Json {
  const { properties, ...rest } = describe(feedFile);
  return {
    ...rest,
    title: "A feed of regwatch",
    properties: {
      ...(properties as Record<string, Json>),
      source: { description: "Who knows this kind of publisher or page", enum: sources.map(({ id }) => id) },
    },
    allOf: sources.map((source) => {
      const { $schema: _, ...params } = describe(source.params);
      return {
        if: { properties: { source: { const: source.id } }, required: ["source"] },
        // oxlint-disable-next-line unicorn/no-thenable
        then: {
          properties: { params: { description: source.title, ...params } },
          ...(!source.params.safeParse({}).success && { required: ["params"] }),
        },
      };
    }),
  };
}

function describe(schema: z.ZodType): Record<string, Json> {
  const described = z.toJSONSchema(schema, { target: "draft-7", io: "input", unrepresentable: "any" });
  return JSON.parse(JSON.stringify(described)) as Record<string, Json>;
}

async function listFiles(dir: string): Promise<readonly string[] | null> {
  try {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && /\.ya?ml$/i.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter(
        (file) =>
          !relative(dir, file)
            .split(sep)
            .some((part) => part.startsWith(".")),
      )
      .toSorted();
  } catch {
    return null;
  }
}

interface FileReading extends FeedReading {
  readonly file: string;
  readonly id: string;
}

async function readOne(dir: string, file: string, sources: readonly Source[]): Promise<FileReading> {
  const id = feedId(dir, file);
  const text = isFeedId(id)
    ? await readText(dir, file)
    : problem(file, "has a name that cannot be a feed's; use letters, digits, hyphens and dots.");
  const reading =
    typeof text === "string" ? readFeedFile(text, { file, id }, sources) : { feed: null, problems: [text] };
  return { file, id, ...reading };
}

function isFeedId(id: string): boolean {
  return id.split("/").every((part) => /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(part));
}

/** The path without its ending, with `/` on every system; a file from elsewhere goes by its own name. */
function feedId(dir: string, file: string): string {
  const path = relative(resolve(dir), resolve(file));
  const inside = path.startsWith("..") ? basename(file) : path;
  return inside
    .slice(0, inside.length - extname(inside).length)
    .split(sep)
    .join("/")
    .normalize("NFC");
}

async function readText(dir: string, file: string): Promise<string | FeedProblem> {
  try {
    if (await leadsOutside(dir, file))
      return problem(file, "is a link that leads out of the feeds folder; put the file itself there.");
    const found = await stat(file);
    // A pipe would be waited for, and a device never ends.
    if (!found.isFile()) return problem(file, "is no file.");
    const { size } = found;
    if (size > largestFile) return problem(file, `has ${size} bytes; a feed file may have ${largestFile}.`);
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file));
  } catch (error) {
    if (error instanceof TypeError) return problem(file, "is not UTF-8 text; save it as UTF-8.");
    return problem(file, `cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function leadsOutside(dir: string, file: string): Promise<boolean> {
  const path = relative(resolve(dir), resolve(file));
  if (path.startsWith("..")) return false;
  return relative(await realpath(dir), await realpath(file)).startsWith("..");
}

/** An earlier file whose id differs by capitals at most, as file systems and people may confuse them. */
function firstNamesake(reading: FileReading, readings: readonly FileReading[]): FileReading | null {
  const namesake = readings.find(({ id }) => id.toLowerCase() === reading.id.toLowerCase());
  return namesake && namesake !== reading ? namesake : null;
}

function problem(file: string, message: string): FeedProblem {
  return { file, line: null, field: null, message };
}
