/** A day on which the offices of the United States are closed, and why. */
export interface Closed {
  readonly date: Temporal.PlainDate;
  /** `Thanksgiving Day`, `Independence Day (observed)`, `Saturday`. */
  readonly name: string;
  readonly isHoliday: boolean;
}

type Holiday = readonly [name: string, on: (year: number) => Temporal.PlainDate];

// 5 U.S.C. 6103(a): https://www.law.cornell.edu/uscode/text/5/6103. Juneteenth since Public Law 117-17 (2021).
const holidays: readonly Holiday[] = [
  ["New Year's Day", (year) => day(year, 1, 1)],
  ["Birthday of Martin Luther King, Jr.", (year) => nth(year, 1, 1, 3)],
  ["Washington's Birthday", (year) => nth(year, 2, 1, 3)],
  ["Memorial Day", (year) => nth(year, 6, 1, 1).subtract({ weeks: 1 })],
  ["Juneteenth", (year) => day(year, 6, 19)],
  ["Independence Day", (year) => day(year, 7, 4)],
  ["Labor Day", (year) => nth(year, 9, 1, 1)],
  ["Columbus Day", (year) => nth(year, 10, 1, 2)],
  ["Veterans Day", (year) => day(year, 11, 11)],
  ["Thanksgiving Day", (year) => nth(year, 11, 4, 4)],
  ["Christmas Day", (year) => day(year, 12, 25)],
];

/** The federal holiday that closes offices on a date; one on a weekend is observed on the Friday before or the Monday after. */
export function federalHoliday(date: Temporal.PlainDate): string | null {
  // New Year's Day may be observed in the year before.
  for (const year of [date.year, date.year + 1]) {
    for (const [name, on] of holidays) {
      const held = on(year);
      const observed = held.add({ days: shift[held.dayOfWeek] ?? 0 });
      if (!observed.equals(date)) continue;
      return observed.equals(held) ? name : `${name} (observed)`;
    }
  }
  return null;
}

/** The closed days among those after `from` and up to `to`. */
export function closedBetween(from: Temporal.PlainDate, to: Temporal.PlainDate): readonly Closed[] {
  const closed: Closed[] = [];
  for (let date = from.add({ days: 1 }); Temporal.PlainDate.compare(date, to) <= 0; date = date.add({ days: 1 })) {
    const holiday = federalHoliday(date);
    if (holiday !== null) closed.push({ date, name: holiday, isHoliday: true });
    else if (date.dayOfWeek >= 6) closed.push({ date, name: weekend[date.dayOfWeek] ?? "", isHoliday: false });
  }
  return closed;
}

const weekend: Readonly<Record<number, string>> = { 6: "Saturday", 7: "Sunday" };

// Held on a Saturday it is observed on the Friday before, on a Sunday on the Monday after (Executive Order 11582).
const shift: Readonly<Record<number, number>> = { 6: -1, 7: 1 };

function day(year: number, month: number, date: number): Temporal.PlainDate {
  return Temporal.PlainDate.from({ year, month, day: date });
}

/** The nth such weekday (Monday is 1) of a month. */
function nth(year: number, month: number, weekday: number, count: number): Temporal.PlainDate {
  const first = day(year, month, 1);
  return first.add({ days: ((weekday - first.dayOfWeek + 7) % 7) + 7 * (count - 1) });
}
