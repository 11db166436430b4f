import { html } from "hono/html";
import { deadlineWords } from "../../alerts/days-left.ts";
import type { Feed } from "../../model/feed.ts";
import { daysLeftWords, readableDay } from "../dates.ts";
import type { UpcomingDeadline } from "../deadline-view.ts";
import type { Html, WebDeps } from "../deps.ts";
import { layout } from "../layout.ts";
import { address, documentPath } from "../links.ts";
import { emptyState } from "../markup.ts";
import type { Reader } from "../reader.ts";

export interface DeadlinesView {
  readonly deadlines: readonly UpcomingDeadline[];
  readonly feeds: readonly Feed[];
  readonly feed: string | undefined;
  readonly topic: string | undefined;
}

export function deadlinesPage(deps: WebDeps, reader: Reader, view: DeadlinesView): Html {
  const { feeds, feed, topic } = view;
  const topics = [...new Set(feeds.flatMap((each) => each.topics))].toSorted();
  return layout(
    deps,
    { title: "Deadlines", current: "/deadlines", reader },
    html`<h1>Deadlines</h1>
      <p>
        Dates to come, each with the sentence it stands in. Days are counted where the publisher is.
        <a href="${address("/deadlines.ics", { feed, topic })}">Subscribe in a calendar</a>
      </p>
      <form class="filters line" method="get" action="/deadlines">
        <label for="feed">Feed</label
        ><select id="feed" name="feed">
          <option value="">All feeds</option>
          ${feeds.map((each) => option(each.id, each.title, feed))}
        </select>
        <label for="topic">Topic</label
        ><select id="topic" name="topic">
          <option value="">All topics</option>
          ${topics.map((each) => option(each, each, topic))}
        </select>
        <button>Show</button>
      </form>
      ${view.deadlines.length === 0 ? emptyState("Nothing is due", "No date to come is known here.") : byDate(view.deadlines)}`,
  );
}

function option(value: string, text: string, chosen: string | undefined): Html {
  return html`<option value="${value}" ${value === chosen ? html` selected` : ""}>${text}</option>`;
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
  return html`<li class="entry">
    <div class="aside"><span class="due${days <= 14 ? " near" : ""}">${deadlineWords[deadline.kind]}</span></div>
    <article>
      <h3><a href="${documentPath(deadline.documentId)}">${deadline.title}</a></h3>
      <blockquote>${deadline.sentence}</blockquote>
      <p class="meta">
        ${deadline.citation === null ? null : html`<span>${deadline.citation}</span>`}${deadline.section === undefined ? null : html`<span>${deadline.section}</span>`}
      </p>
    </article>
  </li>`;
}
