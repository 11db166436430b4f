import { readdirSync } from "node:fs";
import { join } from "node:path";
import { changedFacts } from "../src/classify/changed-facts.ts";
import { classify } from "../src/classify/classify.ts";
import { significances, type Significance } from "../src/model/significance.ts";
import type { Block } from "../src/model/text.ts";
import type { Extraction } from "../src/model/version.ts";
import { normaliseText } from "../src/redline/normal-form.ts";
import { sameText } from "../src/redline/normalise.ts";
import { redline } from "../src/redline/redline.ts";
import { blocksOf } from "../src/snapshots/blocks-of.ts";
import { corpusFolder, dated, recorded } from "./corpus.ts";

// `node bench/policy-versions.ts`: the recorded versions of providers' terms compared in turn: how many differ in nothing that counts, how
// many matter how much, and how many went back to the text before at the very next recording. With a word, only the series that have it.
type Judged = Significance | "same";

interface Step {
  readonly judged: Judged;
  /** The next recording, within a day, says again what the one before said. */
  readonly flips: boolean;
  /** The text was there before, and not just now. */
  readonly returns: boolean;
}

const clauseWords = /re-import, export, and re-export|export controls? and sanctions|export control laws/i;

const corpus = corpusFolder();
if (corpus === null) console.log("No recorded versions beside the project; nothing to measure.");
else measure(join(corpus, "policy-versions"));

function measure(folder: string): void {
  const columns = ["same", ...significances] as const;
  console.log(`| series | steps | ${columns.join(" | ")} | gone back within a day | returned later |`);
  console.log(`|---|---|${columns.map(() => "---|").join("")}---|---|`);
  const all: Step[] = [];
  for (const group of ["contrib-versions", "genai-contrib-versions"]) {
    for (const series of readdirSync(join(folder, group)).filter((name) => name.includes(process.argv[2] ?? ""))) {
      const steps = stepsOf(join(folder, group, series));
      all.push(...steps);
      console.log(row(series, steps, columns));
    }
  }
  console.log(row("all", all, columns));
  clause(join(folder, "contrib-versions", "amazon-web-services-terms-of-service"));
}

function row(name: string, steps: readonly Step[], columns: readonly Judged[]): string {
  const counts = columns.map((column) => steps.filter(({ judged }) => judged === column).length);
  const [flips, returns] = [steps.filter((step) => step.flips).length, steps.filter((step) => step.returns).length];
  return `| ${name} | ${steps.length} | ${counts.join(" | ")} | ${flips} | ${returns} |`;
}

function stepsOf(folder: string): readonly Step[] {
  const files = dated(folder);
  const versions = files.map((file) => read(folder, file));
  const first = firstLike(versions);
  return versions.slice(1).map((after, index) => {
    const before = versions[index] ?? after;
    const judged = judge(before, after);
    const flips =
      judged !== "same" &&
      first[index] === first[index + 2] &&
      hoursBetween(files[index + 1] ?? "", files[index + 2] ?? "") <= 24;
    return { judged, flips, returns: judged !== "same" && (first[index + 1] ?? 0) <= index };
  });
}

/** For each version the first one that says the same. */
function firstLike(versions: readonly Extraction[]): readonly number[] {
  const seen = new Map<string, number>();
  return versions.map(({ blocks }, index) => {
    const text = normaliseText(blocks.map((block) => normaliseText(block.text)).join(" "));
    const first = seen.get(text) ?? index;
    seen.set(text, first);
    return first;
  });
}

function judge(before: Extraction, after: Extraction): Judged {
  if (sameText(before.blocks, after.blocks)) return "same";
  const facts = changedFacts(before.facts, after.facts);
  const now = Temporal.Instant.from("2026-09-01T00:00:00Z");
  return classify({ before, after, facts, redline: redline(before.blocks, after.blocks), now }).significance;
}

function hoursBetween(from: string, to: string): number {
  const [earlier, later] = [from, to].map((name) => {
    const [, date = "", h = "", m = "", s = ""] = /^(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(name) ?? [];
    return Temporal.Instant.from(`${date}T${h}:${m}:${s}Z`);
  });
  return earlier && later ? earlier.until(later).total("hours") : Number.POSITIVE_INFINITY;
}

/** The export clause of the AWS Service Terms, by its words, since its number moves: how often it differs in bytes, and is marked. */
function clause(folder: string): void {
  const files = dated(folder);
  const lines = files.map((file) => clauseLines(new TextDecoder().decode(recorded(folder, file))));
  const count = { bytes: 0, spaces: 0, marked: 0, markedForSpaces: 0 };
  for (let at = 1; at < files.length; at += 1) {
    if (lines[at] === lines[at - 1]) continue;
    count.bytes += 1;
    const isSpaces = singleSpaced(lines[at] ?? "") === singleSpaced(lines[at - 1] ?? "");
    if (isSpaces) count.spaces += 1;
    if (!marksClause(read(folder, files[at - 1] ?? "").blocks, read(folder, files[at] ?? "").blocks)) continue;
    count.marked += 1;
    if (isSpaces) count.markedForSpaces += 1;
  }
  console.log(
    `\nExport clause of the AWS Service Terms: it differs ${count.bytes} times, ${count.spaces} times by spaces alone; the redline marks these words ${count.marked} times, ${count.markedForSpaces} of them for spaces.`,
  );
}

function clauseLines(text: string): string {
  return text
    .split("\n")
    .filter((line) => clauseWords.test(line))
    .join("\n");
}

function singleSpaced(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function marksClause(before: readonly Block[], after: readonly Block[]): boolean {
  const { spans } = redline(before, after);
  return spans.some(({ op, nature, text }) => op !== "equal" && nature === undefined && clauseWords.test(text));
}

function read(folder: string, file: string): Extraction {
  const { title, language, blocks, statedDate } = blocksOf(recorded(folder, file), { name: file });
  return {
    title: title ?? file,
    language: language ?? "en",
    sourceUrl: "https://example.org/",
    officialUrl: null,
    citation: null,
    fullCitation: null,
    publishedAt: null,
    form: "page",
    complete: true,
    blocks,
    facts: statedDate === null ? {} : { statedDate },
    deadlines: [],
    threadKeys: [],
    links: [],
  };
}
