import { html } from "hono/html";
import { countsInWords, digestTally } from "../../alerts/digest.ts";
import { digestOfDraft } from "../../commands/drafts.ts";
import type { Draft } from "../../model/draft.ts";
import type { Html, WebDeps } from "../deps.ts";
import { formKey, layout } from "../layout.ts";
import { emptyState, when } from "../markup.ts";
import type { Reader } from "../reader.ts";
import { shownDestination } from "../subscription-view.ts";

/** The digests that wait to be approved. */
export function draftsPage(deps: WebDeps, reader: Reader, drafts: readonly Draft[]): Html {
  return layout(
    deps,
    { title: "Drafts", reader },
    html`<h1>Digests that wait to be approved</h1>
      ${
        drafts.length === 0
          ? emptyState("No draft waits", html`A subscription with <code>--approve</code> keeps each digest here.`)
          : html`<ul class="links">
              ${drafts.map((draft) => html`<li><a href="/drafts/${draft.id}">${nameOf(draft)}</a></li>`)}
            </ul>`
      }`,
  );
}

/** One draft: what it holds, and the forms that send or drop it. */
export function draftPage(deps: WebDeps, reader: Reader, draft: Draft): Html {
  const digest = digestOfDraft(draft);
  const { from, to, zone, threads, query } = digest;
  const holds = countsInWords(digestTally(digest).listed);
  return layout(
    deps,
    { title: "Draft", reader },
    html`<h1>${nameOf(draft)}</h1>
      <dl class="facts">
        <div>
          <dt>About</dt>
          <dd><code>${query}</code></dd>
        </div>
        <div>
          <dt>Period</dt>
          <dd>${when(from)} to ${when(to)} (${zone})</dd>
        </div>
        <div>
          <dt>Form</dt>
          <dd>${draft.subscription.options.form === "client" ? "for clients" : "for the house"}</dd>
        </div>
        <div>
          <dt>Holds</dt>
          <dd>${holds.length === 0 ? "nothing" : holds.join(", ")}</dd>
        </div>
      </dl>
      <p><a href="/drafts/${draft.id}/page">Read it as it goes out</a></p>
      ${
        threads.length === 0
          ? null
          : html`<ul>
              ${threads.map(({ title }) => html`<li>${title}</li>`)}
            </ul>`
      }
      ${draft.decision !== null ? decided(draft) : reader.admin ? forms(reader, draft) : null}`,
  );
}

function forms(reader: Reader, { id }: Draft): Html {
  return html`<div class="decide">
    <form method="post" action="/drafts/${id}/approve">${formKey(reader)}<button>Approve and send</button></form>
    <form method="post" action="/drafts/${id}/discard">${formKey(reader)}<button class="quiet">Discard</button></form>
  </div>`;
}

function decided({ decision, decidedBy, decidedAt }: Draft): Html {
  return html`<p>
    <strong>${decision === "approved" ? "Approved" : "Discarded"}</strong> by
    ${decidedBy}${decidedAt === null ? null : html`, ${when(decidedAt)}`}.
  </p>`;
}

function nameOf(draft: Draft): string {
  const { threads } = digestOfDraft(draft);
  const changes = threads.reduce((sum, thread) => sum + thread.changes.length, 0);
  return `${shownDestination(draft.subscription.destination)}: ${changes === 1 ? "1 change" : `${changes} changes`}`;
}
