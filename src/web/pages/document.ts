import { html } from "hono/html";
import { languageTag } from "../../exports/markup.ts";
import type { Change } from "../../model/change.ts";
import type { Feed } from "../../model/feed.ts";
import type { Keeping } from "../../model/retention.ts";
import type { DocumentRecord, VersionSummary } from "../../model/store.ts";
import { isSameRecipe, type Version } from "../../model/version.ts";
import type { ResolvedLink } from "../change-view.ts";
import { dayOf } from "../dates.ts";
import type { Html, WebDeps } from "../deps.ts";
import { layout } from "../layout.ts";
import { address, changePath, documentPath } from "../links.ts";
import { badge, outward, when } from "../markup.ts";
import type { Reader } from "../reader.ts";
import { linksSection } from "./connected.ts";
import { keepingNotices } from "./keeping.ts";
import type { RedlineReading, TextChoice } from "../redline-view.ts";
import { script } from "../script.ts";
import { plainSection, redlineSection } from "./redline.ts";
import { versionLine } from "./version-line.ts";
import { yearStrip } from "./year-strip.ts";

export interface DocumentView {
  readonly document: DocumentRecord;
  readonly feed: Feed | undefined;
  readonly changes: readonly Change[];
  /** What happened to the other documents of its thread. */
  readonly thread: readonly Change[];
  readonly links: readonly ResolvedLink[];
  /** The latest version, or the two that were asked to be compared. */
  readonly before: Version | null;
  readonly after: Version | null;
  readonly reading: RedlineReading | null;
  readonly choice: TextChoice;
  readonly keeping: Keeping;
}

export function documentPage(deps: WebDeps, reader: Reader, view: DocumentView): Html {
  const { document, feed, before, after, reading, choice } = view;
  const path = documentPath(document.id);
  const comparing = before !== null && after !== null;
  return layout(
    deps,
    { title: document.title, reader, feed: address("/atom.xml", { document: document.id }), script: script.path },
    html`<header class="lead">
        <h1>${document.title}</h1>
        <p class="meta">
          <span>${feed?.title ?? document.feedId}</span><span>${document.key}</span>
          <span>First seen ${when(document.firstSeenAt)}</span><span>Last seen ${when(document.lastSeenAt)}</span>
        </p>
        ${document.vanishedAt === null ? null : html`<p class="notice ill">The publisher no longer has this document, since ${when(document.vanishedAt)} at the latest.</p>`}
        ${keepingNotices(view.keeping, reader.seesPrivate)}
        <p class="actions">
          ${after === null ? null : outward(after.sourceUrl, "Publisher’s page")}
          <a href="${address("/", { thread: document.threadKey, muted: "with" })}">Everything in this thread</a>
          ${after === null ? null : html`<a href="${path}/blame">When each clause came in</a>`}
        </p>
      </header>
      ${versionLine(document.versions, view.changes, path)}
      <div class="facing">
        <div>${yearStrip(view.changes, deps.clock.now())}${historySection(view)}</div>
        <div>${versionsSection(view, path)}${linksSection(view.links)}</div>
      </div>
      ${comparing ? comparison(before, after, path) : null}
      ${reading === null ? plainSection(view, choice, path) : redlineSection(view, reading, choice)}`,
  );
}

// The document and what belongs to it (docket, bill, press release) on one line of time.
function historySection({ document, changes, thread, keeping }: DocumentView): Html {
  const events = [...changes, ...thread].toSorted((a, b) => (a.occurredAt < b.occurredAt ? 1 : -1));
  return html`<section aria-labelledby="history">
    <h2 id="history">${thread.length === 0 ? "History" : "History, with what belongs to it"}</h2>
    ${
      events.length === 0
        ? html`<p>
            Nothing has happened to this document since ${keeping.letGo.length === 0 ? "it is watched" : "then"}.
          </p>`
        : html`<ol class="history">
            ${events.map(
              (change) =>
                html`<li class="${change.documentId === document.id ? "" : "beside"}">
                  ${when(dayOf(change.occurredAt))} ${badge(change.significance)}
                  <a href="${changePath(change.id)}">${change.headline}</a
                  >${change.documentId === document.id ? null : besideName(change)}${change.summary === "" ? null : html`<p class="summary">${change.summary}</p>`}
                </li>`,
            )}
          </ol>`
    }
  </section>`;
}

function besideName({ documentId, title, language }: Change): Html {
  return html` <a class="of" href="${documentPath(documentId)}" lang="${languageTag(language)}">${title}</a>`;
}

function versionsSection({ document, before, after }: DocumentView, path: string): Html {
  const newest = document.versions[0]?.sequence ?? 1;
  const from = before?.sequence ?? document.versions[1]?.sequence ?? newest;
  const to = (before === null ? null : after?.sequence) ?? newest;
  const comparable = document.versions.length > 1;
  return html`<section aria-labelledby="versions">
    <h2 id="versions">Versions</h2>
    <form method="get" action="${path}">
      <div class="scroll tall" tabindex="0" role="region" aria-labelledby="versions">
        <table class="versions">
          <thead>
            <tr>
              ${
                comparable
                  ? html`<th scope="col">Old</th>
                      <th scope="col">New</th>`
                  : null
              }
              <th scope="col">No.</th>
              <th scope="col">Seen</th>
              <th scope="col">Published</th>
              <th scope="col">Form</th>
            </tr>
          </thead>
          <tbody>
            ${document.versions.map((version) => versionRow(version, comparable ? { from, to } : null))}
          </tbody>
        </table>
      </div>
      ${comparable ? html`<p class="buttons"><button>Compare these two</button></p>` : null}
    </form>
  </section>`;
}

function versionRow(version: VersionSummary, chosen: { readonly from: number; readonly to: number } | null): Html {
  const { sequence } = version;
  const pick = (name: "from" | "to", checked: boolean) =>
    html`<td>
      <input
        type="radio"
        name="${name}"
        value="${sequence}"
        aria-label="${name === "from" ? "Old" : "New"}: version ${sequence}"
        ${checked ? html` checked` : ""}
      />
    </td>`;
  return html`<tr>
    ${chosen === null ? null : html`${pick("from", chosen.from === sequence)}${pick("to", chosen.to === sequence)}`}
    <th scope="row">
      ${version.changeId === null ? html`${sequence}` : html`<a href="${changePath(version.changeId)}">${sequence}</a>`}
    </th>
    <td>${when(version.observedAt)}</td>
    <td>${version.publishedAt === null ? "" : when(version.publishedAt)}</td>
    <td>${version.form}</td>
  </tr>`;
}

function comparison(before: Version, after: Version, path: string): Html {
  return html`<p class="compared">
      Version ${before.sequence} (${when(before.observedAt)}) compared with version ${after.sequence}
      (${when(after.observedAt)}).
      <a href="${address(`${path}/redline.docx`, { from: before.sequence, to: after.sequence })}"
        >Word, with tracked changes</a
      >
    </p>
    ${isSameRecipe(before.recipe, after.recipe) ? null : otherRecipe}`;
}

const otherRecipe = html`<p class="notice">
  These two were read from the publisher’s pages by different revisions of regwatch. Some of what differs may be the
  reading, not the text.
</p>`;
