import { sha256 } from "../../lib/hash.ts";
import { ReadingError } from "../../model/errors.ts";
import type { Captured, CapturePart } from "../../model/source.ts";
import type { Block } from "../../model/text.ts";
import type { Extraction } from "../../model/version.ts";
import type { Reading } from "../../snapshots/reading.ts";
import { threadPlace } from "../policy-page/extract.ts";
import { readPage } from "../policy-page/read.ts";
import { divergences, type Divergence } from "./compare.ts";
import { pageParams, sides, type PairParams, type Side } from "./params.ts";
import { partOf, readRole } from "./role.ts";

/**
 * How two language versions stand to each other, as text: which one was changed alone, with its new passages, and where what they state
 * parts ways. Rejects with `ReadingError`.
 */
export async function extractPair({ parts }: Captured, params: PairParams): Promise<Extraction> {
  const [one, other] = await Promise.all(sides.map((side) => readSide(parts, side, params)));
  if (one === undefined || other === undefined) throw new ReadingError("a pair has two pages");
  const [first, second] = params.pages;
  const found = divergences({ ...one.reading, name: first.name }, { ...other.reading, name: second.name });
  const blocks = [
    ...behind(one, first.name, second.name),
    ...behind(other, second.name, first.name),
    ...found.map(row),
  ];
  const title = one.reading.title ?? one.reading.blocks.find(({ kind }) => kind === "heading")?.text ?? first.url;
  return {
    title: `${title}: ${first.name} and ${second.name}`,
    language: "en",
    sourceUrl: one.changed === null && other.changed !== null ? second.url : first.url,
    officialUrl: null,
    citation: null,
    fullCitation: null,
    publishedAt: null,
    form: "pair",
    complete: true,
    blocks: blocks.length > 0 ? blocks : [{ kind: "note", path: [], text: "The two pages state the same." }],
    facts: {},
    deadlines: [],
    threadKeys: [first, second].map(({ url }) => `page:${threadPlace(url)}`),
    links: [first, second].map(({ url, name }) => ({
      relation: "related",
      key: url,
      source: "policy-page",
      title: name,
      url,
    })),
  };
}

interface SideRead {
  readonly reading: Reading;
  /** Since when it is changed alone, and the hashes of its new passages. */
  readonly changed: { readonly since: string; readonly fresh: readonly string[] } | null;
}

async function readSide(parts: readonly CapturePart[], side: Side, params: PairParams): Promise<SideRead> {
  const part = partOf(parts, side);
  if (part === undefined) throw new ReadingError(`The ${params.pages[side].name} page is not among the answers`);
  return { reading: await readPage(part.response, pageParams(params, side)), changed: readRole(part.role).changed };
}

const mostPassages = 8;
const longestPassage = 600;

function behind({ reading, changed }: SideRead, name: string, otherName: string): readonly Block[] {
  if (changed === null) return [];
  const fresh = new Set(changed.fresh);
  const passages = reading.blocks.filter((block) => fresh.has(passageHash(block))).slice(0, mostPassages);
  const text = `The ${name} page changed on ${changed.since}; the ${otherName} page has not changed since.`;
  return [
    { kind: "paragraph", path: [], text },
    ...passages.map((block): Block => ({ kind: "item", path: block.path, text: clipped(block.text) })),
  ];
}

function clipped(text: string): string {
  return text.length > longestPassage ? `${text.slice(0, longestPassage).replace(/[\ud800-\udbff]$/, "")}…` : text;
}

function row({ section, text }: Divergence): Block {
  return { kind: "row", path: section === "" ? [] : [section], text };
}

/** What a passage is recognised by, whatever its typesetting. */
export function passageHash({ text }: Block): string {
  return sha256(
    text
      .normalize("NFKC")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}%$€£¥]/gu, ""),
  ).slice(0, 10);
}
