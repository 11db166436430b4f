import type { CalendarDate } from "../model/time.ts";

/**
 * The date in a file's name, `NNN-YYYY-MM-DD.*` or `YYYY-MM-DD*.*`: null where there is none, and the text itself where it is no date.
 */
export function datedName(name: string): { readonly date: CalendarDate } | { readonly wrong: string } | null {
  const text = /^(?:\d+-)?(\d{4}-\d{2}-\d{2})(?!\d).*\.[^.]+$/u.exec(name)?.[1];
  if (text === undefined) return null;
  try {
    return { date: Temporal.PlainDate.from(text).toString() };
  } catch {
    return { wrong: text };
  }
}
