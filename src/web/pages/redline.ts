import { html } from "hono/html";
import { languageTag } from "../../exports/markup.ts";
import type { Html } from "../../exports/markup.ts";
import { columnsRedline } from "../../exports/redline-columns.ts";
import { inlineRedline, preparedRedline } from "../../exports/redline-inline.ts";
import type { RedlineView } from "../../exports/redline-inline.ts";
import { outlineOf } from "../../exports/redline-outline.ts";
import type { OutlineEntry } from "../../exports/redline-outline.ts";
import { lengthOf } from "../../exports/redline-parts.ts";
import { coarseWords, counted, unchangedWords } from "../../exports/redline-words.ts";
import type { Redline, Span } from "../../model/redline.ts";
import type { Texts } from "../comparison.ts";
import { documentText } from "../document-text.ts";
import { address } from "../links.ts";
import type { RedlineReading, TextChoice } from "../redline-view.ts";

type Notes = ReadonlyMap<Span, Html>;

/** The text where nothing is compared. */
export function plainSection(texts: Texts, choice: TextChoice, path: string): Html {
  const shown = texts.after ?? texts.before;
  if (shown === null) return section("Text", html`<p>No text was kept for this change.</p>`);
  if (shown.blocks.length === 0) return section("Text", html`<p>The publisher has not given the text yet.</p>`);
  return section("Text", documentText(shown.blocks, shown.language, choice.whole ? null : address(path, { whole: 1 })));
}

/** The redline of a change or of a comparison. `notes` say beside words why they count; `above` stands over it. */
export function redlineSection(
  texts: Texts,
  reading: RedlineReading,
  choice: TextChoice,
  notes: Notes = new Map(),
  above: Html | null = null,
): Html {
  const { redline } = reading;
  const shown = texts.after ?? texts.before;
  if (redline.spans.every(({ op }) => op === "equal")) return unchangedSection(texts, reading, choice, above);
  const view = { ...viewOf(reading, shown?.language ?? ""), notes };
  const outline = outlineSection(reading, view.language);
  return section(
    "Redline",
    html`${above}
      <div class="tools">
        <p class="stats">${stats(redline)}</p>
        ${toggle(reading, choice)}
      </div>
      <p class="legend">
        <ins>inserted</ins> <del>deleted</del> <ins class="moved">moved here</ins> <del class="moved">moved away</del>
      </p>
      ${redline.coarse === true ? html`<p class="notice">${coarseWords}</p>` : null}
      <div
        class="outlined${choice.side ? " wide" : ""}${outline === null ? " bare" : ""}${isLong(reading) ? " long" : ""}"
      >
        ${outline}
        <div>${choice.side ? columnsRedline(reading.lines, view) : inlineRedline(reading.lines, view)}</div>
      </div>
      ${stepper}`,
  );
}

/** What a folded piece holds, for a page that has the rest already; null where there is none of that number. */
export function foldFragment(texts: Texts, reading: RedlineReading): Html | null {
  const piece = reading.pieces.find(({ fold }) => fold !== null && fold === reading.open);
  if (piece === undefined) return null;
  const { language } = texts.after ?? texts.before ?? { language: "" };
  return preparedRedline(reading.lines, viewOf(reading, language)).write.folded(piece);
}

function viewOf(reading: RedlineReading, language: string): RedlineView {
  const { pieces, part, withText, open, partAddress, foldAddress } = reading;
  return { language, parts: { pieces, part, withText, open, partAddress, foldAddress, end: partsNav(reading) } };
}

function unchangedSection(texts: Texts, reading: RedlineReading, choice: TextChoice, above: Html | null): Html {
  const { blocks, language } = texts.after ?? texts.before ?? { blocks: [], language: "" };
  const whole = choice.whole ? null : reading.shownAs({ side: choice.side, whole: true });
  return section(
    "Text",
    html`${above}
      <p>${unchangedWords}</p>
      <details class="unchanged">
        <summary>The text</summary>
        ${documentText(blocks, language, whole)}
      </details>`,
  );
}

/** Whether a page holds so much that laying all of it out at once would be felt. Characters. */
function isLong({ pieces, part, withText }: RedlineReading): boolean {
  const onPage = pieces.filter((piece) => piece.part === part && (piece.fold === null || withText.has(piece.fold)));
  return onPage.reduce((sum, { lines }) => sum + lengthOf(lines), 0) > longPage;
}

const longPage = 60_000;

function toggle({ shownAs, part, parts, pieces, withText }: RedlineReading, { side, whole }: TextChoice): Html {
  const isComplete = parts === 1 && pieces.every(({ fold }) => fold === null || withText.has(fold));
  return html`<div class="choices">
    ${whole || isComplete ? null : html`<a href="${shownAs({ side, whole: true })}#text">Everything on one page</a>`}
    ${parts === 1 ? null : html`<span class="fine">Part ${part} of ${parts}</span>`}
    <nav class="toggle" aria-label="How the redline is shown">
      <a href="${shownAs({ side: false, whole })}#text" ${side ? "" : current}>Inline</a
      ><a href="${shownAs({ side: true, whole })}#text" ${side ? current : ""}>Side by side</a>
    </nav>
  </div>`;
}

const current = html` aria-current="true"`;

function partsNav({ part, parts, partAddress }: RedlineReading): Html | null {
  if (parts === 1) return null;
  return html`<nav class="parts" aria-label="Parts of the redline">
    ${part === 1 ? null : html`<a rel="prev" href="${partAddress(part - 1)}#text">Part ${part - 1}</a>`}
    <span>Part ${part} of ${parts}</span>
    ${part === parts ? null : html`<a rel="next" href="${partAddress(part + 1)}#text">The redline goes on: part ${part + 1}</a>`}
  </nav>`;
}

/** The changed sections, each with what happened in it. */
function outlineSection({ lines, elsewhere }: RedlineReading, language: string): Html | null {
  const entries = outlineOf(lines);
  if (entries.length < 2) return null;
  return html`<nav class="outline" aria-labelledby="outline">
    <h3 id="outline">${counted(entries.length, "changed section")}</h3>
    <ol lang="${languageTag(language)}">
      ${entries.map(
        (entry) =>
          html`<li>
            <a href="${elsewhere(entry.line)}#change-${entry.stop}"
              >${entry.name === "" ? html`<span lang="en">Beginning</span>` : entry.name}</a
            >
            ${marks(entry)}
          </li>`,
      )}
    </ol>
  </nav>`;
}

function marks({ inserted, deleted, moved }: OutlineEntry): Html {
  return html`<span class="marks" lang="en"
    >${inserted > 0 ? html`<span class="plus" title="inserted">+${inserted.toLocaleString("en")}</span> ` : null}${
      deleted > 0 ? html`<span class="minus" title="deleted">−${deleted.toLocaleString("en")}</span> ` : null
    }${moved > 0 ? html`<span class="shift" title="moved here">⇄${moved.toLocaleString("en")}</span>` : null}</span
  >`;
}

/** Where scripts run: from change to change without looking for the small arrows. */
const stepper = html`<p class="stepper" hidden>
  <button type="button" data-step="-1"><span aria-hidden="true">↑</span> Previous <kbd>p</kbd></button>
  <output></output>
  <button type="button" data-step="1"><span aria-hidden="true">↓</span> Next <kbd>n</kbd></button>
</p>`;

function section(title: string, body: Html): Html {
  return html`<section class="reading" aria-labelledby="text">
    <h2 id="text">${title}</h2>
    ${body}
  </section>`;
}

function stats({ stats }: Redline): Html {
  const { inserted, deleted, moved, sections } = stats;
  return html`<span class="plus">+${inserted.toLocaleString("en")}</span>
    <span class="minus">−${deleted.toLocaleString("en")}</span>
    characters${moved > 0 ? html`, ${moved.toLocaleString("en")} moved` : null}, in ${counted(sections, "section")}`;
}
