import type { Redline, Span } from "../model/redline.ts";
import type { Block } from "../model/text.ts";
import { blockFinder, inNew, inOld } from "./redline-lines.ts";

/** A paragraph as a word processor tracks it. Its mark, which ends it, has a fate of its own. */
export interface RevisedParagraph {
  readonly runs: readonly Span[];
  /** `equal` where the paragraph ends in both texts, else in which of them alone. */
  readonly mark: "equal" | "insert" | "delete";
  /** The passage it comes from, as the new text has it where it can. */
  readonly block: Block | undefined;
}

/**
 * A redline as paragraphs. Rejecting every insertion, marks included, and taking every deletion back gives the old text; the other way
 * round the new one. A paragraph that came or went as a whole has its own mark marked, so that it leaves no trace.
 */
export function revisedParagraphs(
  redline: Redline,
  before: readonly Block[],
  after: readonly Block[],
): readonly RevisedParagraph[] {
  const old = blockFinder(before);
  const current = blockFinder(after);
  const paragraphs: RevisedParagraph[] = [];
  let runs: Span[] = [];
  const at = { old: 0, new: 0 };
  const start = { old: 0, new: 0 };

  function finish(mark: RevisedParagraph["mark"]): void {
    const isGone = mark === "delete" ? !runs.some(inNew) : runs.length > 0 && !runs.some(inNew);
    paragraphs.push({ runs, mark, block: isGone ? old(start.old) : current(start.new) });
    runs = [];
    start.old = at.old;
    start.new = at.new;
  }

  for (const span of pieces(redline.spans)) {
    if (inOld(span)) at.old += span.text.length;
    if (inNew(span)) at.new += span.text.length;
    if (span.text !== "\n") runs.push(span);
    else finish(inOld(span) ? (inNew(span) ? "equal" : "delete") : "insert");
  }
  finish("equal");
  return paragraphs;
}

/** The spans with every line feed on its own, and whole passages that came or went ending with theirs instead of beginning with it. */
function pieces(spans: readonly Span[]): readonly Span[] {
  const out: Span[] = [];
  let group: Span[] = [];
  for (const piece of spans.flatMap(cutAtFeeds)) {
    if (piece.op !== "equal") {
      group.push(piece);
      continue;
    }
    const from = piece.text === "\n" ? wholeFrom(group) : group.length;
    append(out, group.slice(0, from), [piece], rotated(group.slice(from)));
    group = [];
  }
  // Behind the last passage stands no line feed that could be passed on.
  append(out, group);
  return out;
}

// Spreading a long list into a call overflows the stack.
function append(out: Span[], ...lists: readonly (readonly Span[])[]): void {
  for (const list of lists) for (const span of list) out.push(span);
}

function cutAtFeeds(span: Span): readonly Span[] {
  return span.text
    .split(/(\n)/)
    .filter((text) => text !== "")
    .map((text) => ({ ...span, text }));
}

/** Where the whole passages of a group of changes begin: from there on, each side is empty or begins with a line feed. */
function wholeFrom(group: readonly Span[]): number {
  let from = group.length;
  const first = { old: "\n", new: "\n" };
  for (const [index, span] of [...group.entries()].toReversed()) {
    first[inOld(span) ? "old" : "new"] = span.text;
    if (first.old === "\n" && first.new === "\n") from = index;
  }
  return from;
}

/** On each side, the line feed before a passage becomes the one behind it. */
function rotated(group: readonly Span[]): readonly Span[] {
  const behind = new Map<Span, Span>();
  for (const belongs of [inOld, inNew]) {
    let feed: Span | undefined;
    let last: Span | undefined;
    for (const span of group) {
      if (!belongs(span)) continue;
      if (span.text === "\n") {
        if (feed !== undefined && last !== undefined) behind.set(last, feed);
        feed = span;
      }
      last = span;
    }
    if (feed !== undefined && last !== undefined) behind.set(last, feed);
  }
  return group.flatMap((span) => {
    const feed = behind.get(span);
    return [...(span.text === "\n" ? [] : [span]), ...(feed === undefined ? [] : [feed])];
  });
}
