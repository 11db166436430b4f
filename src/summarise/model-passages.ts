import { plainText, sectionName } from "../model/text.ts";
import type { Block } from "../model/text.ts";
import type { FactValue } from "../model/facts.ts";
import { longDate } from "./dates.ts";
import type { SummaryInput } from "./by-rules.ts";
import type { Edit } from "./text-sentences.ts";

/** A passage a model may write about. `label` is what it is called by; `shown` is what is sent of it. */
export interface ModelPassage {
  readonly label: string;
  readonly section: string;
  /** Empty where the passage is new, or the document. */
  readonly before: string;
  readonly after: string;
  readonly edits: readonly Edit[];
  readonly shown: { readonly before: string; readonly after: string };
}

/** What a model is told of a change: few passages, the strongest, within a bound of characters. */
export interface ModelInput {
  readonly title: string;
  readonly firstSeen: boolean;
  readonly passages: readonly ModelPassage[];
  /** What the document states of itself and stated before: words a sentence may use whatever passage it rests on. */
  readonly context: readonly string[];
}

export function modelInput(input: SummaryInput): ModelInput {
  const { before, after, classification } = input;
  const passages = before === null ? openingPassages(after.blocks) : changedPassages(classification.highlights);
  return {
    title: clipped(after.title, 300),
    firstSeen: before === null,
    passages: passages.map((passage, index) => ({ ...passage, label: `P${index + 1}` })),
    context: [after.title, after.citation ?? "", ...standing(input)],
  };
}

type Unlabelled = Omit<ModelPassage, "label">;

const mostPassages = 8;
const longestPassage = 1600;
const longestInput = 10_000;
/** What a sentence is checked against: more than was shown, so that what stands nearby is no surprise. */
const longestJudged = 20_000;

function changedPassages(highlights: SummaryInput["classification"]["highlights"]): readonly Unlabelled[] {
  return withinBound(
    highlights.map(({ section, before, after, edits }) => {
      const removed = edits.map((edit) => edit.removed);
      const added = edits.map((edit) => edit.added);
      return {
        section,
        before: around(before, removed, longestJudged),
        after: around(after, added, longestJudged),
        edits,
        shown: { before: around(before, removed, longestPassage), after: around(after, added, longestPassage) },
      };
    }),
  );
}

// What a new document says of itself comes first, then what it orders, then how it begins.
function openingPassages(blocks: readonly Block[]): readonly Unlabelled[] {
  const sections = Map.groupBy(
    blocks.filter((block) => block.kind !== "note" && block.kind !== "preformatted"),
    (block) => sectionName(block.path),
  );
  const passages = [...sections].map(([section, found]) => {
    const after = flat(plainText(found));
    return { section, rank: rank(section, found), passage: after };
  });
  return withinBound(
    passages
      .filter(({ passage }) => passage.length >= 40)
      .toSorted((x, y) => x.rank - y.rank)
      .map(({ section, passage }) => ({
        section,
        before: "",
        after: clipped(passage, longestJudged),
        edits: [],
        shown: { before: "", after: clipped(passage, longestPassage) },
      })),
  );
}

function rank(section: string, blocks: readonly Block[]): number {
  if (/^(?:SUMMARY|ABSTRACT|摘要)/i.test(section)) return 0;
  if (blocks.some((block) => block.kind === "instruction")) return 1;
  return /^(?:ADDRESSES|FOR FURTHER|AGENCY|ACTION|DATES)/i.test(section) ? 3 : 2;
}

function withinBound(passages: readonly Unlabelled[]): readonly Unlabelled[] {
  let left = longestInput;
  return passages.slice(0, mostPassages).filter(({ shown }) => {
    left -= shown.before.length + shown.after.length;
    return left >= 0;
  });
}

/** A long text cut to what stands around its changed words. */
function around(text: string, words: readonly string[], longest: number): string {
  const whole = flat(text);
  if (whole.length <= longest) return whole;
  const at = whole.indexOf(flat(words.find((word) => word.trim() !== "") ?? ""));
  const start = Math.max(0, Math.min(at - longest / 4, whole.length - longest));
  return `${start > 0 ? "… " : ""}${clipped(whole.slice(start), longest)}`;
}

function clipped(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, "")} …`;
}

function flat(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}

// Facts that moved are told by rules, with both values; a sentence on the text must not mix them up.
function standing({ after, facts }: SummaryInput): readonly string[] {
  const moved = new Set(facts.map((fact) => fact.name));
  const isNew = facts.length > 0 && facts.every((fact) => fact.before === null);
  return Object.entries(after.facts)
    .filter(([name]) => isNew || !moved.has(name))
    .flatMap(([, value]) => written(value));
}

function written(value: FactValue): readonly string[] {
  if (value === null || typeof value === "boolean") return [];
  return typeof value === "object" ? value : [longDate(String(value)), String(value)];
}
