import type { DeadlineRecord } from "../model/store.ts";

/** The same date of the same event stands once, as the first of those given, whichever feeds saw it. */
export function onceEach<Dated extends DeadlineRecord>(dates: readonly Dated[]): readonly Dated[] {
  return [...Map.groupBy(dates, dateKey).values()].flatMap(([first]) => first ?? []);
}

/** What the same date of the same event has in common in all feeds that saw it. */
export function dateKey({ kind, date, title, citation }: DeadlineRecord): string {
  return JSON.stringify([kind, date, title, citation]);
}
