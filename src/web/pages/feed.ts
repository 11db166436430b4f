import { html } from "hono/html";
import { languageTag } from "../../exports/markup.ts";
import { counted, figure } from "../../exports/redline-words.ts";
import type { ChecksOfDay } from "../../model/tally.ts";
import type { Version } from "../../model/version.ts";
import { readableDate } from "../dates.ts";
import type { Html, WebDeps } from "../deps.ts";
import { conditionOf, conditionWords, feedPath, type FeedView } from "../feed-view.ts";
import { formKey, layout } from "../layout.ts";
import { address, documentPath } from "../links.ts";
import { ago, emptyState, outward, when } from "../markup.ts";
import type { Reader } from "../reader.ts";

export interface FeedPageView {
  readonly feed: FeedView;
  readonly checks: readonly ChecksOfDay[];
  /** What the extraction made of the documents that changed last. */
  readonly latest: readonly Version[];
  /** True where a check was just asked for. */
  readonly asked: boolean;
}

const linesShown = 4;
const lineAtMost = 300;

/** One feed: how it is and why, when it was checked, and what is read of it now. */
export function feedPage(deps: WebDeps, reader: Reader, view: FeedPageView): Html {
  const { feed } = view.feed;
  return layout(
    deps,
    { title: feed.title, current: "/feeds", reader, feed: address("/atom.xml", { feed: feed.id }) },
    html`<header class="lead">
        <h1>${feed.title}</h1>
        <p class="meta"><span>${feed.id}</span><span>${feed.source}</span><span>${feed.topics.join(", ")}</span></p>
        ${feed.why === undefined ? null : html`<p>${feed.why}</p>`}
        <p class="actions">
          <a href="${address("/", { feed: feed.id })}">Its changes</a>
          <a href="${address("/documents", { feed: feed.id })}">Its documents</a>
          <a href="${address("/search", { feed: feed.id })}">Search in its texts</a>
        </p>
      </header>
      ${health(view, deps.clock.now())}
      ${reader.admin && conditionOf(view.feed) !== "off" ? checkNow(reader, view) : null} ${checksSection(view.checks)}
      ${readingSection(view.latest)}`,
  );
}

function health({ feed: view, asked }: FeedPageView, now: Temporal.Instant): Html {
  const { state } = view;
  const condition = conditionOf(view);
  return html`<section aria-labelledby="health">
    <h2 id="health">How it is</h2>
    ${asked ? html`<p class="notice" role="status">A check was asked for; it runs as soon as a worker is free.</p>` : null}
    <p class="glance">
      <span class="state ${condition}">${conditionWords[condition]}</span>
      <span>Last check ${state?.lastCheckedAt ? ago(state.lastCheckedAt, now) : "never"}</span>
      ${state?.lastOkAt ? html`<span>Last read well ${ago(state.lastOkAt, now)}</span>` : null}
      ${state === null || condition === "off" ? null : html`<span>Next ${ago(state.nextDueAt, now)}</span>`}
    </p>
    ${state?.error ? html`<p class="error">${state.error}</p>` : null}
    ${
      state?.illSince
        ? html`<p class="fine">
            Since ${when(state.illSince)}, ${counted(state.failures, "failed check")} in a row. While a feed is ill
            nothing is concluded about its documents.
          </p>`
        : null
    }
    ${(state?.warnings ?? []).map((text) => html`<p class="fine">${text}</p>`)}
  </section>`;
}

function checkNow(reader: Reader, { feed: { feed } }: FeedPageView): Html {
  return html`<form method="post" action="${feedPath(feed.id)}/check" class="line">
    ${formKey(reader)}<button>Check now</button>
  </form>`;
}

function checksSection(checks: readonly ChecksOfDay[]): Html | null {
  if (checks.length === 0) return null;
  return html`<section aria-labelledby="checks">
    <h2 id="checks">Checks of the last days</h2>
    <ul class="days">
      ${checks.map(({ day, checks: count }) => html`<li>${readableDate(day)}: <strong>${figure(count)}</strong></li>`)}
    </ul>
  </section>`;
}

function readingSection(latest: readonly Version[]): Html {
  return html`<section aria-labelledby="reading">
    <h2 id="reading">What is read of it now</h2>
    ${
      latest.length === 0
        ? emptyState("Nothing yet", "No document of this feed has been recorded.")
        : latest.map(reading)
    }
  </section>`;
}

function reading({ documentId, title, language, sourceUrl, blocks, observedAt, recipe }: Version): Html {
  const characters = blocks.reduce((sum, { text }) => sum + text.length, 0);
  return html`<article class="hit">
    <h3><a href="${documentPath(documentId)}" lang="${languageTag(language)}">${title}</a></h3>
    <p class="meta">
      <span>${counted(blocks.length, "block")}</span><span>${counted(characters, "character")}</span>
      <span>${language}</span><span>read ${when(observedAt)}</span><span>${recipe.source} ${recipe.revision}</span>
      ${outward(sourceUrl, "Publisher’s page")}
    </p>
    <blockquote lang="${languageTag(language)}">
      ${blocks.slice(0, linesShown).map(({ text }) => html`<p>${text.slice(0, lineAtMost).toWellFormed()}${text.length > lineAtMost ? "…" : ""}</p>`)}
    </blockquote>
  </article>`;
}
