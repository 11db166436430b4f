import { html } from "hono/html";
import { columnsRedline } from "../../exports/redline-columns.ts";
import { inlineRedline } from "../../exports/redline-inline.ts";
import type { RedlineLimits } from "../../exports/redline-inline.ts";
import { linesOf } from "../../exports/redline-lines.ts";
import { coarseWords, counted, unchangedWords } from "../../exports/redline-words.ts";
import type { Redline } from "../../model/redline.ts";
import type { Texts } from "../comparison.ts";
import type { Html } from "../deps.ts";
import { documentText } from "../document-text.ts";
import { address } from "../links.ts";

/** How the reader asked to see the text: `?view=side`, `?whole=1`. */
export interface TextChoice {
  readonly side: boolean;
  readonly whole: boolean;
}

/** The text of a change or of a comparison. `parameters` are kept in the links that show it differently. */
export function textSection(
  texts: Texts,
  redline: Redline | null,
  choice: TextChoice,
  path: string,
  parameters: Readonly<Record<string, string>> = {},
): Html {
  const shown = texts.after ?? texts.before;
  if (shown === null) return section("Text", html`<p>No text was kept for this change.</p>`);
  const whole = choice.whole ? null : address(path, { ...parameters, view: choice.side ? "side" : null, whole: "1" });
  if (redline === null) {
    if (shown.blocks.length === 0) return section("Text", html`<p>The publisher has not given the text yet.</p>`);
    return section("Text", documentText(shown.blocks, shown.language, whole));
  }
  if (redline.spans.every(({ op }) => op === "equal")) {
    return section(
      "Text",
      html`<p>${unchangedWords}</p>
        <details class="unchanged">
          <summary>The text</summary>
          ${documentText(shown.blocks, shown.language, whole)}
        </details>`,
    );
  }
  const lines = linesOf(redline, texts.before?.blocks ?? [], texts.after?.blocks ?? []);
  const view = { language: shown.language, limits: limits(whole) };
  const toggle = html`<nav class="toggle" aria-label="How the redline is shown">
    <a href="${address(path, parameters)}#text" ${choice.side ? "" : html` aria-current="true"`}>Inline</a
    ><a href="${address(path, { ...parameters, view: "side" })}#text" ${choice.side ? html` aria-current="true"` : ""}
      >Side by side</a
    >
  </nav>`;
  return section(
    "Redline",
    html`<div class="tools">
        <p class="stats">${stats(redline)}</p>
        ${toggle}
      </div>
      <p class="legend">
        <ins>inserted</ins> <del>deleted</del> <ins class="moved">moved here</ins> <del class="moved">moved away</del>
      </p>
      ${redline.coarse === true ? html`<p class="notice">${coarseWords}</p>` : null}
      ${choice.side ? columnsRedline(lines, view) : inlineRedline(lines, view)}`,
  );
}

/** `whole` is the address of the page with everything on it, or null on that page itself. */
function limits(whole: string | null): RedlineLimits {
  if (whole === null) {
    return {
      folded: 6_000_000,
      shown: 6_000_000,
      insteadOfFolded: html`<p lang="en">
        This part is too long for a page. The API has it: the address of this page under <code>/api/v1</code>, with
        <code>/redline</code>.
      </p>`,
      insteadOfRest: html`<p class="notice">The text goes on. It is too long for a page; the API has all of it.</p>`,
    };
  }
  return {
    folded: 150_000,
    shown: 400_000,
    insteadOfFolded: html`<p lang="en"><a href="${whole}">Show the whole text</a> (this part is long)</p>`,
    insteadOfRest: html`<p class="notice">
      The redline goes on. <a href="${whole}">Show all of it</a> (a long page).
    </p>`,
  };
}

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
