import { printable } from "../model/printable.ts";
import type { Span } from "../model/redline.ts";
import type { Comparison } from "./comparison.ts";
import { fold, linesOf } from "./redline-lines.ts";
import type { Line } from "./redline-lines.ts";
import { isInvisible, movePlaces, placeWords } from "./redline-marks.ts";
import { capital, coarseWords, foldedWords, statsWords, unchangedWords } from "./redline-words.ts";
import { paint, wrap } from "./terminal-text.ts";
import type { Run } from "./terminal-text.ts";

/** How lines are written. They are broken at `columns`, or not at all if it is left out. */
export interface TextView {
  readonly colour: boolean;
  readonly columns?: number;
}

/**
 * A redline as lines for a terminal or a mail. Insertions stand in `{+ +}` and deletions in `[- -]`, with and without colour; unchanged
 * passages away from a change are counted. Foreign text can neither colour nor move anything on a terminal.
 */
export function redlineText(comparison: Comparison, view: TextView): string {
  const { redline, before, after } = comparison;
  const print = printer(view);
  if (redline.spans.every(({ op }) => op === "equal")) {
    return [...heading(comparison, print), "", unchangedWords, ""].join("\n");
  }
  const mark = createMarker(redline.spans);
  const body = fold(linesOf(redline, before.blocks, after.blocks)).flatMap(({ kind, lines }) =>
    kind === "folded" ? ["", ...print([{ text: `⋯ ${foldedWords(lines)}`, style: "dim" }])] : shown(lines, mark, print),
  );
  return [...heading(comparison, print), ...body, ""].join("\n");
}

type Print = (runs: readonly Run[], indent?: string) => readonly string[];

function printer({ colour, columns = Infinity }: TextView): Print {
  return (runs, indent = "") =>
    wrap(
      runs.map((run) => ({ ...run, text: printable(run.text) })),
      Math.max(20, columns - indent.length),
    ).map((line) => indent + line.map((run) => paint(run, colour)).join(""));
}

function heading(comparison: Comparison, print: Print): readonly string[] {
  const { before, after, redline, significance, headline, summary, reasons } = comparison;
  return [
    ...print([{ text: `--- ${before.name}`, style: "bold" }]),
    ...print([{ text: `+++ ${after.name}`, style: "bold" }]),
    ...print([{ text: `${capital(significance)}: ${headline}`, style: "bold" }]),
    ...(summary === "" ? [] : print([{ text: summary, style: "plain" }])),
    ...reasons.flatMap((reason) => print([{ text: `· ${capital(reason)}`, style: "plain" }], "  ")),
    ...print([{ text: statsWords(redline.stats), style: "dim" }]),
    ...(redline.coarse === true ? print([{ text: coarseWords, style: "plain" }]) : []),
  ];
}

function shown(lines: readonly Line[], mark: (span: Span) => readonly Run[], print: Print): readonly string[] {
  let section: string | null = null;
  return lines.flatMap((line) => {
    const isNew = line.section !== section;
    section = line.section;
    const name = isNew && section !== "" ? print([{ text: section, style: "section" }]) : [];
    return [...(isNew ? [""] : []), ...name, ...print(line.spans.flatMap(mark), section === "" ? "" : "  ")];
  });
}

/** Longer moved passages are shown in full where they are now, and by their ends where they were. */
const wholeWhereItWas = 160;

function createMarker(spans: readonly Span[]): (span: Span) => readonly Run[] {
  const places = movePlaces(spans);
  const marks = {
    equal: (text: string): Run => ({ text, style: "plain" }),
    insert: (text: string): Run => ({ text: `{+${text}+}`, style: "insert" }),
    delete: (text: string): Run => ({ text: `[-${text}-]`, style: "delete" }),
    "move-to": (text: string): Run => ({ text: `{+${text}+}`, style: "moved" }),
    "move-from": (text: string): Run => ({ text: `[-${abridged(text)}-]`, style: "moved" }),
  };
  return (span) => {
    const run = isInvisible(span) ? marks.equal(span.text) : marks[span.op](span.text);
    const place = span.move === undefined ? null : placeWords(span, places);
    return place === null ? [run] : [run, { text: `⟨${place}⟩`, style: "moved" }];
  };
}

function abridged(text: string): string {
  if (text.length <= wholeWhereItWas) return text;
  const side = wholeWhereItWas / 2 - 5;
  return `${text.slice(0, side).trimEnd()} … ${text.slice(-side).trimStart()}`;
}
