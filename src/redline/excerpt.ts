import type { Redline, Span } from "../model/redline.ts";

/** Sizes of an excerpt, in characters. */
export interface ExcerptOptions {
  /** Unchanged text kept on each side of a change. */
  readonly around?: number;
  /** Changed text in all. Long passages are cut so that the short ones keep their place. */
  readonly budget?: number;
}

/**
 * The changed passages of a redline with some words around them. Unchanged text left out, and the rest of a long passage, is shown
 * as `…`, and changes of typesetting are left out where words changed too; the stats stay those of the whole.
 */
export function excerpt(redline: Redline, { around = 160, budget = 12_000 }: ExcerptOptions = {}): Redline {
  const all = withoutTypesetting(redline.spans);
  const longest = fairShare(
    all.filter((span) => span.op !== "equal").map((span) => span.text.length),
    budget,
  );
  const spans: Span[] = [];
  for (const stretch of stretches(all)) {
    if (stretch.isChanged) for (const span of stretch.spans) spans.push({ ...span, text: cut(span.text, longest) });
    else for (const span of context(stretch.spans, around, spans.length === 0, stretch.isLast)) spans.push(span);
  }
  return { ...redline, spans: withinBudget(spans, budget * 3) };
}

// Beside changes of words, changed quotes and spaces only distract: the new setting is shown as unchanged.
function withoutTypesetting(spans: readonly Span[]): readonly Span[] {
  if (!spans.some((span) => span.op !== "equal" && span.nature === undefined && span.text.trim() !== "")) return spans;
  return spans.flatMap((span): Span[] => {
    if (span.nature !== "typesetting") return [span];
    return span.op === "insert" ? [{ op: "equal", section: span.section, text: span.text }] : [];
  });
}

interface Stretch {
  readonly isChanged: boolean;
  readonly isLast: boolean;
  readonly spans: readonly Span[];
}

function stretches(spans: readonly Span[]): Stretch[] {
  const out: Stretch[] = [];
  for (let start = 0; start < spans.length;) {
    const isChanged = spans[start]?.op !== "equal";
    let end = start;
    while (end < spans.length && (spans[end]?.op !== "equal") === isChanged) end += 1;
    out.push({ isChanged, isLast: end === spans.length, spans: spans.slice(start, end) });
    start = end;
  }
  return out;
}

/** The longest length to allow so that all lengths, cut to it, stay within the budget. */
function fairShare(lengths: readonly number[], budget: number): number {
  let left = budget;
  const rising = lengths.toSorted((x, y) => x - y);
  for (const [index, length] of rising.entries()) {
    const share = left / (rising.length - index);
    if (length > share) return Math.max(leastShown, Math.floor(share));
    left -= length;
  }
  return Infinity;
}

const leastShown = 60;

/** The beginning of a passage up to a sentence's end or, failing that, a word's. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const head = text.slice(0, longest);
  const ends = [...head.matchAll(/[.!?](?=\s)|[。！？；\n]/gu)];
  const end = ends.at(-1);
  if (end !== undefined && end.index > longest / 2) return `${head.slice(0, end.index + 1).trimEnd()} …`;
  return `${wholeWords(head)} …`;
}

function wholeWords(head: string): string {
  const space = head.lastIndexOf(" ");
  return (space > head.length / 2 ? head.slice(0, space) : head.replace(/[\ud800-\udbff]$/, "")).trimEnd();
}

function wholeWordsBack(tail: string): string {
  const space = tail.indexOf(" ");
  return (
    space >= 0 && space < tail.length / 2 ? tail.slice(space + 1) : tail.replace(/^[\udc00-\udfff]/, "")
  ).trimStart();
}

function context(spans: readonly Span[], around: number, isFirst: boolean, isLast: boolean): Span[] {
  const length = spans.reduce((sum, span) => sum + span.text.length, 0);
  const sides = (isFirst ? 0 : 1) + (isLast ? 0 : 1);
  if (length <= around * sides + 20) return isFirst && isLast ? [] : [...spans];
  const head = isFirst ? [] : takeHead(spans, around);
  if (isLast) return head;
  const dropped = spans
    .map((span) => span.text)
    .join("")
    .slice(isFirst ? 0 : around, length - around);
  const joint = isFirst ? "… " : dropped.includes("\n") ? "\n" : " ";
  return [...head, ...takeTail(spans, around, joint)];
}

function takeHead(spans: readonly Span[], around: number): Span[] {
  const out: Span[] = [];
  let left = around;
  for (const span of spans) {
    if (span.text.length > left) {
      out.push({ ...span, text: `${wholeWords(span.text.slice(0, left))} …` });
      return out;
    }
    out.push(span);
    left -= span.text.length;
  }
  return out;
}

function takeTail(spans: readonly Span[], around: number, joint: string): Span[] {
  const out: Span[] = [];
  let left = around;
  for (const span of spans.toReversed()) {
    if (span.text.length > left) {
      const text = left > 0 ? wholeWordsBack(span.text.slice(-left)) : "";
      out.push({ ...span, text: joint + text });
      return out.toReversed();
    }
    out.push(span);
    left -= span.text.length;
  }
  return out.toReversed();
}

// Very many small changes: the first ones are shown, whole.
function withinBudget(spans: readonly Span[], most: number): Span[] {
  let left = most;
  const kept: Span[] = [];
  for (const span of spans) {
    left -= span.text.length;
    if (left < 0) break;
    kept.push(span);
  }
  return kept;
}
