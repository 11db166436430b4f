import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/model/errors.ts";
import { nextDue } from "../../src/pipeline/cron.ts";

function runs(line: string | readonly string[], zone: string, after: string, count: number): string[] {
  const lines = typeof line === "string" ? [line] : line;
  const found: string[] = [];
  for (let at = Temporal.Instant.from(after); found.length < count;) {
    at = nextDue(lines, zone, at);
    found.push(at.toString({ smallestUnit: "minute" }));
  }
  return found;
}

describe("what a line means", () => {
  test("the next run lies after the given instant, even on the minute itself", () => {
    expect(runs("*/15 * * * *", "UTC", "2026-01-05T10:15:00Z", 2)).toEqual(["2026-01-05T10:30Z", "2026-01-05T10:45Z"]);
    expect(runs("*/15 * * * *", "UTC", "2026-01-05T10:14:59.999Z", 1)).toEqual(["2026-01-05T10:15Z"]);
  });

  test("the zone decides what a local time is", () => {
    expect(runs("45 8 * * mon-fri", "America/New_York", "2026-01-09T12:00Z", 3)).toEqual([
      "2026-01-09T13:45Z",
      "2026-01-12T13:45Z",
      "2026-01-13T13:45Z",
    ]);
    expect(runs("0 9 * * *", "Asia/Shanghai", "2026-01-09T12:00Z", 1)).toEqual(["2026-01-10T01:00Z"]);
  });

  test("of several lines the earliest counts", () => {
    const lines = ["*/30 * * * *", "45 8 * * *", "16 11 * * *"];
    expect(runs(lines, "UTC", "2026-01-05T08:20Z", 3)).toEqual([
      "2026-01-05T08:30Z",
      "2026-01-05T08:45Z",
      "2026-01-05T09:00Z",
    ]);
  });

  test("lists, ranges, steps and names in any case are read", () => {
    expect(runs("5,10-30/10 6 1 JAN,jul *", "UTC", "2026-01-01T06:00Z", 5)).toEqual([
      "2026-01-01T06:05Z",
      "2026-01-01T06:10Z",
      "2026-01-01T06:20Z",
      "2026-01-01T06:30Z",
      "2026-07-01T06:05Z",
    ]);
  });

  test.each(["0 0 * * 7", "0 0 * * 0", "0 0 * * sun"])("Sunday is 7, 0 and sun: %s", (line) => {
    expect(runs(line, "UTC", "2026-03-02T00:00Z", 2)).toEqual(["2026-03-08T00:00Z", "2026-03-15T00:00Z"]);
  });

  test.each(["0 0 * * fri-sun", "0 0 * * 5-7"])("a range may end with Sunday: %s", (line) => {
    expect(runs(line, "UTC", "2026-03-05T00:00Z", 4)).toEqual([
      "2026-03-06T00:00Z",
      "2026-03-07T00:00Z",
      "2026-03-08T00:00Z",
      "2026-03-13T00:00Z",
    ]);
  });

  test("where both day fields are restricted, either one is enough", () => {
    expect(runs("0 0 13 * fri", "UTC", "2026-03-07T00:00Z", 3)).toEqual([
      "2026-03-13T00:00Z",
      "2026-03-20T00:00Z",
      "2026-03-27T00:00Z",
    ]);
    expect(runs("0 0 10 * fri", "UTC", "2026-03-07T00:00Z", 2)).toEqual(["2026-03-10T00:00Z", "2026-03-13T00:00Z"]);
  });

  test("a leap day is waited for, even over a century without one", () => {
    expect(runs("0 0 29 2 *", "UTC", "2096-03-01T00:00Z", 1)).toEqual(["2104-02-29T00:00Z"]);
  });
});

describe("clocks that jump forward", () => {
  test("New York: a time in the gap runs at the first moment after it", () => {
    expect(runs("30 2 * * *", "America/New_York", "2026-03-07T12:00Z", 2)).toEqual([
      "2026-03-08T07:00Z",
      "2026-03-09T06:30Z",
    ]);
    expect(runs("30 2 * * sun", "America/New_York", "2026-03-02T12:00Z", 2)).toEqual([
      "2026-03-08T07:00Z",
      "2026-03-15T06:30Z",
    ]);
  });

  test("New York: several times in one gap are one run", () => {
    expect(runs("5,25,45 1-2 * * *", "America/New_York", "2026-03-08T06:30Z", 3)).toEqual([
      "2026-03-08T06:45Z",
      "2026-03-08T07:00Z",
      "2026-03-09T05:05Z",
    ]);
  });

  test("Santiago: midnight itself may be skipped", () => {
    expect(runs("0 0 * * *", "America/Santiago", "2026-09-05T12:00Z", 2)).toEqual([
      "2026-09-06T04:00Z",
      "2026-09-07T03:00Z",
    ]);
  });

  test("Lord Howe: the gap is half an hour", () => {
    expect(runs("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00Z", 2)).toEqual([
      "2026-10-03T15:30Z",
      "2026-10-04T15:15Z",
    ]);
  });

  test("a line for every hour has nothing to make up for", () => {
    expect(runs("20 * * * *", "America/New_York", "2026-03-08T06:00Z", 2)).toEqual([
      "2026-03-08T06:20Z",
      "2026-03-08T07:20Z",
    ]);
  });
});

describe("clocks that fall back", () => {
  test.each(["30 1 * * *", "30 1,13 * * *", "30 1-1 * * *"])("New York: a fixed time runs once: %s", (line) => {
    const [first, second] = runs(line, "America/New_York", "2026-11-01T00:00Z", 2);
    expect(first).toBe("2026-11-01T05:30Z");
    expect(second).toBe(line.includes("13") ? "2026-11-01T18:30Z" : "2026-11-02T06:30Z");
  });

  test("New York: a fixed time does not run again for one who asks inside the repeated hour", () => {
    expect(runs("30 1 * * *", "America/New_York", "2026-11-01T06:10Z", 1)).toEqual(["2026-11-02T06:30Z"]);
  });

  test.each([
    ["America/New_York", "2026-11-01T04:00:00Z"],
    ["Australia/Lord_Howe", "2026-04-04T13:00:00Z"],
  ])("every ten minutes stays every ten minutes in %s", (zone, start) => {
    const found = runs("*/10 * * * *", zone, start, 30);
    const from = Temporal.Instant.from(start);
    expect(found).toEqual(
      found.map((_, i) => from.add({ minutes: 10 * (i + 1) }).toString({ smallestUnit: "minute" })),
    );
  });

  test("Lord Howe: a fixed time in the repeated half hour runs once", () => {
    expect(runs("45 1 * * *", "Australia/Lord_Howe", "2026-04-04T12:00Z", 2)).toEqual([
      "2026-04-04T14:45Z",
      "2026-04-05T15:15Z",
    ]);
  });
});

describe("lines that cannot be read", () => {
  test.each([
    ["61 * * * *", 'minute "61" cannot be read: it takes numbers from 0 to 59'],
    ["* 24 * * *", 'hour "24" cannot be read'],
    ["* * 0 * *", 'day-of-month "0" cannot be read'],
    ["* * * smarch *", 'month "smarch" cannot be read: it takes numbers from 1 to 12 or jan to dec'],
    ["* * * * 8", 'day-of-week "8" cannot be read'],
    ["*/0 * * * *", "the step must be 1 to 59"],
    ["5/10 * * * *", "a step needs a range, such as 5-59/10"],
    ["* 22-2 * * *", '"22-2" runs backwards; write it as two, 22-23,0-2'],
    ["1,,2 * * * *", 'minute "1,,2" cannot be read'],
    ["* * * *", "must have five fields"],
    ["0 * * * * *", "must have five fields"],
    ["@daily", "must have five fields"],
    ["", "must have five fields"],
    ["0 0 31 feb,apr *", 'day-of-month "31" never comes in month "feb,apr"'],
  ])("%s is refused by the field's name", (line, message) => {
    expect(() => nextDue([line], "UTC", Temporal.Instant.from("2026-01-01T00:00Z"))).toThrow(UsageError);
    expect(() => nextDue([line], "UTC", Temporal.Instant.from("2026-01-01T00:00Z"))).toThrow(message);
  });

  test("no line at all is refused", () => {
    expect(() => nextDue([], "UTC", Temporal.Instant.from("2026-01-01T00:00Z"))).toThrow(UsageError);
  });
});

/** The rule in its slowest form: every minute of three days, asked one by one. */
function bruteForce(minutes: Picked, hours: Picked, zone: string, after: Temporal.Instant): Temporal.Instant | null {
  const makesUp = !hours.text.startsWith("*");
  const repeats = minutes.text.startsWith("*") || hours.text.startsWith("*");
  const shown = new Set<string>();
  const matches = (at: Temporal.PlainDateTime) => minutes.values.has(at.minute) && hours.values.has(at.hour);
  let previous: Temporal.PlainDateTime | null = null;
  for (let minute = -1440; minute < 3 * 1440; minute++) {
    const instant = after.round({ smallestUnit: "minute", roundingMode: "trunc" }).add({ minutes: minute });
    const local = instant.toZonedDateTimeISO(zone).toPlainDateTime();
    let due = matches(local) && (repeats || !shown.has(local.toString()));
    if (makesUp && previous) due ||= skipped(previous, local).some(matches);
    if (due && Temporal.Instant.compare(instant, after) > 0) return instant;
    shown.add(local.toString());
    previous = local;
  }
  return null;
}

/** The wall-clock minutes between two that follow each other in real time. */
function skipped(from: Temporal.PlainDateTime, to: Temporal.PlainDateTime): Temporal.PlainDateTime[] {
  const minutes = from.until(to).total({ unit: "minutes" });
  return Array.from({ length: Math.max(0, minutes - 1) }, (_, index) => from.add({ minutes: index + 1 }));
}

interface Picked {
  readonly text: string;
  readonly values: ReadonlySet<number>;
}

function field(to: number): fc.Arbitrary<Picked> {
  const all = Array.from({ length: to + 1 }, (_, n) => n);
  const within = fc.integer({ min: 0, max: to });
  return fc.oneof(
    fc.constant({ text: "*", values: new Set(all) }),
    fc
      .integer({ min: 1, max: to })
      .map((step) => ({ text: `*/${step}`, values: new Set(all.filter((n) => n % step === 0)) })),
    fc.array(within, { minLength: 1, maxLength: 3 }).map((list) => ({ text: list.join(","), values: new Set(list) })),
    fc.tuple(within, within).map(([a, b]) => {
      const [from, until] = [Math.min(a, b), Math.max(a, b)];
      return { text: `${from}-${until}`, values: new Set(all.filter((n) => n >= from && n <= until)) };
    }),
  );
}

/** Instants within a day and a half of a change of the clocks, where there is one. */
const around = fc
  .tuple(
    fc.constantFrom(
      "America/New_York",
      "Australia/Lord_Howe",
      "America/Santiago",
      "America/Havana",
      "Africa/Casablanca",
      "Antarctica/Troll",
      "America/Nuuk",
      "Asia/Shanghai",
      "UTC",
    ),
    fc.integer({ min: 0, max: 700 }),
    fc.integer({ min: -36 * 3600, max: 3 * 3600 }),
  )
  .map(([zone, days, seconds]) => {
    const start = Temporal.Instant.from("2026-01-01T00:00Z").add({ hours: 24 * days });
    const change = start.toZonedDateTimeISO(zone).getTimeZoneTransition("next");
    return { zone, after: (change?.toInstant() ?? start).add({ seconds }) };
  });

describe("for any line, zone and instant", () => {
  test("the next run is what asking every minute finds", () => {
    fc.assert(
      fc.property(field(59), field(23), around, (minutes, hours, { zone, after }) => {
        const due = nextDue([`${minutes.text} ${hours.text} * * *`], zone, after);
        expect(due.toString()).toBe(bruteForce(minutes, hours, zone, after)?.toString());
      }),
      { numRuns: 150 },
    );
  });

  test("the next run is after the instant and on the minute", () => {
    fc.assert(
      fc.property(
        field(59),
        field(23),
        fc.constantFrom("*", "1", "13,28", "*/5"),
        fc.constantFrom("*", "mon", "1-5"),
        around,
        (minutes, hours, day, weekday, { zone, after }) => {
          const due = nextDue([`${minutes.text} ${hours.text} ${day} * ${weekday}`], zone, after);
          expect(Temporal.Instant.compare(due, after)).toBe(1);
          expect(due.epochMilliseconds % 60_000).toBe(0);
        },
      ),
    );
  });
});
