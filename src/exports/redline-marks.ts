import { html } from "hono/html";
import type { Span, SpanOp } from "../model/redline.ts";
import { spoken } from "./markup.ts";
import type { Html } from "./markup.ts";
import type { Line } from "./redline-lines.ts";

/**
 * Marks runs so that neither colour nor sight is needed: underline or strike-through to see, words to hear. The two ends of a move are
 * linked. `ids` stands before every id, so that one page can hold a redline twice. `notes` stand behind their runs; `elsewhere` is the
 * address of the page that holds a passage, empty on that page itself.
 */
export function createMarker(
  lines: readonly Line[],
  ids: string,
  notes: ReadonlyMap<Span, Html> | undefined,
  elsewhere: (line: Line) => string,
): (span: Span) => Html {
  const places = movePlaces(lines.flatMap(({ spans }) => spans));
  const ends = moveEnds(lines);
  const anchored = new Set<string>();

  function anchor(name: string): Html | null {
    if (anchored.has(name)) return null;
    anchored.add(name);
    return html` id="${name}"`;
  }

  function moved(span: Span, from: boolean): Html {
    const move = span.move ?? 0;
    const here = anchor(`${ids}${from ? "moved-from" : "moved-to"}-${move}`);
    const place = placeWords(span, places);
    const other = ends.get(`${from ? "move-to" : "move-from"}:${move}`);
    const address = `${other === undefined ? "" : elsewhere(other)}#${ids}${from ? "moved-to" : "moved-from"}-${move}`;
    const link =
      here === null || place === null ? null : html` <a class="move" lang="en" href="${address}">${place}</a>`;
    return from
      ? html`<del class="moved" ${here}>${spoken("[moved away: ")}${span.text}${spoken("] ")}</del>${link}`
      : html`<ins class="moved" ${here}>${spoken("[moved here: ")}${span.text}${spoken("] ")}</ins>${link}`;
  }

  const marks: Readonly<Record<SpanOp, (span: Span) => Html>> = {
    equal: (span) => html`${span.text}`,
    insert: (span) => html`<ins>${spoken("[inserted: ")}${span.text}${spoken("] ")}</ins>`,
    delete: (span) => html`<del>${spoken("[deleted: ")}${span.text}${spoken("] ")}</del>`,
    "move-from": (span) => moved(span, true),
    "move-to": (span) => moved(span, false),
  };
  return (span) => {
    if (isInvisible(span)) return html`${span.text}`;
    const note = notes?.get(span);
    return note === undefined ? marks[span.op](span) : html`${marks[span.op](span)}${note}`;
  };
}

/** The passage in which each end of each move begins, by `move-from:3` and `move-to:3`. */
function moveEnds(lines: readonly Line[]): ReadonlyMap<string, Line> {
  const ends = new Map<string, Line>();
  for (const line of lines) {
    for (const { op, move } of line.spans) {
      if (move !== undefined && !ends.has(`${op}:${move}`)) ends.set(`${op}:${move}`, line);
    }
  }
  return ends;
}

/** Whether a span is nothing but space that came or went where no words did. */
export function isInvisible({ text, nature }: Span): boolean {
  return nature === "typesetting" && text.trim() === "";
}

/** The section in which each end of each move stands, by `move-from:3` and `move-to:3`. */
export function movePlaces(spans: readonly Span[]): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const { op, move, section } of spans) {
    const end = `${op}:${move ?? 0}`;
    if (move !== undefined && !places.has(end)) places.set(end, section);
  }
  return places;
}

/** Where a moved passage went, or came from; null for what has no other end. */
export function placeWords(span: Span, places: ReturnType<typeof movePlaces>): string | null {
  const isHere = span.op === "move-to";
  const place = places.get(`${isHere ? "move-from" : "move-to"}:${span.move ?? 0}`);
  if (place === undefined) return null;
  if (place === span.section) return place === "" ? "moved" : "moved within this section";
  return `${isHere ? "moved from" : "moved to"} ${place === "" ? "elsewhere" : place}`;
}
