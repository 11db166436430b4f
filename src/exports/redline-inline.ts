import { html } from "hono/html";
import type { Span } from "../model/redline.ts";
import { languageTag } from "./markup.ts";
import type { Html } from "./markup.ts";
import { fold } from "./redline-lines.ts";
import type { Line, Stretch } from "./redline-lines.ts";
import { createMarker } from "./redline-marks.ts";
import { stopsOf } from "./redline-stops.ts";
import type { Stops } from "./redline-stops.ts";
import { foldedWords } from "./redline-words.ts";

/** How a redline is shown. */
export interface RedlineView {
  readonly language: string;
  /** Stands before every id, so that one page can hold a redline twice. */
  readonly ids?: string;
  /** What the page may hold; everything if left out. */
  readonly limits?: RedlineLimits;
}

/** The most characters a page holds, and what it says where the rest would stand. */
export interface RedlineLimits {
  readonly folded: number;
  readonly shown: number;
  readonly insteadOfFolded: Html;
  readonly insteadOfRest: Html;
}

/** One running text with insertions, deletions and moves marked; what did not change is folded. */
export function inlineRedline(lines: readonly Line[], view: RedlineView): Html {
  const { stretches, rest, write } = preparedRedline(lines, view);
  return html`<div class="redline inline" lang="${languageTag(view.language)}">
      ${stretches.map(({ lines, folded, instead }) =>
        folded
          ? html`<details class="unchanged">
              <summary lang="en">${foldedWords(lines)}</summary>
              ${instead ?? passages(lines, write)}
            </details>`
          : passages(lines, write),
      )}
    </div>
    ${rest}`;
}

/** A redline ready to be laid out: its stretches within the limits, what stands for the rest, and how to write its parts. */
export interface PreparedRedline {
  readonly stretches: readonly {
    readonly lines: readonly Line[];
    readonly folded: boolean;
    /** Stands in place of folded passages that the page has no room for. */
    readonly instead: Html | null;
  }[];
  readonly rest: Html | null;
  readonly write: Writer;
}

/** Writes the runs of a passage, and makes it a place to stop at. */
export interface Writer extends Stops {
  readonly run: (span: Span) => Html;
}

export function preparedRedline(lines: readonly Line[], { ids = "", limits }: RedlineView): PreparedRedline {
  const { kept, cut } = limits === undefined ? { kept: fold(lines), cut: false } : upTo(fold(lines), limits.shown);
  let folded = 0;
  const stretches = kept.map((stretch) => {
    const isFolded = stretch.kind === "folded";
    if (isFolded) folded += sizeOf(stretch);
    const fits = limits === undefined || folded <= limits.folded;
    return { lines: stretch.lines, folded: isFolded, instead: isFolded && !fits ? limits.insteadOfFolded : null };
  });
  const stops = stopsOf(
    kept.flatMap((stretch) => stretch.lines),
    ids,
  );
  return {
    stretches,
    rest: cut && limits !== undefined ? limits.insteadOfRest : null,
    write: { run: createMarker(lines, ids), ...stops },
  };
}

function upTo(stretches: readonly Stretch[], most: number) {
  let shown = 0;
  const end = stretches.findIndex((stretch) => {
    if (stretch.kind === "shown") shown += sizeOf(stretch);
    return shown > most;
  });
  return end === -1 ? { kept: stretches, cut: false } : { kept: stretches.slice(0, Math.max(1, end)), cut: true };
}

function sizeOf({ lines }: Stretch): number {
  return lines.reduce((sum, line) => sum + line.length, 0);
}

/** Passages under their section names. */
export function passages(lines: readonly Line[], write: Writer): readonly Html[] {
  return bySection(lines).map(
    ({ section, lines }) =>
      html`<section class="passage">
        ${section === "" ? null : html`<h3 class="where">${section}</h3>`}
        <div class="text">
          ${lines.map((line) => html`<p class="${line.kind}" ${write.id(line)}>${write.jumps(line)}${line.spans.map(write.run)}</p>`)}
        </div>
      </section>`,
  );
}

function bySection(lines: readonly Line[]) {
  const groups: { section: string; lines: Line[] }[] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (last?.section === line.section) last.lines.push(line);
    else groups.push({ section: line.section, lines: [line] });
  }
  return groups;
}
