import { inNew, inOld } from "./redline-lines.ts";
import type { Line } from "./redline-lines.ts";
import { isInvisible } from "./redline-marks.ts";
import { firstLines } from "./redline-stops.ts";

/** A section that changed, with how much, and the number of the stop where its changes begin. */
export interface OutlineEntry {
  readonly name: string;
  /** Characters. */
  readonly inserted: number;
  readonly deleted: number;
  readonly moved: number;
  readonly stop: number;
  readonly line: Line;
}

/** The changed sections in the order of the text. Where they are more than `most`, by the sections that hold them. */
export function outlineOf(lines: readonly Line[], most = 80): readonly OutlineEntry[] {
  const fine = entriesOf(lines, (section) => section);
  return fine.length <= most ? fine : entriesOf(lines, outermost);
}

function entriesOf(lines: readonly Line[], nameOf: (section: string) => string): readonly OutlineEntry[] {
  const numbers = new Map(firstLines(lines).map((line, index) => [line, index + 1]));
  const entries: { -readonly [Key in keyof OutlineEntry]: OutlineEntry[Key] }[] = [];
  let stop = 0;
  for (const line of lines) {
    stop = numbers.get(line) ?? stop;
    if (line.fate === "equal") continue;
    const name = nameOf(line.section);
    let entry = entries.at(-1);
    if (entry?.name !== name) {
      entry = { name, inserted: 0, deleted: 0, moved: 0, stop, line };
      entries.push(entry);
    }
    count(line, entry);
  }
  return entries;
}

function count({ spans }: Line, entry: { inserted: number; deleted: number; moved: number }): void {
  for (const span of spans) {
    if (span.op === "equal" || isInvisible(span)) continue;
    if (span.op === "move-to") entry.moved += span.text.length;
    else if (!inOld(span)) entry.inserted += span.text.length;
    else if (!inNew(span) && span.op === "delete") entry.deleted += span.text.length;
  }
}

// `§ 744.23(b)(2)` stands in § 744.23, `Sec. 2 > (a)` in Sec. 2.
function outermost(section: string): string {
  return section.replace(/ > .*$/s, "").replace(/(?<=^§ [^(]+)\(.*$/s, "");
}
