import { toInstant } from "../lib/time.ts";
import type { TimelineFilter } from "../model/store.ts";
import type { Tally } from "../model/tally.ts";
import type { WebDeps } from "./deps.ts";
import { weeksShown } from "./pages/week-plot.ts";

/** Counts the changes of the last weeks for the plot, anew once a minute for each set of filters. */
export function createWeekTally({ store, clock }: Pick<WebDeps, "store" | "clock">) {
  let minute = 0;
  let known = new Map<string, readonly Tally[]>();
  return async (filter: Omit<TimelineFilter, "limit" | "before">): Promise<readonly Tally[]> => {
    const now = clock.now();
    const current = Math.floor(now.epochMilliseconds / 60_000);
    if (current !== minute) known = new Map();
    minute = current;
    const { query: _, since: __, until: ___, ...filters } = filter;
    const key = JSON.stringify(filters);
    const counted = known.get(key) ?? (await store.tally({ ...filters, baseline: false, since: firstMonday(now) }));
    known.set(key, counted);
    return counted;
  };
}

function firstMonday(now: Temporal.Instant): string {
  const today = now.toZonedDateTimeISO("UTC").startOfDay();
  return toInstant(today.subtract({ days: today.dayOfWeek - 1, weeks: weeksShown - 1 }).toInstant());
}
