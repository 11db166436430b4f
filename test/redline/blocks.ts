import type { Redline, Span } from "../../src/model/redline.ts";
import type { Block, BlockKind } from "../../src/model/text.ts";

/** Paragraphs, one a line. */
export function paragraphs(text: string): Block[] {
  return text.split("\n").map((line) => block(line));
}

export function block(text: string, path: readonly string[] = [], kind: BlockKind = "paragraph"): Block {
  return { kind, path, text };
}

/** A redline as one readable line: `[-old-]{+new+}`, moves as `[<1 …<]` and `{>1 …>}`, typesetting with `~`. */
export function show({ spans }: Redline): string {
  return spans.map(showSpan).join("");
}

function showSpan({ op, text, move, nature }: Span): string {
  const mark = nature === "typesetting" ? "~" : nature === "stated-date" ? "@" : "";
  if (op === "delete") return `[-${mark}${text}-]`;
  if (op === "insert") return `{+${mark}${text}+}`;
  if (op === "move-from") return `[<${move} ${text}<]`;
  if (op === "move-to") return `{>${move} ${text}>}`;
  return text;
}

export function oldText({ spans }: Redline): string {
  return textOf(spans, ["equal", "delete", "move-from"]);
}

export function newText({ spans }: Redline): string {
  return textOf(spans, ["equal", "insert", "move-to"]);
}

function textOf(spans: readonly Span[], ops: readonly Span["op"][]): string {
  return spans
    .filter((span) => ops.includes(span.op))
    .map((span) => span.text)
    .join("");
}
