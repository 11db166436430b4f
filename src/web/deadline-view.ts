import type { DeadlineRecord } from "../model/store.ts";
import { daysLeft } from "./dates.ts";
import { visibleFeeds } from "./feed-view.ts";
import type { WebDeps } from "./deps.ts";
import type { Reader } from "./reader.ts";

/** A date to come; `days` counts from today in the publisher's zone. */
export interface UpcomingDeadline {
  readonly deadline: DeadlineRecord;
  readonly days: number;
}

const yearsAhead = 10;

/** What is due from today on, by date. The same date of the same event stands once, whichever feeds saw it. */
export async function readDeadlines(
  deps: WebDeps,
  reader: Reader,
  wanted: { readonly feed?: string | undefined; readonly topic?: string | undefined } = {},
): Promise<readonly UpcomingDeadline[]> {
  const now = deps.clock.now();
  const zones = new Map(visibleFeeds(deps, reader).map((feed) => [feed.id, feed.timezone]));
  const today = now.toZonedDateTimeISO("UTC").toPlainDate();
  const found = await deps.store.deadlines({
    from: today.subtract({ days: 1 }).toString(),
    to: today.add({ years: yearsAhead }).toString(),
    includePrivate: reader.seesPrivate,
  });
  const seen = new Set<string>();
  return found
    .filter(({ feedId }) => wanted.feed === undefined || feedId === wanted.feed)
    .filter(({ topics }) => wanted.topic === undefined || topics.includes(wanted.topic))
    .map((deadline) => ({ deadline, days: daysLeft(deadline.date, now, zones.get(deadline.feedId) ?? "UTC") }))
    .filter(({ deadline, days }) => days >= 0 && isFirst(seen, deadline))
    .toSorted((a, b) => a.deadline.date.localeCompare(b.deadline.date));
}

function isFirst(seen: Set<string>, { kind, date, title, sentence, citation }: DeadlineRecord): boolean {
  const key = JSON.stringify([kind, date, title, sentence, citation]);
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}
