import type { Span } from "../model/redline.ts";
import type { Reason } from "../model/significance.ts";
import { inNew, inOld } from "../exports/redline-lines.ts";
import type { Line } from "../exports/redline-lines.ts";
import { isInvisible } from "../exports/redline-marks.ts";

/** The words that a reason rests on. */
export interface Mark {
  readonly span: Span;
  readonly line: Line;
}

/** For each reason the changed words it speaks of, or null where the redline does not show them. */
export function markReasons(lines: readonly Line[], reasons: readonly Reason[]): readonly (Mark | null)[] {
  const changed = lines.filter(({ fate }) => fate !== "equal");
  return reasons.map((reason) => bestMark(changed, reason));
}

function bestMark(lines: readonly Line[], { section, before, after }: Reason): Mark | null {
  if (section === undefined && before === undefined && after === undefined) return null;
  const inSection = lines.filter((line) => section === undefined || isWithin(line.section, section));
  let best: Mark | null = null;
  // Without a section only words that are found count.
  let most = section === undefined ? 1 : -1;
  for (const line of inSection) {
    const told = says(line, inNew, after) + says(line, inOld, before);
    for (const span of line.spans) {
      if (span.op === "equal" || isInvisible(span)) continue;
      const held = 4 * holds(span, inNew, after) + 2 * holds(span, inOld, before);
      // Of equally good words those that are the law now.
      const score = 2 * told + 2 * held + Number(inNew(span));
      if (score <= most) continue;
      best = { span, line };
      most = score;
    }
  }
  return best;
}

function isWithin(section: string, wanted: string): boolean {
  return section === wanted || (section.startsWith(wanted) && /^(\(| > )/.test(section.slice(wanted.length)));
}

// The words of a reason may begin before the changed ones: then the passage holds them, and no run alone does.
function says({ spans }: Line, belongs: (span: Span) => boolean, words: string | undefined): number {
  const text = spans
    .filter(belongs)
    .map((span) => span.text)
    .join("");
  return share(text, words);
}

function holds(span: Span, belongs: (span: Span) => boolean, words: string | undefined): number {
  return belongs(span) ? share(span.text, words) : 0;
}

// Rules name terms in small letters, one after the other.
function share(text: string, words = ""): number {
  if (words === "") return 0;
  if (text.includes(words)) return 1;
  const small = text.toLowerCase();
  const terms = words.toLowerCase().split(", ");
  return terms.filter((term) => small.includes(term)).length / terms.length;
}
