import type { Change } from "../model/change.ts";
import type { Passage } from "../model/composed.ts";
import type { Span } from "../model/redline.ts";
import { clip, clipStart } from "./clip.ts";

const most = 3;
const context = 80;
const changedAtMost = 400;

/**
 * The strongest before-and-after passages of a change, in reading order: first those of the sections its reasons name, then the
 * longest. A first version and a withdrawal have no before and after.
 */
export function passagesOf(change: Change): readonly Passage[] {
  if (change.kind !== "amended") return [];
  return windows(change.redline.spans)
    .map((spans, at) => ({ spans, at, strength: strength(spans, change) }))
    .filter(({ strength }) => strength > 0)
    .toSorted((a, b) => b.strength - a.strength || a.at - b.at)
    .slice(0, most)
    .toSorted((a, b) => a.at - b.at)
    .map(({ spans }) => ({ section: spans[0]?.section ?? "", spans: shorten(spans) }));
}

// Changes of one section with little between them are read together.
function windows(spans: readonly Span[]): readonly (readonly Span[])[] {
  const found: Span[][] = [];
  let open: Span[] = [];
  for (const span of spans) {
    const [first] = open;
    if (first !== undefined && first.section !== span.section) {
      found.push(open);
      open = [];
    }
    open.push(span);
    if (span.op === "equal" && span.text.length > 2 * context && open.length > 1) {
      found.push(open);
      open = [span];
    }
  }
  return [...found, open].filter((window) => window.some(isChanged));
}

function isChanged(span: Span): boolean {
  return span.op !== "equal";
}

function strength(spans: readonly Span[], change: Change): number {
  const changed = spans.filter((span) => isChanged(span) && span.text.trim() !== "");
  const length = changed.reduce((sum, span) => sum + span.text.length, 0);
  if (length === 0) return 0;
  const named = change.reasons.findIndex(
    (reason) => reason.section !== undefined && reason.section === spans[0]?.section,
  );
  return Math.min(length, changedAtMost) + (named === -1 ? 0 : 1000 * (change.reasons.length - named));
}

function shorten(spans: readonly Span[]): Passage["spans"] {
  const last = spans.length - 1;
  return spans
    .map(({ op, text }, at) => {
      if (op !== "equal") return { op, text: clipMiddle(text) };
      if (at === 0) return { op, text: clipStart(text, context) };
      return { op, text: at === last ? clipEnd(text) : text };
    })
    .filter(({ text }) => text !== "");
}

function clipMiddle(text: string): string {
  return text.length <= changedAtMost ? text : clip(text, changedAtMost);
}

// The space between a changed word and what follows it is kept.
function clipEnd(text: string): string {
  if (text.length <= context) return text;
  const lead = /^\s*/u.exec(text)?.[0] ?? "";
  return `${lead === "" ? "" : " "}${clip(text, context)}`;
}
