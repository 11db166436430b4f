import type { Redline, Span, SpanOp } from "../model/redline.ts";
import type { Block } from "../model/text.ts";
import { plainText, sectionName } from "../model/text.ts";
import { isStatedDate, normaliseText } from "./normal-form.ts";
import type { Step } from "./steps.ts";

/** Lays steps over the two texts: spans with their sections, what is typesetting alone marked as such, and the counts. */
export function renderRedline(
  steps: readonly Step[],
  before: readonly Block[],
  after: readonly Block[],
  coarse: boolean,
): Redline {
  const old = reader(before);
  const current = reader(after);
  const spans: Draft[] = [];
  let passage = 0;
  for (const step of steps) {
    if (step.length === 0) {
      passage += 1;
      continue;
    }
    const isOld = step.op === "delete" || step.op === "move-from";
    if (step.op === "equal") old.read(step.length);
    for (const piece of (isOld ? old : current).read(step.length)) addSpan(spans, step, piece, passage);
  }
  markTypesetting(spans);
  const shown = spans.map(({ passage: _passage, ...span }) => span);
  const redline = { spans: shown, stats: statsOf(shown) };
  return coarse ? { ...redline, coarse } : redline;
}

interface Draft extends Span {
  nature?: "typesetting" | "stated-date";
  text: string;
  readonly passage: number;
}

interface Piece {
  readonly text: string;
  readonly section: string;
  readonly statesDate: boolean;
}

interface Reader {
  /** The next characters, cut where blocks begin. A block begins with the line feed that parts it from the one before. */
  read(length: number): Piece[];
}

function reader(blocks: readonly Block[]): Reader {
  const text = plainText(blocks);
  let at = 0;
  let index = 0;
  let end = blocks[0]?.text.length ?? 0;
  let section = sectionName(blocks[0]?.path ?? []);
  let statesDate = isStatedDateLine(blocks[0]);
  return {
    read(length) {
      const pieces: Piece[] = [];
      const stop = at + length;
      while (at < stop) {
        while (at === end && index < blocks.length - 1) {
          index += 1;
          const block = blocks[index] as Block;
          end += 1 + block.text.length;
          section = sectionName(block.path);
          statesDate = isStatedDateLine(block);
        }
        const to = Math.min(stop, end);
        pieces.push({ text: text.slice(at, to), section, statesDate });
        at = to;
      }
      return pieces;
    },
  };
}

// `DATES: Effective January 30, 2025.` is the law, not a page's word on itself.
function isStatedDateLine(block: Block | undefined): boolean {
  return block !== undefined && !/^(?:DATES|§|Sec\.)/.test(block.path[0] ?? "") && isStatedDate(block.text);
}

function addSpan(spans: Draft[], step: Step, piece: Piece, passage: number): void {
  const last = spans.at(-1);
  const { op, move } = step;
  const nature = piece.statesDate ? "stated-date" : undefined;
  if (
    last?.op === op &&
    last.section === piece.section &&
    last.move === move &&
    last.nature === nature &&
    last.passage === passage
  ) {
    last.text += piece.text;
    return;
  }
  spans.push({
    op,
    section: piece.section,
    text: piece.text,
    ...(move === undefined ? {} : { move }),
    ...(nature === undefined ? {} : { nature }),
    passage,
  });
}

// A change is typesetting when what left and what came are the same once spaces, quotes, dashes, marks and breaks are.
function markTypesetting(spans: readonly Draft[]): void {
  for (let start = 0; start < spans.length;) {
    let end = start;
    while (end < spans.length && isEdit(spans[end]) && spans[end]?.passage === spans[start]?.passage) end += 1;
    if (end === start) {
      start += 1;
      continue;
    }
    const run = spans.slice(start, end);
    if (normalSide(run, "delete") === normalSide(run, "insert")) for (const span of run) span.nature ??= "typesetting";
    start = end;
  }
}

function isEdit(span: Draft | undefined): boolean {
  return span?.op === "delete" || span?.op === "insert";
}

function normalSide(run: readonly Draft[], op: SpanOp): string {
  const text = run.map((span) => (span.op === op ? span.text : "")).join("");
  return normaliseText(text.replace(/(?<=\p{Ll})-\s+(?=\p{Ll})/gu, ""));
}

function statsOf(spans: readonly Span[]): Redline["stats"] {
  const count = (op: SpanOp): number => spans.reduce((sum, span) => (span.op === op ? sum + span.text.length : sum), 0);
  const sections = new Set(
    spans.filter((span) => span.op !== "equal" && span.text.trim() !== "").map((span) => span.section),
  );
  return { inserted: count("insert"), deleted: count("delete"), moved: count("move-to"), sections: sections.size };
}
