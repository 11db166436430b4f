import type { Context, Hono } from "hono";
import type { Feed } from "../model/feed.ts";
import { calendar } from "./calendar.ts";
import { readCalendar, readDeadlines, readMonth, type DeadlineWish } from "./deadline-view.ts";
import type { WebDeps, WebEnv } from "./deps.ts";
import { visibleFeeds } from "./feed-view.ts";
import { deadlinesPage } from "./pages/deadlines.ts";
import { deadlineParameters, readParameters } from "./parameters.ts";
import { HttpProblem } from "./problem.ts";

/** Dates to come: as a page (list or month), and as a calendar that follows them. */
export function installDeadlines(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get("/deadlines", (c) => page(deps, c));

  app.get("/deadlines.ics", async (c) => {
    const wanted = wishOf(c);
    const events = await readCalendar(deps, c.get("reader"), wanted);
    c.header("Content-Type", "text/calendar; charset=utf-8");
    c.header("Content-Disposition", 'inline; filename="deadlines.ics"');
    return c.body(
      calendar(events, { name: nameOf(wanted, visibleFeeds(deps, c.get("reader"))), publicUrl: deps.publicUrl }),
    );
  });
}

/** A query that cannot be read is answered on the page itself, beside the box it was typed in. */
async function page(deps: WebDeps, c: Context<WebEnv>): Promise<Response> {
  const reader = c.get("reader");
  const given = readParameters(deadlineParameters, c.req.query());
  const today = deps.clock.now().toZonedDateTimeISO("UTC").toPlainDate();
  const month = given.view === "month" ? readYearMonth(given.month, today) : null;
  const wanted = wishOf(c);
  const frame = { feeds: visibleFeeds(deps, reader), wanted, month, today };
  try {
    const deadlines =
      month === null ? await readDeadlines(deps, reader, wanted) : await readMonth(deps, reader, wanted, month);
    return c.html(deadlinesPage(deps, reader, { ...frame, deadlines, problem: null }));
  } catch (error) {
    if (!(error instanceof HttpProblem) || error.field !== "q") throw error;
    return c.html(deadlinesPage(deps, reader, { ...frame, deadlines: [], problem: error.message }), 400);
  }
}

function wishOf(c: Context<WebEnv>): DeadlineWish {
  const { feed, topic, q } = readParameters(deadlineParameters, c.req.query());
  return { feed, topic, q };
}

function readYearMonth(given: string | undefined, today: Temporal.PlainDate): Temporal.PlainYearMonth {
  if (given === undefined) return today.toPlainYearMonth();
  try {
    if (/^\d{4}-\d{2}$/.test(given)) return Temporal.PlainYearMonth.from(given);
  } catch {
    // Month 13: said below.
  }
  throw new HttpProblem(400, "month cannot be read: write it as 2026-02", { field: "month" });
}

/** Only what the reader may know of is named: an address can hold anything. */
function nameOf({ feed, topic, q }: DeadlineWish, feeds: readonly Feed[]): string {
  const title = feeds.find(({ id }) => id === feed)?.title;
  const known = feeds.some(({ topics }) => topic !== undefined && topics.includes(topic)) ? topic : undefined;
  const asked = q ?? known ?? title;
  return asked === undefined ? "regwatch deadlines" : `regwatch deadlines: ${asked}`;
}
