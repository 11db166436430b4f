import { expect, test } from "vitest";
import { closedBetween, federalHoliday } from "../../src/alerts/federal-days.ts";
import { silenceOf, type Watched } from "../../src/alerts/silence.ts";
import type { FailedReading } from "../../src/model/failed-reading.ts";
import type { Rhythm } from "../../src/model/feed.ts";

const federal: Rhythm = { calendar: "federal", publisherDays: 3, feedDays: null };
const daily: Rhythm = { calendar: "every-day", publisherDays: null, feedDays: null };

test.each([
  ["2026-01-01", "New Year's Day"],
  ["2026-01-19", "Birthday of Martin Luther King, Jr."],
  ["2026-02-16", "Washington's Birthday"],
  ["2026-05-25", "Memorial Day"],
  ["2027-05-31", "Memorial Day"],
  ["2026-06-19", "Juneteenth"],
  ["2026-07-03", "Independence Day (observed)"],
  ["2026-07-04", null],
  ["2026-09-07", "Labor Day"],
  ["2026-10-12", "Columbus Day"],
  ["2026-11-11", "Veterans Day"],
  ["2026-11-26", "Thanksgiving Day"],
  ["2026-12-25", "Christmas Day"],
  ["2021-12-31", "New Year's Day (observed)"],
  ["2023-01-02", "New Year's Day (observed)"],
  ["2026-11-27", null],
])("%s is, for federal offices, %s", (date, name) => {
  expect(federalHoliday(Temporal.PlainDate.from(date))).toBe(name);
});

test("closed days are the weekends and the holidays after one date and up to another", () => {
  const closed = closedBetween(Temporal.PlainDate.from("2026-11-25"), Temporal.PlainDate.from("2026-11-29"));
  expect(closed.map(({ date, name }) => `${date.toString()} ${name}`)).toEqual([
    "2026-11-26 Thanksgiving Day",
    "2026-11-28 Saturday",
    "2026-11-29 Sunday",
  ]);
});

const now = Temporal.Instant.from("2026-11-30T15:00:00Z");

function watched(more: Partial<Watched> = {}): Watched {
  const looked = "2026-11-30T14:55:00.000Z";
  return {
    baselineAt: "2026-10-01T00:00:00.000Z",
    lastCheckedAt: looked,
    lastOkAt: looked,
    nextDueAt: "2026-11-30T15:10:00.000Z",
    illSince: null,
    newest: "2026-11-30",
    busy: null,
    lastNewsAt: "2026-11-12T14:00:00.000Z",
    failedReadings: [],
    documents: 2,
    ...more,
  };
}

function unreadable(key: string): FailedReading {
  return { key, bytes: "", recipe: "", tries: 3, error: "not to be read", at: "2026-11-29T08:00:00.000Z", told: true };
}

test.each<[string, Partial<Watched>, Rhythm, string, RegExp]>([
  [
    "no news while the publisher goes on",
    {},
    federal,
    "quiet",
    /^Quiet since 12 Nov 2026\. The publisher goes on, last seen with 30 Nov/,
  ],
  [
    "a weekend",
    { newest: "2026-11-27", lastNewsAt: null },
    federal,
    "resting",
    /^Quiet since 27 Nov 2026: the weekend\.$/,
  ],
  [
    "a publisher that stopped",
    { newest: "2026-11-20" },
    federal,
    "stale",
    /nothing new since 20 Nov 2026, 4 federal working days ago/,
  ],
  [
    "the same days where every day counts",
    { newest: "2026-11-27" },
    { ...daily, publisherDays: 1 },
    "stale",
    /2 days ago; it is expected every 1 day\./,
  ],
  [
    "an import that never ends",
    { newest: "2026-11-20", busy: "an import is running" },
    federal,
    "stale",
    /It says that an import is running\.$/,
  ],
  ["an import that runs", { busy: "an import is running" }, federal, "resting", /It says that an import is running\.$/],
  [
    "a feed that asks for the wrong thing",
    {},
    { ...federal, feedDays: 5 },
    "stale",
    /^Nothing for this feed since 12 Nov 2026.*The publisher goes on/,
  ],
  ["a feed without a rhythm", { newest: null }, daily, "quiet", /^Quiet since 12 Nov 2026\.$/],
  [
    "a publisher that states no dates, beside a feed that is quiet",
    { newest: null },
    federal,
    "quiet",
    /^Quiet since 12 Nov/,
  ],
  ["a date to come", { newest: "2026-12-04" }, federal, "quiet", /last seen with 30 Nov/],
  [
    "an illness",
    { illSince: "2026-11-29T00:00:00.000Z" },
    federal,
    "blind",
    /^Cannot be read since 2026-11-29 00:00 UTC/,
  ],
  [
    "our own standstill",
    { nextDueAt: "2026-11-29T08:00:00.000Z" },
    federal,
    "blind",
    /^regwatch has not looked since 2026-11-30/,
  ],
  [
    "a document that is set aside",
    { failedReadings: [unreadable("terms")] },
    federal,
    "quiet",
    /30 Nov 2026\. A document of it cannot be read and is set aside\.$/,
  ],
  [
    "a feed of which nothing can be read",
    { failedReadings: [unreadable("terms"), unreadable("prices")], newest: "2026-11-20" },
    federal,
    "blind",
    /^2 documents of it cannot be read and are set aside; its silence says nothing\.$/,
  ],
  [
    "a reading that failed once",
    { failedReadings: [{ ...unreadable("terms"), tries: 1 }] },
    federal,
    "quiet",
    /^Quiet since 12 Nov 2026\. The publisher goes on, last seen with 30 Nov 2026\.$/,
  ],
  ["a feed that was not read yet", { baselineAt: null }, federal, "waiting", /^Not read yet\.$/],
])("%s is told apart", (_what, more, rhythm, kind, words) => {
  expect(silenceOf(watched(more), rhythm, now)).toMatchObject({ kind, words: expect.stringMatching(words) });
});
