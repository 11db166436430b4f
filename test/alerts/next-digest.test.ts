import fc from "fast-check";
import { expect, test } from "vitest";
import { lastDigest, nextDigest } from "../../src/alerts/next-digest.ts";
import { parseWhen } from "../../src/alerts/when.ts";

const anchor = "2026-01-01T00:00:00.000Z";

function times(text: string, from: string, count: number, since = anchor): readonly string[] {
  const when = parseWhen(text);
  if (when.kind === "instant") throw new Error("no digest");
  let at = Temporal.Instant.from(from);
  return Array.from({ length: count }, () => {
    at = nextDigest(when, at, since);
    return at.toString({ smallestUnit: "minute" });
  });
}

test.each([
  // Clocks go forward on 8 March 2026 in New York, on 29 March in London; back on 5 April on Lord Howe, by half an hour; never in Shanghai.
  [
    "daily 08:00 America/New_York",
    "2026-03-07T00:00Z",
    ["2026-03-07T13:00Z", "2026-03-08T12:00Z", "2026-03-09T12:00Z"],
  ],
  ["daily 09:00 Europe/London", "2026-03-28T00:00Z", ["2026-03-28T09:00Z", "2026-03-29T08:00Z", "2026-03-30T08:00Z"]],
  ["daily 07:30 Asia/Shanghai", "2026-03-07T00:00Z", ["2026-03-07T23:30Z", "2026-03-08T23:30Z", "2026-03-09T23:30Z"]],
  [
    "daily 08:00 Australia/Lord_Howe",
    "2026-04-03T00:00Z",
    ["2026-04-03T21:00Z", "2026-04-04T21:30Z", "2026-04-05T21:30Z"],
  ],
])("%s keeps its local time when the clocks change", (when, from, expected) => {
  expect(times(when, from, 3)).toEqual(expected);
});

test("a local time that is skipped is kept an hour later, one that comes twice at its first", () => {
  expect(times("daily 02:30 America/New_York", "2026-03-08T00:00Z", 2)).toEqual([
    "2026-03-08T07:30Z",
    "2026-03-09T06:30Z",
  ]);
  expect(times("daily 01:30 America/New_York", "2026-11-01T00:00Z", 2)).toEqual([
    "2026-11-01T05:30Z",
    "2026-11-02T06:30Z",
  ]);
});

test("every other Friday is every other Friday, from the first one after somebody subscribed", () => {
  const since = "2026-01-07T12:00:00.000Z";
  expect(times("biweekly fri 09:00 Europe/London", since, 3, since)).toEqual([
    "2026-01-09T09:00Z",
    "2026-01-23T09:00Z",
    "2026-02-06T09:00Z",
  ]);
  const late = "2026-01-09T09:00:00.000Z";
  expect(times("biweekly fri 09:00 Europe/London", late, 1, late)).toEqual(["2026-01-16T09:00Z"]);
});

test("the 31st of a short month is its last day", () => {
  expect(times("monthly 31 08:00 UTC", "2026-01-31T08:00Z", 3)).toEqual([
    "2026-02-28T08:00Z",
    "2026-03-31T08:00Z",
    "2026-04-30T08:00Z",
  ]);
});

test("between the last and the next time lies no other", () => {
  const zones = fc.constantFrom("America/New_York", "Europe/London", "Asia/Shanghai", "Australia/Lord_Howe", "UTC");
  const kinds = fc.constantFrom("daily", "weekly sun", "biweekly sun", "monthly 29");
  const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom("00", "15", "30"));
  fc.assert(
    fc.property(
      kinds,
      clock,
      zones,
      fc.integer({ min: 0, max: 3 * 366 * 24 * 4 }),
      (kind, [hour, minute], zone, quarter) => {
        const when = parseWhen(`${kind} ${hour}:${minute} ${zone}`);
        if (when.kind === "instant") return;
        const now = Temporal.Instant.from(anchor).add({ minutes: 15 * quarter });
        const next = nextDigest(when, now, anchor);
        const last = lastDigest(when, now, anchor);
        expect(Temporal.Instant.compare(last, now)).toBeLessThanOrEqual(0);
        expect(Temporal.Instant.compare(next, now)).toBe(1);
        expect(nextDigest(when, last, anchor).equals(next)).toBe(true);
      },
    ),
    { numRuns: 100 },
  );
});
