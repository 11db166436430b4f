import { join } from "node:path";
import { changedFacts } from "../src/classify/changed-facts.ts";
import { classify } from "../src/classify/classify.ts";
import { RegwatchError } from "../src/model/errors.ts";
import type { Json } from "../src/model/json.ts";
import type { Significance } from "../src/model/significance.ts";
import type { Fetched } from "../src/model/snapshot.ts";
import type { Sighting } from "../src/model/source.ts";
import type { Extraction } from "../src/model/version.ts";
import { sameText } from "../src/redline/normalise.ts";
import { redline } from "../src/redline/redline.ts";
import { policyPage } from "../src/sources/policy-page.ts";
import { recorded } from "./corpus.ts";

/** Two recordings of a page in a row, judged by hand. */
export interface Judged {
  readonly series: string;
  readonly from: string;
  readonly to: string;
  readonly judgement: string;
  readonly reason: string;
}

/** What people would be told of the second recording, `same` where nothing, or why it was refused. */
export type Told = Significance | "same" | "flip" | `refused: ${string}`;

/** How a feed file would have the pages read, by series. */
export type Selectors = Readonly<Record<string, object>>;

/**
 * Takes the source through the recordings as it meets them: it knows the first, looks at the second, and where the third goes back to the
 * first the change was never confirmed.
 */
export async function tell(
  folder: string,
  pair: Judged,
  next: string | undefined,
  selectors: Selectors,
): Promise<Told> {
  const params = policyPage.params.parse({ url: `https://page.example/${pair.series}`, ...selectors[pair.series] });
  const answer = (file: string): Fetched => asServed(params.url, recorded(folder, "genai-contrib", pair.series, file));
  try {
    const known = await look(params, answer(pair.from), undefined);
    if (known.extraction === null) return "same";
    const seen = await look(params, answer(pair.to), known.state);
    if (seen.extraction === null) return "same";
    const [before, after] = [known.extraction, seen.extraction];
    if (sameText(before.blocks, after.blocks)) return "same";
    if (next !== undefined && (await goesBack(params, answer(next), before, known.state))) return "flip";
    const facts = changedFacts(before.facts, after.facts);
    const now = Temporal.Instant.from("2026-09-01T00:00:00Z");
    return classify({ before, after, facts, redline: redline(before.blocks, after.blocks), now }).significance;
  } catch (error) {
    if (!(error instanceof RegwatchError)) throw error;
    return `refused: ${error.message}`;
  }
}

type Params = ReturnType<typeof policyPage.params.parse>;

interface Look {
  readonly extraction: Extraction | null;
  readonly state: Json;
}

async function look(params: Params, answer: Fetched, state: Json | undefined): Promise<Look> {
  const at = Temporal.Instant.from("2026-09-01T00:00:00Z");
  const sightings = policyPage.poll({
    params,
    cursor: null,
    baseline: state === undefined,
    now: () => at,
    fetch: async () => answer,
    render: async () => answer,
    keys: {},
    known: new Map(state === undefined ? [] : [[params.url, known(params.url, state)]]),
    signal: new AbortController().signal,
  });
  let last: Sighting | null = null;
  for await (const sighting of sightings) last = sighting;
  if (last?.kind !== "captured") return { extraction: null, state: last?.state ?? null };
  return { extraction: await policyPage.extract(last, params), state: last.state };
}

function known(key: string, state: Json) {
  const at = "2026-08-31T00:00:00Z";
  return { key, state, facts: {}, firstSeenAt: at, lastSeenAt: at };
}

async function goesBack(params: Params, answer: Fetched, before: Extraction, state: Json): Promise<boolean> {
  try {
    const { extraction } = await look(params, answer, state);
    return extraction === null || sameText(before.blocks, extraction.blocks);
  } catch (error) {
    if (error instanceof RegwatchError) return false;
    throw error;
  }
}

function asServed(url: string, body: Uint8Array): Fetched {
  return {
    url,
    finalUrl: url,
    status: 200,
    headers: { "content-type": "text/html" },
    redirects: [],
    body,
    fetchedAt: "2026-09-01T00:00:00.000Z",
  };
}

/** The recording after the one named, in the order they were made. */
export function following(pairs: readonly Judged[], { series, to }: Judged): string | undefined {
  return pairs.find((pair) => pair.series === series && pair.from === to)?.to;
}

/** The judged pairs, in the order of their file. */
export function judgedPairs(folder: string): readonly Judged[] {
  const lines = new TextDecoder()
    .decode(recorded(join(folder, "judgements.jsonl")))
    .trim()
    .split("\n");
  return lines.map((line) => JSON.parse(line) as Judged);
}
