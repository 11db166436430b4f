import { html } from "hono/html";
import { languageTag } from "../../exports/markup.ts";
import type { Change } from "../../model/change.ts";
import type { Html } from "../deps.ts";
import { address, changePath } from "../links.ts";
import { when } from "../markup.ts";
import { kindWords } from "../words.ts";

const threadListed = 8;

/** The thread as a line of time, newest first, with the change that the page is about in its place. */
export function threadSection(change: Change, thread: readonly Change[]): Html | null {
  if (thread.length === 0) return null;
  const events = [change, ...thread].toSorted((a, b) => (a.occurredAt < b.occurredAt ? 1 : -1));
  const here = Math.max(0, events.indexOf(change) - Math.floor(threadListed / 2));
  return html`<section aria-labelledby="thread">
    <h2 id="thread">The thread</h2>
    <ol class="thread">
      ${events.slice(here, here + threadListed).map((event) => threadItem(event, event === change))}
    </ol>
    ${
      events.length > threadListed
        ? html`<p>
            <a href="${address("/", { thread: change.threadKey, muted: "with" })}"
              >All ${events.length} and later ones</a
            >
          </p>`
        : null
    }
  </section>`;
}

function threadItem({ id, occurredAt, headline, kind, title, language }: Change, isHere: boolean): Html {
  const name = html`<span lang="${languageTag(language)}">${title}</span>`;
  return html`<li ${isHere ? html` aria-current="true"` : ""}>
    <span class="relation">${when(occurredAt.slice(0, 10))} · ${headline === "" ? kindWords[kind] : headline}</span>
    ${isHere ? html`<span>This change</span>` : html`<a href="${changePath(id)}">${name}</a>`}
  </li>`;
}
