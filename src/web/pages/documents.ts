import { html } from "hono/html";
import type { Feed } from "../../model/feed.ts";
import type { DocumentRecord } from "../../model/store.ts";
import type { Html, WebDeps } from "../deps.ts";
import { layout } from "../layout.ts";
import { address, documentPath } from "../links.ts";
import { emptyState, when } from "../markup.ts";
import type { Reader } from "../reader.ts";

export interface DocumentsView {
  readonly rows: readonly Omit<DocumentRecord, "versions">[];
  readonly next: string | null;
  readonly feeds: readonly Feed[];
  readonly feedId: string | undefined;
}

export function documentsPage(deps: WebDeps, reader: Reader, view: DocumentsView): Html {
  const titles = new Map(view.feeds.map((feed) => [feed.id, feed.title]));
  return layout(
    deps,
    { title: "Documents", current: "/documents", reader },
    html`<h1>Documents</h1>
      <form class="filters line" method="get" action="/documents">
        <label for="feed">Feed</label>
        <select id="feed" name="feed">
          <option value="">All feeds</option>
          ${view.feeds.map(
            (feed) =>
              html`<option value="${feed.id}" ${feed.id === view.feedId ? html` selected` : ""}>${feed.title}</option>`,
          )}
        </select>
        <button>Show</button>
      </form>
      ${
        view.rows.length === 0
          ? emptyState(
              "No documents",
              "None has been recorded here yet.",
              html`<a href="/feeds">How the feeds are doing</a>`,
            )
          : html`<div class="scroll" tabindex="0" role="region" aria-label="Documents">
              <table class="list stacking">
                <thead>
                  <tr>
                    <th scope="col">Document</th>
                    <th scope="col">Feed</th>
                    <th scope="col">First seen</th>
                    <th scope="col">Last seen</th>
                  </tr>
                </thead>
                <tbody>
                  ${view.rows.map(
                    (row) =>
                      html`<tr>
                        <th scope="row">
                          <a href="${documentPath(row.id)}">${row.title}</a>
                          <span class="key">${row.key}</span
                          >${row.vanishedAt === null ? null : html` <span class="tag">withdrawn</span>`}
                        </th>
                        <td data-label="Feed">${titles.get(row.feedId) ?? row.feedId}</td>
                        <td data-label="First seen">${when(row.firstSeenAt)}</td>
                        <td data-label="Last seen">${when(row.lastSeenAt)}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>`
      }
      ${view.next === null ? null : html`<p class="more"><a rel="next" href="${address("/documents", { feed: view.feedId, cursor: view.next })}">More documents</a></p>`}`,
  );
}
