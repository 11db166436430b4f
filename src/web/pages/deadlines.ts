import { html } from "hono/html";
import { deadlineLabel } from "../../model/deadline-words.ts";
import type { Feed } from "../../model/feed.ts";
import { daysLeftWords, readableDate, readableDay } from "../dates.ts";
import type { DeadlineWish, UpcomingDeadline } from "../deadline-view.ts";
import type { Html, WebDeps } from "../deps.ts";
import { layout } from "../layout.ts";
import { address, documentPath } from "../links.ts";
import { emptyState } from "../markup.ts";
import type { Reader } from "../reader.ts";
import { monthTable } from "./month.ts";
import { select } from "./search-form.ts";

/** `month` is null for the list. `problem` says why the query cannot be read. */
export interface DeadlinesView {
  readonly deadlines: readonly UpcomingDeadline[];
  readonly feeds: readonly Feed[];
  readonly wanted: DeadlineWish;
  readonly month: Temporal.PlainYearMonth | null;
  readonly today: Temporal.PlainDate;
  readonly problem: string | null;
}

export function deadlinesPage(deps: WebDeps, reader: Reader, view: DeadlinesView): Html {
  const { wanted, month } = view;
  return layout(
    deps,
    { title: "Deadlines", current: "/deadlines", reader },
    html`<h1>Deadlines</h1>
      <p>
        Dates to come, each with the sentence it stands in. Days are counted where the publisher is. Where a date moves,
        <a href="${address("/deadlines.ics", { ...wanted })}">the calendar</a> moves with it: subscribe to its address.
      </p>
      ${filters(view)}
      <p class="views">
        ${viewLink("List", address("/deadlines", { ...wanted }), month === null)}
        ${viewLink("Month", address("/deadlines", { ...wanted, view: "month" }), month !== null)}
      </p>
      ${body(view)}`,
  );
}

function body({ deadlines, wanted, month, today, problem }: DeadlinesView): Html | readonly Html[] | null {
  if (problem !== null) return null;
  if (month !== null) {
    const link = (text: string) => address("/deadlines", { ...wanted, view: "month", month: text });
    return monthTable(month, deadlines, today, link, address("/deadlines", { ...wanted }));
  }
  return deadlines.length === 0 ? emptyState("Nothing is due", "No date to come is known here.") : byDate(deadlines);
}

function filters({ feeds, wanted: { feed, topic, q }, month, problem }: DeadlinesView): Html {
  const topics = [...new Set(feeds.flatMap((each) => each.topics))].toSorted();
  return html`<form class="filters line" method="get" action="/deadlines">
    ${month === null ? null : html`<input type="hidden" name="view" value="month" /><input type="hidden" name="month" value="${month.toString()}" />`}
    <span
      ><label for="q">Query</label>
      <input
        id="q"
        name="q"
        type="search"
        value="${q ?? ""}"
        placeholder="topic:ai-chips AND comment*"
        ${problem === null ? "" : html` aria-invalid="true" aria-describedby="problem"`}
    /></span>
    ${select(
      "feed",
      "Feed",
      feed,
      "All feeds",
      feeds.map(({ id, title }) => [id, title] as const),
    )}
    ${select(
      "topic",
      "Topic",
      topic,
      "All topics",
      topics.map((each) => [each, each] as const),
    )}
    <button>Show</button>
    ${problem === null ? null : html`<p id="problem" class="problem" role="alert">${problem}</p>`}
  </form>`;
}

function viewLink(name: string, path: string, isCurrent: boolean): Html {
  return isCurrent ? html`<b aria-current="true">${name}</b>` : html`<a href="${path}">${name}</a>`;
}

function byDate(deadlines: readonly UpcomingDeadline[]): readonly Html[] {
  return [...Map.groupBy(deadlines, ({ deadline }) => deadline.date)].map(
    ([date, due]) =>
      html`<section class="day" aria-labelledby="day-${date}">
        <h2 id="day-${date}">${readableDay(date)} <span class="left">${daysLeftWords(due[0]?.days ?? 0)}</span></h2>
        <ol class="entries">
          ${due.map(entry)}
        </ol>
      </section>`,
  );
}

function entry({ deadline, days }: UpcomingDeadline): Html {
  const { documentId, title, sentence, citation, section, movedFrom } = deadline;
  return html`<li class="entry">
    <div class="aside"><span class="due${days <= 14 ? " near" : ""}">${deadlineLabel(deadline)}</span></div>
    <article>
      <h3><a href="${documentPath(documentId)}">${title}</a></h3>
      <blockquote>${sentence}</blockquote>
      <p class="meta">
        ${movedFrom === null ? null : html`<span>moved from ${readableDate(movedFrom)}</span>`}${citation === null ? null : html`<span>${citation}</span>`}${section === undefined ? null : html`<span>${section}</span>`}
      </p>
    </article>
  </li>`;
}
