import { html } from "hono/html";
import type { Span } from "../model/redline.ts";
import { languageTag } from "./markup.ts";
import type { Html } from "./markup.ts";
import type { Line } from "./redline-lines.ts";
import { createMarker } from "./redline-marks.ts";
import { partsByLine, piecesOf } from "./redline-parts.ts";
import type { Piece, RedlineParts } from "./redline-parts.ts";
import { stopsOf } from "./redline-stops.ts";
import type { Stops } from "./redline-stops.ts";
import { foldedWords } from "./redline-words.ts";

/** How a redline is shown. */
export interface RedlineView {
  readonly language: string;
  /** Stands before every id, so that one page can hold a redline twice. */
  readonly ids?: string;
  /** Divides a long redline; everything stands on one page if left out. */
  readonly parts?: RedlineParts;
  /** What is said beside a run: why it counts. */
  readonly notes?: ReadonlyMap<Span, Html>;
}

/** One running text with insertions, deletions and moves marked; what did not change is folded. */
export function inlineRedline(lines: readonly Line[], view: RedlineView): Html {
  const { pieces, end, write } = preparedRedline(lines, view);
  return html`<div class="redline inline" lang="${languageTag(view.language)}">
      ${pieces.map((piece) => (piece.fold === null ? passages(piece.lines, write) : write.folded(piece)))}
    </div>
    ${end}`;
}

/** A redline ready to be laid out: the pieces of one part, what stands after them, and how to write them. */
export interface PreparedRedline {
  readonly pieces: readonly Piece[];
  readonly end: Html | null;
  readonly write: Writer;
}

/** Writes the runs of a passage, makes it a place to stop at, and folds what did not change. */
export interface Writer extends Stops {
  readonly run: (span: Span) => Html;
  readonly folded: (piece: Piece) => Html;
}

export function preparedRedline(lines: readonly Line[], view: RedlineView): PreparedRedline {
  const { ids = "", parts } = view;
  const pieces = parts?.pieces ?? piecesOf(lines);
  const places = partsByLine(pieces);
  const elsewhere = (line: Line): string => {
    const part = places.get(line) ?? 1;
    return parts === undefined || part === parts.part ? "" : parts.partAddress(part);
  };
  const stops = stopsOf(lines, ids, elsewhere);
  const run = createMarker(lines, ids, view.notes, elsewhere);
  const write: Writer = { ...stops, run, folded: (piece) => foldedPiece(piece, ids, parts, write) };
  return {
    pieces: parts === undefined ? pieces : pieces.filter(({ part }) => part === parts.part),
    end: parts?.end ?? null,
    write,
  };
}

// Text that did not change is sent along where it is short, or asked for; else a link brings it.
function foldedPiece({ lines, fold }: Piece, ids: string, parts: RedlineParts | undefined, write: Writer): Html {
  const number = fold ?? 0;
  const isOpen = parts?.open === number;
  const id = `${ids}fold-${number}`;
  if (parts === undefined || isOpen || parts.withText.has(number)) {
    return html`<details class="unchanged" id="${id}" ${isOpen ? html` open` : ""}>
      <summary lang="en">${foldedWords(lines)}</summary>
      ${passages(lines, write)}
    </details>`;
  }
  return html`<p class="unchanged" id="${id}" lang="en">
    <a class="fold" href="${parts.foldAddress(number)}#${id}">${foldedWords(lines)}</a>
  </p>`;
}

/** Passages under their section names. */
function passages(lines: readonly Line[], write: Writer): readonly Html[] {
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
