import { html } from "hono/html";
import { languageTag } from "../exports/markup.ts";
import type { Block } from "../model/text.ts";
import { sectionName } from "../model/text.ts";
import type { Html } from "./deps.ts";

/** A document page shows so many characters of a long text unless all of it is asked for. */
export const shownAtMost = 400_000;
const wholeAtMost = 6_000_000;
const headingsWorthListing = 6;

/** The text of one version, to be read as a document. `whole` is the address of the page with all of it, or null there. */
export function documentText(blocks: readonly Block[], language: string, whole: string | null): Html {
  const shown = upTo(blocks, whole === null ? wholeAtMost : shownAtMost);
  return html`${contents(shown, language)}
    <div class="document" lang="${languageTag(language)}">${shown.map((block, index) => shownBlock(block, index))}</div>
    ${
      shown.length === blocks.length
        ? null
        : html`<p class="notice">
            The text goes on.
            ${whole === null ? "It is too long for a page." : html`<a href="${whole}">Show all of it</a> (a long page).`}
          </p>`
    }`;
}

function upTo(blocks: readonly Block[], limit: number): readonly Block[] {
  let size = 0;
  const end = blocks.findIndex((block) => {
    size += block.text.length;
    return size > limit;
  });
  return end === -1 ? blocks : blocks.slice(0, Math.max(1, end));
}

function contents(blocks: readonly Block[], language: string): Html | null {
  const headings = blocks.flatMap((block, index) => (block.kind === "heading" ? [{ block, index }] : []));
  if (headings.length < headingsWorthListing) return null;
  return html`<details class="contents">
    <summary>Contents</summary>
    <ul lang="${languageTag(language)}">
      ${headings.map(({ block, index }) => html`<li><a href="#passage-${index}">${block.text}</a></li>`)}
    </ul>
  </details>`;
}

function shownBlock(block: Block, index: number): Html {
  if (block.kind === "heading") return html`<h3 id="passage-${index}">${block.text}</h3>`;
  const label = block.path.at(-1)?.startsWith("(") === true ? html` title="${sectionName(block.path)}"` : "";
  return html`<p id="passage-${index}" class="${block.kind}" ${label}>${block.text}</p>`;
}
