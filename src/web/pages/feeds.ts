import { html } from "hono/html";
import { counted, figure } from "../../exports/redline-words.ts";
import type { FeedProblem } from "../../model/feed.ts";
import type { HealthNotice } from "../../model/alert.ts";
import type { Html, WebDeps } from "../deps.ts";
import { conditionOf, conditionWords, feedPath } from "../feed-view.ts";
import type { FeedCondition, FeedView } from "../feed-view.ts";
import { layout } from "../layout.ts";
import { ago, emptyState, when } from "../markup.ts";
import type { Reader } from "../reader.ts";
import { silenceSection, type SilenceView } from "./silence.ts";

export interface FeedsView {
  readonly feeds: readonly FeedView[];
  readonly problems: readonly FeedProblem[];
  readonly notices: readonly HealthNotice[];
  readonly silences: readonly SilenceView[];
}

const noticeWords: Readonly<Record<HealthNotice["state"], string>> = {
  ill: "fell ill",
  recovered: "recovered",
  stale: "quiet for too long",
  moving: "goes on",
  "set-aside": "set a document aside",
};

export function feedsPage(deps: WebDeps, reader: Reader, view: FeedsView): Html {
  const now = deps.clock.now();
  const ill = view.feeds.filter((feed) => conditionOf(feed) === "ill").length;
  const glance = (["ill", "waiting", "well", "off"] as const)
    .map((name) => [name, view.feeds.filter((feed) => conditionOf(feed) === name).length] as const)
    .filter(([, count]) => count > 0);
  return layout(
    deps,
    { title: "Feeds", current: "/feeds", reader },
    html`<h1>Feeds</h1>
      <p>
        ${counted(view.feeds.length, "feed")} watched,
        ${ill === 0 ? "all of them readable as far as known" : html`<strong>${ill} cannot be read</strong>`}.
      </p>
      <p class="glance">
        ${glance.map(([name, count]) => html`<span><strong>${count}</strong> <span class="state ${name}">${conditionWords[name]}</span></span>`)}
      </p>
      ${problemsSection(view.problems)}
      ${view.feeds.length === 0 ? emptyState("Nothing is watched", "Add a YAML file to the feeds folder.") : feedList(view.feeds, now)}
      ${silenceSection(view.silences, now)} ${noticesSection(view.notices)}`,
  );
}

function problemsSection(problems: readonly FeedProblem[]): Html | null {
  if (problems.length === 0) return null;
  return html`<section class="notice ill" aria-labelledby="broken">
    <h2 id="broken">${counted(problems.length, "problem")} in feed files</h2>
    <ul>
      ${problems.map(
        ({ file, line, field, message }) =>
          html`<li>
            <code>${file}${line === null ? "" : `:${line}`}</code
            >${field === null ? null : html` <code>${field}</code>`} ${message}
          </li>`,
      )}
    </ul>
    <p>The other feeds are watched all the same.</p>
  </section>`;
}

const titles = new Intl.Collator("en");

function feedList(feeds: readonly FeedView[], now: Temporal.Instant): Html {
  const order: readonly FeedCondition[] = ["ill", "waiting", "well", "off"];
  const sorted = feeds.toSorted(
    (a, b) =>
      order.indexOf(conditionOf(a)) - order.indexOf(conditionOf(b)) || titles.compare(a.feed.title, b.feed.title),
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Feeds">
    <table class="list feeds stacking">
      <thead>
        <tr>
          <th scope="col">Feed</th>
          <th scope="col">State</th>
          <th scope="col">Last check</th>
          <th scope="col">Next</th>
          <th scope="col" class="number">Checks</th>
          <th scope="col" class="number">Documents</th>
        </tr>
      </thead>
      <tbody>
        ${sorted.map((view) => feedRow(view, now))}
      </tbody>
    </table>
  </div>`;
}

function feedRow(view: FeedView, now: Temporal.Instant): Html {
  const { feed, state } = view;
  const condition = conditionOf(view);
  return html`<tr class="${condition}">
    <th scope="row">
      <a href="${feedPath(feed.id)}">${feed.title}</a
      >${feed.visibility === "private" ? html` <span class="tag">private</span>` : null}
      <span class="key">${feed.id}</span>${feed.why === undefined ? null : html`<p class="fine">${feed.why}</p>`}
    </th>
    <td data-label="State">
      <span class="state ${condition}">${conditionWords[condition]}</span>${
        state?.illSince
          ? html`<p class="fine">since ${when(state.illSince)}, ${counted(state.failures, "failed check")} in a row</p>`
          : null
      }${state?.error ? html`<p class="error">${state.error}</p>` : null}${(state?.warnings ?? []).map((text) => html`<p class="fine">${text}</p>`)}
    </td>
    <td data-label="Last check">
      ${state?.lastCheckedAt ? ago(state.lastCheckedAt, now) : "never"}${
        state?.illSince && state.lastOkAt ? html`<p class="fine">last read well ${ago(state.lastOkAt, now)}</p>` : null
      }
    </td>
    <td data-label="Next">${condition === "off" || state === null ? "" : ago(state.nextDueAt, now)}</td>
    <td data-label="Checks" class="number">${figure(state?.checks ?? 0)}</td>
    <td data-label="Documents" class="number">${figure(state?.documents ?? 0)}</td>
  </tr>`;
}

function noticesSection(notices: readonly HealthNotice[]): Html | null {
  if (notices.length === 0) return null;
  return html`<section aria-labelledby="notices">
    <h2 id="notices">What happened lately</h2>
    <ul class="links">
      ${notices.map(
        ({ feedTitle, state, since, message }) =>
          html`<li><span class="relation">${when(since)} · ${noticeWords[state]}</span> ${feedTitle}: ${message}</li>`,
      )}
    </ul>
  </section>`;
}
