import type { ComposedChange, ComposedFact, Passage } from "../../model/composed.ts";
import type { SpanOp } from "../../model/redline.ts";
import { plainText } from "../plain-text.ts";
import { cutAtSentence } from "../sentences.ts";
import { line, list, quote, words, type Element } from "./rich.ts";

type Spans = Passage["spans"];

/** A passage as a redline: what was taken out struck through, what was put in bold, so that no colour is needed to tell them apart. */
export function passageParts(passage: Passage, longest: number): ReturnType<typeof quote> {
  return [
    ...line(words(cutAtSentence(plainText(passage.section), 200), { italic: true })),
    ...quote(...shorten(passage.spans, longest).map((span, at, spans) => apart(spans[at - 1], span))),
  ];
}

/** The facts that moved, in the same marks. */
export function factParts(facts: readonly ComposedFact[]): ReturnType<typeof list> {
  return list(
    facts
      .slice(0, 8)
      .map(({ label, before, after }) => [
        ...words(`${label}: `),
        ...words(cutAtSentence(before, 200), { strike: true }),
        ...words(" → "),
        ...words(cutAtSentence(after, 200), { bold: true }),
      ]),
  );
}

/** Deadlines with the days that are left. */
export function deadlineParts(deadlines: ComposedChange["deadlines"]): ReturnType<typeof list> {
  return list(
    deadlines.map(({ label, date, words: left }) => [
      ...words(`${label} `),
      ...words(date, { bold: true }),
      ...words(` · ${left}`),
    ]),
  );
}

/** A passage in one sentence for screen readers and notifications, which know no strike-through. */
export function passageInWords({ spans }: Passage): string {
  const side = (op: SpanOp): string =>
    cutAtSentence(
      plainText(
        spans
          .filter((span) => span.op === op)
          .map(({ text }) => text)
          .join(" … "),
      ),
      200,
    );
  const [before, after] = [side("delete"), side("insert")];
  if (before === "") return after === "" ? "Text moved." : `Added: “${after}”.`;
  return after === "" ? `Removed: “${before}”.` : `Was: “${before}”. Now: “${after}”.`;
}

function spanElements(op: SpanOp, text: string): readonly Element[] {
  if (op === "equal") return words(text);
  if (op === "delete") return words(text, { strike: true });
  if (op === "insert") return words(text, { bold: true });
  const where = op === "move-to" ? "[moved here: " : "[moved from here: ";
  return [...words(where, { italic: true }), ...words(text), ...words("]", { italic: true })];
}

// Slack draws no gap between a word that left and the one that came in its place.
function apart(before: Spans[number] | undefined, { op, text }: Spans[number]): readonly Element[] {
  const isJoined =
    before?.op === "delete" &&
    op === "insert" &&
    /[^\s\p{Script=Han}]$/u.test(before.text) &&
    /^[\p{L}\p{N}]/u.test(text);
  return [...(isJoined ? words(" ") : []), ...spanElements(op, text)];
}

// Every span keeps its share, so that neither side of a change is lost.
function shorten(spans: Spans, longest: number): Spans {
  const length = spans.reduce((sum, { text }) => sum + text.length, 0);
  if (length <= longest) return spans;
  const share = longest / length;
  return spans.map(({ op, text }) => ({
    op,
    text: cutAtSentence(text, Math.max(24, Math.floor(text.length * share))),
  }));
}
