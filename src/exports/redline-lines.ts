import type { Redline, Span } from "../model/redline.ts";
import type { Block, BlockKind } from "../model/text.ts";

/** One passage of a redline: the runs between two line feeds. */
export interface Line {
  readonly section: string;
  readonly spans: readonly Span[];
  /** `equal`: untouched. `insert`, `delete`: only in one of the texts. `mixed`: in both, with changes. */
  readonly fate: "equal" | "insert" | "delete" | "mixed";
  readonly kind: BlockKind;
  readonly length: number;
}

/** Cuts a redline into passages and gives each the kind of the block it came from. */
export function linesOf(redline: Redline, before: readonly Block[], after: readonly Block[]): readonly Line[] {
  const old = blockFinder(before);
  const current = blockFinder(after);
  const lines: Line[] = [];
  let spans: Span[] = [];
  let oldAt = 0;
  let newAt = 0;
  let oldStart = 0;
  let newStart = 0;

  function finish(): void {
    if (spans.length > 0) {
      const fate = fateOf(spans);
      const block = fate === "delete" ? old(oldStart) : current(newStart);
      const length = spans.reduce((sum, span) => sum + span.text.length, 0);
      // A provision that was renumbered is found under its new number.
      const { section = "" } = spans.find(inNew) ?? spans[0] ?? {};
      lines.push({ section, spans, fate, kind: block?.kind ?? "paragraph", length });
    }
    spans = [];
    oldStart = oldAt;
    newStart = newAt;
  }

  for (const span of redline.spans) {
    const pieces = span.text.split("\n");
    for (const [index, text] of pieces.entries()) {
      const feed = index < pieces.length - 1 ? 1 : 0;
      if (inOld(span)) oldAt += text.length + feed;
      if (inNew(span)) newAt += text.length + feed;
      if (text !== "") spans.push({ ...span, text });
      if (feed === 1) finish();
    }
  }
  finish();
  return lines;
}

export function inOld({ op }: Span): boolean {
  return op !== "insert" && op !== "move-to";
}

export function inNew({ op }: Span): boolean {
  return op !== "delete" && op !== "move-from";
}

function fateOf(spans: readonly Span[]): Line["fate"] {
  if (spans.every(({ op }) => op === "equal")) return "equal";
  if (spans.every((span) => !inOld(span))) return "insert";
  return spans.every((span) => !inNew(span)) ? "delete" : "mixed";
}

/** Tells which block a position in the text lies in. Positions must not go back, so that a long text is walked once. */
export function blockFinder(blocks: readonly Block[]): (position: number) => Block | undefined {
  let index = 0;
  let end = blocks[0]?.text.length ?? 0;
  return (position) => {
    while (position > end && index < blocks.length - 1) {
      index += 1;
      end += 1 + (blocks[index]?.text.length ?? 0);
    }
    return blocks[index];
  };
}

/** What a reader gets to see at once: passages near a change, and between them the folded rest. */
export interface Stretch {
  readonly kind: "shown" | "folded";
  readonly lines: readonly Line[];
}

/** Folds untouched passages, but for one on each side of a change. A single short one is not worth folding. */
export function fold(lines: readonly Line[]): readonly Stretch[] {
  const changed = (index: number) => (lines[index]?.fate ?? "equal") !== "equal";
  const near = lines.map((_, index) => changed(index - 1) || changed(index) || changed(index + 1));
  const stretches: { kind: Stretch["kind"]; lines: Line[] }[] = [];
  for (let start = 0; start < lines.length;) {
    let end = start;
    while (end < lines.length && near[end] === near[start]) end += 1;
    const run = lines.slice(start, end);
    const short = run.length === 1 && (run[0]?.length ?? 0) < 200;
    const kind = near[start] === true || short ? "shown" : "folded";
    const last = stretches.at(-1);
    if (last?.kind === "shown" && kind === "shown") last.lines.push(...run);
    else stretches.push({ kind, lines: run });
    start = end;
  }
  return stretches;
}
