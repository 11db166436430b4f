import { html } from "hono/html";
import type { ResolvedLink } from "../change-view.ts";
import type { Html } from "../deps.ts";
import { documentPath } from "../links.ts";
import { outward } from "../markup.ts";
import { relationWords } from "../words.ts";

/** The documents that a document names, with how they are connected. */
export function linksSection(links: readonly ResolvedLink[]): Html | null {
  if (links.length === 0) return null;
  return html`<section aria-labelledby="links">
    <h2 id="links">Connected documents</h2>
    <ul class="links">
      ${links.map(
        (link) =>
          html`<li>
            <span class="relation">${relationWords[link.relation]}</span> ${
              link.documentId === null
                ? outward(link.url ?? null, link.title ?? link.key)
                : html`<a href="${documentPath(link.documentId)}">${link.title ?? link.key}</a>`
            }
          </li>`,
      )}
    </ul>
  </section>`;
}
