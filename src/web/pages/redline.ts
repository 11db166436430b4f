import { html } from "hono/html";
import type { Redline } from "../../model/redline.ts";
import type { Texts } from "../comparison.ts";
import type { Html } from "../deps.ts";
import { documentText } from "../document-text.ts";
import { address } from "../links.ts";
import { columnsRedline } from "../redline-columns.ts";
import { inlineRedline } from "../redline-inline.ts";
import { linesOf } from "../redline-lines.ts";
import { counted } from "../words.ts";

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
      html`<p>Not a word of the text changed.</p>
        <details class="unchanged">
          <summary>The text</summary>
          ${documentText(shown.blocks, shown.language, whole)}
        </details>`,
    );
  }
  const lines = linesOf(redline, texts.before?.blocks ?? [], texts.after?.blocks ?? []);
  const view = { language: shown.language, whole };
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
      ${redline.coarse === true ? html`<p class="notice">This text is very long or changed all over, so whole passages are shown as replaced.</p>` : null}
      ${choice.side ? columnsRedline(lines, view) : inlineRedline(lines, view)}`,
  );
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
