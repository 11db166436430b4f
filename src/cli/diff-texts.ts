import { basename, extname, resolve } from "node:path";
import { reasonInWords } from "../alerts/reasons.ts";
import { classify, type Classification } from "../classify/classify.ts";
import type { Comparison } from "../exports/comparison.ts";
import { redlineDocx } from "../exports/redline-docx.ts";
import { redlinePage } from "../exports/redline-page.ts";
import { redlineText } from "../exports/redline-text.ts";
import { systemClock, toInstant } from "../lib/time.ts";
import { UsageError } from "../model/errors.ts";
import type { Redline } from "../model/redline.ts";
import type { Fetch } from "../model/snapshot.ts";
import { plainText } from "../model/text.ts";
import { fileExtraction } from "../pipeline/file-extraction.ts";
import { redline } from "../redline/redline.ts";
import { summarise } from "../summarise/by-rules.ts";
import { fileStyle } from "../web/style.ts";
import { createDirectFetch } from "../wire.ts";
import { isAddress, readComparedText, type NamedReading } from "./compared-text.ts";
import type { CommandContext } from "./context.ts";
import type { DiffFormat, DiffOptions } from "./diff.ts";
import { saveFile } from "./save-file.ts";

/** Reads both texts, compares them and writes the redline where and how it was asked for. */
export async function diff(old: string, current: string, options: DiffOptions, context: CommandContext): Promise<void> {
  const { io } = context;
  const output = options.output === undefined ? null : resolve(context.cwd, options.output);
  const format = formatFor(options);
  if (format === "docx" && output === null) throw new UsageError("A Word file needs a name; add -o FILE.docx.");
  if (output !== null && [old, current].some((name) => !isAddress(name) && resolve(context.cwd, name) === output)) {
    throw new UsageError(`-o would overwrite ${options.output}, which is to be compared; name another file.`);
  }
  const [before, after] = await readBoth(old, current, options, context);
  for (const side of [before, after]) note(side, options, io.stderr);
  const judged = judge(before, after);
  if (output === null) io.stdout(await printed(judged, format, io));
  else await saveFile(output, options.output ?? "", await written(judged, format));
}

function formatFor({ format, json, output }: DiffOptions): DiffFormat {
  if (format !== undefined && json && format !== "json") throw new UsageError("Give either --json or --format.");
  if (json) return "json";
  const ending = extname(output ?? "").toLowerCase();
  const told = { ".html": "html", ".htm": "html", ".docx": "docx", ".json": "json" } as const;
  if (format === undefined && isForeign.test(ending)) {
    throw new UsageError(
      `${output} cannot be made: the endings are .html, .docx, .json and .txt, or name one with --format.`,
    );
  }
  return format ?? (ending in told ? told[ending as keyof typeof told] : "text");
}

/** Endings by which a program would expect something else than text. */
const isForeign = /^\.(?:pdf|doc|odt|rtf|xlsx?|csv|xml|zip|gz|png)$/;

async function readBoth(
  old: string,
  current: string,
  { select = [], remove = [] }: DiffOptions,
  context: CommandContext,
): Promise<readonly [NamedReading, NamedReading]> {
  let fetch: Fetch | undefined;
  const at = { cwd: context.cwd, fetch: () => (fetch ??= createDirectFetch(context.config())) };
  return Promise.all([
    readComparedText(old, { select, remove }, at),
    readComparedText(current, { select, remove }, at),
  ]);
}

// What was asked for and could not be done, where the comparison makes sense all the same.
function note({ name, reading }: NamedReading, options: DiffOptions, say: (text: string) => void): void {
  const asked = options.select !== undefined || options.remove !== undefined;
  if (asked && ["markdown", "plain-text", "pdf"].includes(reading.format)) {
    say(`${name} is no page, so --select and --remove leave it as it is.\n`);
  }
  for (const selector of reading.missing) say(`\`${selector}\` matches nothing in ${name}.\n`);
}

/** A comparison with everything that was found out about it. */
interface Judged {
  readonly comparison: Comparison;
  readonly classification: Classification;
  readonly before: NamedReading;
  readonly after: NamedReading;
}

function judge(before: NamedReading, after: NamedReading): Judged {
  const now = systemClock.now();
  const difference = {
    before: extraction(before),
    after: extraction(after),
    facts: [],
    redline: redline(before.reading.blocks, after.reading.blocks),
  };
  const isSame = difference.redline.spans.every(({ op }) => op === "equal");
  const classification = isSame
    ? { significance: "cosmetic" as const, reasons: [], headline: "Nothing changed", highlights: [], rows: [] }
    : classify({ ...difference, now });
  const comparison = {
    title: difference.after.title,
    language: difference.after.language || difference.before.language,
    before: { name: before.name, blocks: before.reading.blocks },
    after: { name: after.name, blocks: after.reading.blocks },
    redline: difference.redline,
    significance: classification.significance,
    headline: classification.headline,
    summary: isSame ? "" : summarise({ ...difference, classification }),
    reasons: classification.reasons.map(reasonInWords),
    at: toInstant(now),
  };
  return { comparison, classification, before, after };
}

function extraction({ name, reading }: NamedReading) {
  const [title, sourceUrl] = isAddress(name) ? [name, name] : [basename(name), ""];
  return fileExtraction(reading, { title: reading.title ?? title, sourceUrl, publishedAt: reading.statedDate });
}

async function printed(judged: Judged, format: DiffFormat, io: CommandContext["io"]): Promise<string> {
  if (format !== "text") return String(await written(judged, format));
  return redlineText(judged.comparison, { colour: io.colour, ...(io.columns && { columns: io.columns }) });
}

async function written(judged: Judged, format: DiffFormat): Promise<string | Uint8Array> {
  if (format === "html") return redlinePage(judged.comparison, fileStyle);
  if (format === "docx") return redlineDocx(judged.comparison);
  if (format === "json") return `${JSON.stringify(redlineJson(judged))}\n`;
  return redlineText(judged.comparison, { colour: false });
}

/** The whole redline, as the API gives it for a change, and what the texts say about themselves. */
function redlineJson({ comparison, classification, before, after }: Judged): RedlineJson {
  const { title, language, significance, headline, summary, at } = comparison;
  return {
    title,
    language,
    comparedAt: at,
    significance,
    headline,
    reasons: classification.reasons,
    summary,
    summarisedBy: "rules",
    texts: { before: described(before), after: described(after) },
    ...comparison.redline,
    before: plainText(before.reading.blocks),
    after: plainText(after.reading.blocks),
  };
}

interface RedlineJson
  extends Redline, Pick<Comparison, "title" | "language" | "significance" | "headline" | "summary"> {
  readonly comparedAt: string;
  readonly reasons: Classification["reasons"];
  readonly summarisedBy: "rules";
  readonly texts: { readonly before: TextJson; readonly after: TextJson };
  readonly before: string;
  readonly after: string;
}

type TextJson = Pick<NamedReading, "name"> &
  Pick<NamedReading["reading"], "title" | "language" | "format" | "statedDate">;

function described({ name, reading: { title, language, format, statedDate } }: NamedReading): TextJson {
  return { name, title, language, format, statedDate };
}
