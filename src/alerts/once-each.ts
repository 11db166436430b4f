import type { DeadlineRecord } from "../model/store.ts";

/** The same date of the same event stands once, as the first of those given, whichever feeds saw it. */
export function onceEach<Dated extends DeadlineRecord>(dates: readonly Dated[]): readonly Dated[] {
  const first = new Map<string, Dated>();
  for (const dated of dates) {
    const key = JSON.stringify([dated.kind, dated.date, dated.title, dated.citation]);
    if (!first.has(key)) first.set(key, dated);
  }
  return [...first.values()];
}
