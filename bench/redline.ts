import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import DiffMatchPatch from "diff-match-patch";
import { diffLines, diffWords } from "diff";
import { plainText, type Block } from "../src/model/text.ts";
import type { Redline } from "../src/model/redline.ts";
import { redline } from "../src/redline/redline.ts";
import { blocksOf } from "../src/snapshots/blocks-of.ts";
import { corpusFolder, dated, recorded } from "./corpus.ts";
import { median, type Figure } from "./table.ts";

const limit = 60_000;

/** The redline beside what people would pick instead, on the same texts in the same run. */
export function measureRedline(quick: boolean): readonly Figure[] {
  const corpus = corpusFolder();
  if (corpus === null)
    return [{ what: "redline", value: "not measured", note: "no recorded texts beside the project" }];
  const aws = join(corpus, "policy-versions/contrib-versions/amazon-web-services-terms-of-service");
  const versions = dated(aws).map((name) => blocksOf(recorded(aws, name), { name: name.replace(/\.gz$/, "") }).blocks);
  const bill = blocksOf(recorded(corpus, "bills/uslm", billIn(join(corpus, "bills/uslm"))), {
    name: "bill.xml",
  }).blocks;
  return [
    ...beside(versions[0] ?? [], versions.at(-1) ?? [], quick ? 5000 : limit),
    consecutive(versions),
    ...largeBill(bill),
    ...growth(bill),
    nothingInCommon(bill, versions.at(-1) ?? []),
  ];
}

function beside(before: readonly Block[], after: readonly Block[], patience: number): readonly Figure[] {
  const [old, now] = [plainText(before), plainText(after)];
  const ours = timed(5, () => redline(before, after));
  const what = `AWS Service Terms 2021 to 2023, ${Math.round(old.length / 1000)} to ${Math.round(now.length / 1000)} thousand characters`;
  return [
    { what, value: seconds(ours.ms), note: `regwatch; ${marksOfRedline(ours.result)}; to stay under: 0.25 s` },
    peer("jsdiff diffWords", patience, () => diffWords(old, now, { timeout: patience })?.map(changedOnly), ours.ms),
    peer("jsdiff diffLines", patience, () => diffLines(old, now)?.map(changedOnly), ours.ms),
    peer("diff-match-patch, cleaned up", patience, () => matchPatch(old, now, patience), ours.ms),
    ...commands(old, now, ours.ms),
  ];
}

interface Marked {
  readonly text: string;
  readonly isChange: boolean;
}

function changedOnly(part: { value: string; added?: boolean; removed?: boolean }): Marked {
  return { text: part.value, isChange: part.added === true || part.removed === true };
}

function matchPatch(old: string, now: string, patience: number): readonly Marked[] | undefined {
  const engine = new DiffMatchPatch();
  engine.Diff_Timeout = patience / 1000;
  const started = performance.now();
  const diffs = engine.diff_main(old, now);
  engine.diff_cleanupSemantic(diffs);
  if (performance.now() - started >= patience) return undefined;
  return diffs.map(([op, text]) => ({ text, isChange: op !== 0 }));
}

function peer(name: string, patience: number, run: () => readonly Marked[] | undefined, ours: number): Figure {
  const { ms, result } = timed(1, run);
  const ratio = `${(ms / ours).toFixed(1)} times regwatch`;
  if (result === undefined)
    return { what: name, value: seconds(ms), note: `gave up after ${patience / 1000} s; ${ratio}` };
  return {
    what: name,
    value: seconds(ms),
    note: `${ratio}; ${marks(result.filter(({ isChange }) => isChange).map(({ text }) => text))}`,
  };
}

const wordTools: readonly { name: string; args: (a: string, b: string) => readonly string[]; pattern: RegExp }[] = [
  {
    name: "git",
    args: (a, b) => ["diff", "--no-index", "--word-diff=plain", "-U0", a, b],
    pattern: /\[-[\s\S]*?-\]|\{\+[\s\S]*?\+\}/g,
  },
  { name: "wdiff", args: (a, b) => [a, b], pattern: /\[-[\s\S]*?-\]|\{\+[\s\S]*?\+\}/g },
  { name: "dwdiff", args: (a, b) => [a, b], pattern: /\[-[\s\S]*?-\]|\{\+[\s\S]*?\+\}/g },
];

function commands(old: string, now: string, ours: number): readonly Figure[] {
  const folder = mkdtempSync(join(tmpdir(), "regwatch-bench-words-"));
  const files = [join(folder, "old"), join(folder, "new")] as const;
  writeFileSync(files[0], old);
  writeFileSync(files[1], now);
  const figures = wordTools.map(({ name, args, pattern }): Figure => {
    const what = name === "git" ? "git diff --word-diff" : name;
    const { ms, result } = timed(3, () => output(name, args(...files)));
    if (result === null) return { what, value: "not measured", note: `${name} is not installed` };
    const found = Array.from(result.matchAll(pattern), ([mark]) => mark.slice(2, -2));
    return {
      what,
      value: seconds(ms),
      note: `a process of its own; ${(ms / ours).toFixed(1)} times regwatch; ${marks(found)}`,
    };
  });
  rmSync(folder, { recursive: true });
  return figures;
}

// These tools end with 1 where they find a difference.
function output(name: string, args: readonly string[]): string | null {
  try {
    return execFileSync(name, args, { encoding: "utf8", maxBuffer: 1e9, stdio: ["ignore", "pipe", "ignore"] });
  } catch (error) {
    const stdout = error instanceof Error && "stdout" in error ? error.stdout : null;
    return typeof stdout === "string" && stdout !== "" ? stdout : null;
  }
}

function consecutive(versions: readonly (readonly Block[])[]): Figure {
  const { ms } = timed(1, () => {
    for (const [index, after] of versions.slice(1).entries()) redline(versions[index] ?? [], after);
  });
  return {
    what: `all ${versions.length} recorded AWS versions, each with the next`,
    value: seconds(ms),
    note: "reading not counted; to stay under: 5 s",
  };
}

function largeBill(bill: readonly Block[]): readonly Figure[] {
  const edited = scattered(bill, 1000, 50, 50);
  globalThis.gc?.();
  const { ms, result } = timed(3, () => redline(bill, edited));
  const moves = new Set(result.spans.filter(({ op }) => op === "move-to").map(({ move }) => move)).size;
  return [
    {
      what: `bill of ${(plainText(bill).length / 1e6).toFixed(1)} million characters, 1,000 edits, 50 moves, 50 deletions`,
      value: seconds(ms),
      note: `${moves} moves found; ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB in this process, peers included; to stay under: 2 s`,
    },
  ];
}

function growth(bill: readonly Block[]): readonly Figure[] {
  const whole = plainText(bill).length;
  const times = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1].map((share) => {
    const part = bill.slice(0, Math.round(bill.length * share));
    const edited = scattered(part, Math.round(1000 * share), Math.round(50 * share), Math.round(50 * share));
    return { size: whole * share, ms: timed(5, () => redline(part, edited)).ms };
  });
  const steps = times.slice(1).map(({ ms }, index) => ms / (times[index]?.ms ?? ms));
  return [
    {
      what: `growth, ${times.map(({ size }) => (size / 1e6).toFixed(2)).join(", ")} million characters`,
      value: times.map(({ ms }) => seconds(ms)).join(", "),
      note: `each doubling times ${steps.map((step) => step.toFixed(1)).join(", ")}; to stay under: 2.5`,
    },
  ];
}

function nothingInCommon(one: readonly Block[], other: readonly Block[]): Figure {
  const { ms, result } = timed(1, () => redline(one, other));
  return {
    what: "two texts with nothing in common",
    value: seconds(ms),
    note: `${result.coarse ? "coarse" : "exact"}; to stay under: 5 s`,
  };
}

/** The same text with edits spread evenly: a word replaced, a block moved far away, a block left out. */
function scattered(blocks: readonly Block[], edits: number, moves: number, deletions: number): readonly Block[] {
  const edited = blocks.map((block, index) =>
    index % Math.max(1, Math.floor(blocks.length / edits)) === 0
      ? { ...block, text: block.text.replace(/\b\w{4,}\b/, "notwithstanding") }
      : block,
  );
  const long = edited.flatMap((block, index) => (block.text.length > 200 ? [index] : []));
  const every = (count: number, from: number): Set<number> =>
    new Set(long.filter((_, place) => place % Math.max(1, Math.floor(long.length / count)) === from).slice(0, count));
  const moved = every(moves, 1);
  const gone = every(deletions, 2);
  const kept = edited.filter((_, index) => !moved.has(index) && !gone.has(index));
  const gap = Math.floor(kept.length / (moved.size + 1));
  const away = [...moved].toReversed().map((index) => edited[index] ?? []);
  return kept.flatMap((block, index) => [block, ...(index % gap === gap - 1 ? [away.pop() ?? []].flat() : [])]);
}

function billIn(folder: string): string {
  const name = readdirSync(folder).find((file) => file.includes("114hr2029enr"));
  if (name === undefined) throw new Error(`the bill 114hr2029enr is not in ${folder}`);
  return name;
}

function timed<Result>(times: number, run: () => Result): { readonly ms: number; readonly result: Result } {
  const spent: number[] = [];
  // One run to warm up, but not where a single one is asked for: that may take a minute.
  let result = times > 1 ? run() : undefined;
  for (let time = 0; time < times; time += 1) {
    const started = performance.now();
    result = run();
    spent.push(performance.now() - started);
  }
  return { ms: median(spent), result: result as Result };
}

function marksOfRedline({ spans }: Redline): string {
  const of = (isWanted: (op: string) => boolean): readonly string[] =>
    spans.filter(({ op }) => isWanted(op)).map(({ text }) => text);
  const all = marks(of((op) => op !== "equal"));
  return `${all}, of which moved, where it left and where it came: ${marks(of((op) => op.startsWith("move")))}`;
}

/** Characters are counted without spaces and line breaks, which some tools mark along with a word and others do not. */
function marks(texts: readonly string[]): string {
  const characters = texts.reduce((sum, text) => sum + text.replace(/\s+/g, "").length, 0);
  return `${texts.length.toLocaleString("en-US")} marks, ${characters.toLocaleString("en-US")} characters`;
}

function seconds(ms: number): string {
  return ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(2)} s`;
}
