import { html } from "hono/html";
import type { Passage } from "../model/composed.ts";
import { type Html, spoken } from "./markup.ts";

/** A changed passage on a page that stands alone. */
export function passage({ section: name, spans }: Passage): Html {
  return html`<blockquote>
    ${name === "" ? null : html`<p class="section">${name}</p>`}
    <p>
      ${spans.map(({ op, text }) => {
        if (op === "equal") return text;
        return op === "insert" || op === "move-to"
          ? html`${spoken("inserted: ")}<ins>${text}</ins>`
          : html`${spoken("deleted: ")}<del>${text}</del>`;
      })}
    </p>
  </blockquote>`;
}
