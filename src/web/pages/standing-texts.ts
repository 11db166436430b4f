import { html } from "hono/html";
import { excerptOf, highlight, type Marked } from "../../alerts/highlight.ts";
import { parseQuery, type Query } from "../../alerts/query.ts";
import { placeOf } from "../../alerts/sections.ts";
import { languageTag } from "../../exports/markup.ts";
import { counted } from "../../exports/redline-words.ts";
import type { Feed } from "../../model/feed.ts";
import type { FoundDocument } from "../../model/store.ts";
import type { Block } from "../../model/text.ts";
import type { Html, WebDeps } from "../deps.ts";
import { shownAtMost } from "../document-text.ts";
import { layout } from "../layout.ts";
import { address, documentPath } from "../links.ts";
import { emptyState } from "../markup.ts";
import type { FilterParameters } from "../parameters.ts";
import type { Reader } from "../reader.ts";
import { searchSwitch, select } from "./search-form.ts";

export interface StandingTextsView {
  readonly given: Pick<FilterParameters, "q" | "feed" | "source" | "topic" | "cursor">;
  readonly feeds: readonly Feed[];
  readonly rows: readonly FoundDocument[];
  readonly next: string | null;
  readonly stopped: boolean;
  readonly problem: string | null;
}

const passagesShown = 2;

/** Search in what the texts say now: the sections that hold what is asked for, with the words marked. */
export function standingTextsPage(deps: WebDeps, reader: Reader, view: StandingTextsView): Html {
  const { given, next, problem } = view;
  const { cursor: _, ...filters } = given;
  return layout(
    deps,
    { title: "Search in the texts", current: "/", reader },
    html`<h1 class="spoken">Search in the texts</h1>
      ${form(view)} ${searchSwitch("/search", filters)} ${problem === null ? results(view) : null}
      ${
        next === null
          ? null
          : html`<p class="more">
              <a rel="next" href="${address("/search", { ...filters, cursor: next })}"
                >${view.stopped ? "Search further" : "More documents"}</a
              >
            </p>`
      }`,
  );
}

function form({ given, feeds, problem }: StandingTextsView): Html {
  const topics = [...new Set(feeds.flatMap((feed) => feed.topics))].toSorted();
  const invalid = problem === null ? "" : html` aria-invalid="true" aria-describedby="problem"`;
  const chosen = given.feed !== undefined || given.topic !== undefined;
  return html`<form class="filters" method="get" action="/search" role="search" aria-label="Texts">
    <div class="search">
      <label for="q" class="spoken">Search in the texts as they are now</label>
      <input
        id="q"
        name="q"
        type="search"
        value="${given.q ?? ""}"
        placeholder="Search, e.g. “remote access” or 算力"
        autocomplete="off"
        spellcheck="false"
        ${invalid}
      />
      <button>Search</button>
    </div>
    ${problem === null ? null : html`<p class="problem" id="problem" role="alert">${problem}</p>`}
    <details ${chosen ? html` open` : ""}>
      <summary>Filters</summary>
      <div class="fields">
        ${select(
          "feed",
          "Feed",
          given.feed,
          "All feeds",
          feeds.map((feed) => [feed.id, feed.title]),
        )}
        ${select(
          "topic",
          "Topic",
          given.topic,
          "All topics",
          topics.map((topic) => [topic, topic]),
        )}
        <p class="buttons"><button>Apply</button></p>
      </div>
    </details>
  </form>`;
}

function results({ given, rows, feeds, next }: StandingTextsView): Html {
  if (given.q === undefined) {
    return emptyState(
      "What do the texts say now?",
      "Here you search the latest version of every document: rules, bills and policy pages, in English and Chinese.",
    );
  }
  if (rows.length === 0) {
    return next === null
      ? emptyState("Nothing found", "No section of any text holds all of that. Words side by side must all be there.")
      : emptyState("Nothing yet", "Nothing in the documents searched so far. There are more.");
  }
  const query = parseQuery(given.q);
  const titles = new Map(feeds.map((feed) => [feed.id, feed.title]));
  return html`<ol class="entries found">
    ${rows.map((row) => found(row, query, titles))}
  </ol>`;
}

function found(row: FoundDocument, query: Query, titles: ReadonlyMap<string, string>): Html {
  const { documentId, feedId, title, language, sections, more } = row;
  return html`<li class="hit">
    <h2><a href="${documentPath(documentId)}" lang="${languageTag(language)}">${title}</a></h2>
    <p class="meta"><span>${titles.get(feedId) ?? feedId}</span></p>
    ${sections.map((section) => passages(section, documentId, language, query))}
    ${more === 0 ? null : html`<p class="fine">and ${counted(more, "more section")} of it</p>`}
  </li>`;
}

// Of a section the blocks that hold the words; where it was asked for by its document's fields alone, its beginning.
function passages(
  { first, blocks, before }: FoundDocument["sections"][number],
  documentId: string,
  language: string,
  query: Query,
): Html {
  const lengthTo = (place: number): number =>
    blocks.slice(0, place - first + 1).reduce((length, { text }) => length + text.length, before);
  const marked = blocks.map((block, at) => ({ block, place: first + at, runs: highlight(block.text, query) }));
  const holding = marked.filter(({ runs }) => runs.some((run) => run.found));
  const shown = (holding.length === 0 ? marked : holding).slice(0, passagesShown);
  return html`${shown.map(
    ({ block, place, runs }) =>
      html`<blockquote lang="${languageTag(language)}">
        <a class="place" href="${passagePath(documentId, place, lengthTo(place))}">${placeName(block, place)}</a>
        ${excerptOf(runs).map(run)}
      </blockquote>`,
  )}`;
}

// `length`: of the text up to the passage's end.
function passagePath(documentId: string, place: number, length: number): string {
  const whole = length > shownAtMost ? { whole: "1" } : {};
  return `${address(documentPath(documentId), whole)}#passage-${place}`;
}

function placeName(block: Block, place: number): string {
  return placeOf(block) || `Passage ${place + 1}`;
}

function run({ text, found: isFound }: Marked): Html {
  return isFound ? html`<mark>${text}</mark>` : html`${text}`;
}
