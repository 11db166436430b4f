import { join } from "node:path";
import { changedFacts } from "../src/classify/changed-facts.ts";
import { classify } from "../src/classify/classify.ts";
import { compareSignificance, type Significance } from "../src/model/significance.ts";
import type { Extraction } from "../src/model/version.ts";
import { sameText } from "../src/redline/normalise.ts";
import { redline } from "../src/redline/redline.ts";
import { blocksOf } from "../src/snapshots/blocks-of.ts";
import { corpusFolder, recorded } from "./corpus.ts";

// `node bench/false-alarms.ts`: the pairs of real recordings that were judged by hand, told or not, by page.
interface Judged {
  readonly series: string;
  readonly from: string;
  readonly to: string;
  readonly judgement: string;
  readonly reason: string;
}

const corpus = corpusFolder();
if (corpus === null) console.log("No recorded pages beside the project; nothing to measure.");
else measure(join(corpus, "policy-snapshots"));

function measure(folder: string): void {
  const pairs = new TextDecoder()
    .decode(recorded(folder, "judgements.jsonl"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Judged);
  const results = pairs.map((pair) => ({ pair, told: tell(folder, pair), isReal: pair.judgement.startsWith("real") }));
  console.log("| page | pairs | real | told of them | others told |\n|---|---|---|---|---|");
  for (const [series, of] of Map.groupBy(results, ({ pair }) => pair.series)) {
    const real = of.filter(({ isReal }) => isReal);
    const found = real.filter(({ told }) => isTold(told)).length;
    const wrong = of.filter(({ isReal, told }) => !isReal && isTold(told)).length;
    console.log(`| ${series.slice(0, 60)} | ${of.length} | ${real.length} | ${found} | ${wrong} |`);
  }
  const real = results.filter(({ isReal }) => isReal);
  const others = results.filter(({ isReal }) => !isReal);
  console.log(
    `\nFound ${real.filter(({ told }) => isTold(told)).length} of ${real.length} real changes; told ${others.filter(({ told }) => isTold(told)).length} of ${others.length} others.`,
  );
  for (const { pair, told, isReal } of results.filter(({ isReal, told }) => isReal !== isTold(told))) {
    console.log(
      `${isReal ? "missed" : "told"} (${told}): ${pair.series} ${pair.from} → ${pair.to}: ${pair.judgement}, ${pair.reason}`,
    );
  }
}

type Told = Significance | "same" | `refused: ${string}`;

function isTold(told: Told): boolean {
  return told !== "same" && !told.startsWith("refused") && compareSignificance(told as Significance, "editorial") >= 0;
}

function tell(folder: string, { series, from, to }: Judged): Told {
  try {
    const before = read(folder, series, from);
    const after = read(folder, series, to);
    if (sameText(before.blocks, after.blocks)) return "same";
    const facts = changedFacts(before.facts, after.facts);
    const now = Temporal.Instant.from("2026-06-01T00:00:00Z");
    return classify({ before, after, facts, redline: redline(before.blocks, after.blocks), now }).significance;
  } catch (error) {
    return `refused: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function read(folder: string, series: string, file: string): Extraction {
  const { title, language, blocks, statedDate } = blocksOf(recorded(folder, "genai-contrib", series, file), {
    contentType: "text/html",
  });
  return {
    title: title ?? series,
    language: language ?? "en",
    sourceUrl: `https://example.org/${series}`,
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
