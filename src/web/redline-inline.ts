import { html } from "hono/html";
import type { Span, SpanOp } from "../model/redline.ts";
import type { Html } from "./deps.ts";
import { languageTag, spoken } from "./markup.ts";
import { fold } from "./redline-lines.ts";
import type { Line, Stretch } from "./redline-lines.ts";
import { counted } from "./words.ts";

/** How a redline is shown. `whole` is the address of the page with everything on it, or null on that page itself. */
export interface RedlineView {
  readonly language: string;
  readonly whole: string | null;
}

/** Characters of unchanged text that are sent folded, and of text in all, before the page asks to be asked. */
const foldedAtMost = 150_000;
const shownAtMost = 400_000;
const wholeAtMost = 6_000_000;

/** One running text with insertions, deletions and moves marked; what did not change is folded. */
export function inlineRedline(lines: readonly Line[], view: RedlineView): Html {
  const mark = createMarker(lines);
  const { stretches, cut } = withinBudget(fold(lines), view);
  return html`<div class="redline inline" lang="${languageTag(view.language)}">
      ${stretches.map(({ stretch, bodies }) =>
        stretch.kind === "shown"
          ? passages(stretch.lines, mark)
          : html`<details class="unchanged">
              <summary lang="en">${foldedWords(stretch)}</summary>
              ${bodies ? passages(stretch.lines, mark) : wholeLink(view)}
            </details>`,
      )}
    </div>
    ${cut ? cutNotice(view) : null}`;
}

/** The same stretches, with those left out that would make the page too long. */
export function withinBudget(stretches: readonly Stretch[], view: RedlineView) {
  let folded = 0;
  let shown = 0;
  const kept: { stretch: Stretch; bodies: boolean }[] = [];
  for (const stretch of stretches) {
    const size = stretch.lines.reduce((sum, line) => sum + line.length, 0);
    if (stretch.kind === "folded") folded += size;
    else shown += size;
    if (shown > (view.whole === null ? wholeAtMost : shownAtMost) && kept.length > 0)
      return { stretches: kept, cut: true };
    kept.push({ stretch, bodies: folded <= (view.whole === null ? wholeAtMost : foldedAtMost) });
  }
  return { stretches: kept, cut: false };
}

export function foldedWords({ lines }: Stretch): string {
  const first = lines[0]?.section ?? "";
  const last = lines.at(-1)?.section ?? "";
  const where = first === last ? first : [first, last].filter((name) => name !== "").join(" to ");
  return `${counted(lines.length, "unchanged passage")}${where === "" ? "" : ` · ${where}`}`;
}

export function wholeLink({ whole }: RedlineView): Html {
  return whole === null
    ? html`<p lang="en">
        This part is too long for a page. The API has it: the address of this page under <code>/api/v1</code>, with
        <code>/redline</code>.
      </p>`
    : html`<p lang="en"><a href="${whole}">Show the whole text</a> (this part is long)</p>`;
}

export function cutNotice({ whole }: RedlineView): Html {
  return whole === null
    ? html`<p class="notice">The text goes on. It is too long for a page; the API has all of it.</p>`
    : html`<p class="notice">The redline goes on. <a href="${whole}">Show all of it</a> (a long page).</p>`;
}

/** Passages under their section names. */
export function passages(lines: readonly Line[], run: (span: Span) => Html): readonly Html[] {
  return bySection(lines).map(
    ({ section, lines }) =>
      html`<section class="passage">
        ${section === "" ? null : html`<h3 class="where">${section}</h3>`}
        <div class="text">${lines.map((line) => html`<p class="${line.kind}">${line.spans.map(run)}</p>`)}</div>
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

/** Marks runs so that neither colour nor sight is needed: underline or strike-through to see, words to hear. */
export function createMarker(lines: readonly Line[]): (span: Span) => Html {
  const places = movePlaces(lines);
  const anchored = new Set<string>();

  function anchor(name: string): Html | null {
    if (anchored.has(name)) return null;
    anchored.add(name);
    return html` id="${name}"`;
  }

  function moved(span: Span, from: boolean): Html {
    const move = span.move ?? 0;
    const here = anchor(`${from ? "moved-from" : "moved-to"}-${move}`);
    const place = places.get(`${from ? "move-to" : "move-from"}:${move}`);
    const link =
      here === null || place === undefined
        ? null
        : html` <a class="move" lang="en" href="#${from ? "moved-to" : "moved-from"}-${move}"
            >${from ? "moved to" : "moved from"}${place === "" ? "" : ` ${place}`}</a
          >`;
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
  return (span) => marks[span.op](span);
}

function movePlaces(lines: readonly Line[]): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const { spans } of lines) {
    for (const span of spans) {
      const place = `${span.op}:${span.move ?? 0}`;
      if (!places.has(place)) places.set(place, span.section);
    }
  }
  return places;
}
