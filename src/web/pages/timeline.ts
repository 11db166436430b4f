import { html } from "hono/html";
import { counted } from "../../exports/redline-words.ts";
import { significances } from "../../model/significance.ts";
import type { Feed } from "../../model/feed.ts";
import type { FeedState } from "../../model/store.ts";
import type { Tally } from "../../model/tally.ts";
import { dayOf, readableDay } from "../dates.ts";
import type { Html, WebDeps } from "../deps.ts";
import { layout } from "../layout.ts";
import { address, filtersOnly } from "../links.ts";
import { emptyState } from "../markup.ts";
import type { FilterParameters } from "../parameters.ts";
import type { Reader } from "../reader.ts";
import { onceIfAlike, type SeenChange } from "../timeline.ts";
import { kindWords, significanceWords } from "../words.ts";
import type { KeepView } from "../keep-view.ts";
import { entry } from "./entry.ts";
import { keepSection } from "./keep.ts";
import { searchSwitch, select } from "./search-form.ts";
import { weekPlot } from "./week-plot.ts";

export interface TimelineView {
  readonly reader: Reader;
  readonly given: FilterParameters;
  readonly feeds: readonly Feed[];
  readonly states: readonly FeedState[];
  readonly changes: readonly SeenChange[];
  readonly next: string | null;
  readonly stoppedSearching: boolean;
  readonly keep: KeepView | null;
  readonly tally: readonly Tally[];
  /** What is wrong with the filters, and with which. */
  readonly problem: { readonly field: string | undefined; readonly message: string } | null;
}

export function timelinePage(deps: WebDeps, view: TimelineView): Html {
  const filters = filtersOnly(view.given);
  return layout(
    deps,
    { title: "Timeline", current: "/", reader: view.reader, feed: address("/atom.xml", filters) },
    html`<h1 class="spoken">Timeline</h1>
      ${filterForm(view)} ${searchSwitch("/", filters)} ${keepSection(view.reader, view.keep, filters)}
      ${weekPlot(view.tally, deps.clock.now())} ${health(view)} ${view.problem === null ? days(deps, view) : null}
      ${
        view.next === null
          ? null
          : html`<p class="more">
              <a rel="next" href="${address("/", { ...filters, cursor: view.next })}"
                >${view.stoppedSearching ? "Search further back" : "Earlier changes"}</a
              >
            </p>`
      }`,
  );
}

function filterForm({ given, feeds, problem }: TimelineView): Html {
  const { q, cursor: _, limit: __, ...others } = given;
  const active = Object.keys(others).length;
  const sources = [...new Set(feeds.map((feed) => feed.source))].toSorted();
  const topics = [...new Set(feeds.flatMap((feed) => feed.topics))].toSorted();
  const invalid =
    problem !== null && problem.field === "q" ? html` aria-invalid="true" aria-describedby="problem"` : "";
  return html`<form class="filters" method="get" action="/" role="search" aria-label="Changes">
<div class="search">
<label for="q" class="spoken">Search title, facts and changed text</label>
<input id="q" name="q" type="search" value="${q ?? ""}" placeholder="Search, e.g. “advanced computing” cfr:&quot;15 CFR 744&quot;" autocomplete="off" spellcheck="false"${invalid}>
<button>Search</button>
</div>
${problem === null ? null : html`<p class="problem" id="problem" role="alert">${problem.message}</p>`}
<details${active > 0 ? html` open` : ""}>
<summary>Filters${active > 0 ? html` <span class="count">${active}</span>` : ""}</summary>
<div class="fields">
${select(
  "feed",
  "Feed",
  given.feed,
  "All feeds",
  feeds.map((feed) => [feed.id, feed.title]),
)}
${select(
  "source",
  "Source",
  given.source,
  "All sources",
  sources.map((source) => [source, source]),
)}
${select(
  "topic",
  "Topic",
  given.topic,
  "All topics",
  topics.map((topic) => [topic, topic]),
)}
${select("kind", "Kind", given.kind, "All kinds", Object.entries(kindWords))}
${select(
  "min",
  "At least",
  given.min,
  "Any significance",
  significances.map((name) => [name, significanceWords[name]]),
)}
${select("muted", "Muted", given.muted, "Left out", [
  ["with", "Shown too"],
  ["only", "Only muted"],
])}
${select("baseline", "Before the watch began", given.baseline, "Shown too", [["without", "Left out"]])}
<p><label for="since">Since</label><input id="since" name="since" value="${given.since ?? ""}" placeholder="7d or 2026-02-04" size="12"></p>
${hidden("until", given.until)}${hidden("thread", given.thread)}${hidden("document", given.document)}
<p class="buttons"><button>Apply</button>${active > 0 || q !== undefined ? html` <a href="/">Clear all</a>` : null}</p>
</div>
</details>
</form>`;
}

function hidden(name: string, value: string | undefined): Html | null {
  return value === undefined ? null : html`<input type="hidden" name="${name}" value="${value}" />`;
}

function health({ states }: TimelineView): Html | null {
  const ill = states.filter((state) => state.illSince !== null).length;
  if (ill === 0) return null;
  return html`<p class="notice ill">
    <a href="/feeds">${counted(ill, "feed")} cannot be read</a> at the moment. What is below may lack something.
  </p>`;
}

function days(deps: WebDeps, view: TimelineView): Html | readonly Html[] {
  if (view.changes.length === 0) return nothing(view);
  const now = deps.clock.now();
  const feeds = new Map(view.feeds.map((feed) => [feed.id, feed]));
  return [...Map.groupBy(view.changes, ({ change }) => dayOf(change.occurredAt))].map(
    ([day, changes]) =>
      html`<section class="day" aria-labelledby="day-${day}">
        <h2 id="day-${day}">${readableDay(day)}</h2>
        <ol class="entries">
          ${onceIfAlike(changes).map((shown) => entry(shown, feeds, now))}
        </ol>
      </section>`,
  );
}

/** Why there is nothing: the reader asked for too much, the first poll is running, or the publishers cannot be read. */
function nothing({ given, feeds, states, next, stoppedSearching }: TimelineView): Html {
  if (stoppedSearching && next !== null) {
    return emptyState("Nothing yet", "Nothing in the changes searched so far. There are older ones.");
  }
  if (given.cursor !== undefined && next === null)
    return emptyState("That is all", html`<a href="/">Back to the newest</a>`);
  if (Object.keys(given).length > 0) {
    return emptyState(
      "Nothing matches",
      "No change fits these filters. Words side by side must all be there; muted changes are left out unless you ask for them.",
      html`<a href="/">Show everything</a>`,
    );
  }
  if (feeds.length === 0) {
    return emptyState(
      "Nothing is watched",
      "There is no usable feed file.",
      html`<a href="/feeds">See what is wrong</a>`,
    );
  }
  const known = new Set(feeds.map((feed) => feed.id));
  const watched = states.filter((state) => known.has(state.feedId));
  if (watched.length > 0 && watched.every((state) => state.illSince !== null)) {
    return emptyState(
      "No publisher could be read",
      "regwatch keeps trying.",
      html`<a href="/feeds">What is wrong, feed by feed</a>`,
    );
  }
  if (watched.length === 0 || watched.some((state) => state.baselineAt === null)) {
    return emptyState(
      "The first check is running",
      `${counted(feeds.length, "feed")} are being read for the first time. What they hold already will be shown here as “before the watch began”.`,
      html`<a href="/feeds">Progress, feed by feed</a>`,
    );
  }
  return emptyState("Nothing has changed", "Every feed was read, and none has had anything to show so far.");
}
