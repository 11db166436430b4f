import { html } from "hono/html";
import { languageTag } from "../../exports/markup.ts";
import { absoluteLink } from "../../model/change-json.ts";
import type { Change } from "../../model/change.ts";
import { citeChange } from "../citation.ts";
import type { Html } from "../deps.ts";

/** How to cite the change, and the address to send on, each to be copied with one click where scripts run. */
export function citationSection(change: Change, publicUrl: string): Html {
  const permalink = absoluteLink(change.permalink, publicUrl);
  return html`<section aria-labelledby="cite">
    <h2 id="cite">Cite as</h2>
    <p class="citation" id="citation" lang="${languageTag(change.language)}">${citeChange(change, publicUrl)}</p>
    <p class="permalink"><a id="permalink" href="${change.permalink}">${permalink}</a></p>
    <p class="copies">
      <button type="button" class="small" data-copy="citation" hidden>Copy the citation</button>
      <button type="button" class="small" data-copy="permalink" hidden>Copy the link</button>
    </p>
    <p class="fine">
      The permalink stands for these two texts as they were read then. Where a later revision of regwatch reads them
      differently, its page shows both.
    </p>
  </section>`;
}
