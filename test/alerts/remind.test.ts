import { describe, expect, test } from "vitest";
import { dueReminders } from "../../src/alerts/due-reminders.ts";
import { parseRemind, printRemind } from "../../src/alerts/remind.ts";
import { readWish } from "../../src/commands/wish.ts";
import type { CalendarEvent } from "../../src/model/calendar.ts";
import { defaultOptions, type Subscription } from "../../src/model/subscription.ts";
import { sampleSubscription } from "../contract/store-samples.ts";

const options = (text: string) => readWish({ text, options: {} }).options;

describe("a wish for reminders", () => {
  test.each([
    ["7d,1d", "7d,1d 09:00 UTC"],
    ["1d,7d,7d Asia/Shanghai", "7d,1d 09:00 Asia/Shanghai"],
    ["14d 8:30 America/New_York", "14d 08:30 America/New_York"],
    ["0d 07:00", "0d 07:00 UTC"],
  ])("%s is read as %s and read back the same", (given, printed) => {
    const wish = parseRemind(given, "UTC");
    expect(printRemind(wish)).toBe(printed);
    expect(parseRemind(printed, "Europe/Paris")).toEqual(wish);
  });

  test("stands in a channel's command too, in the zone of its digest; a number alone is hours, as before", () => {
    expect(options("chips --remind 7d,1d --when weekly mon 08:00 Asia/Shanghai")).toEqual({
      remindOfDeadlines: { days: [7, 1], time: "09:00", zone: "Asia/Shanghai" },
    });
    expect(options("chips --remind 24")).toEqual({ remindAfterHours: 24 });
    expect(options("chips --remind off")).toEqual({ remindAfterHours: null, remindOfDeadlines: null });
  });

  test("off ends it, and what cannot be read is said", () => {
    expect(parseRemind("off", "UTC")).toBeNull();
    for (const given of ["7", "d", "7d,", "91d", "7d 25:00", "7d EST", ""]) {
      expect(() => parseRemind(given, "UTC"), given).toThrow(/remind|zone|time/);
    }
  });
});

const event: CalendarEvent = {
  uid: "u",
  kind: "comments-close",
  date: "2026-03-10",
  sentence: "Comments must be received by March 10, 2026.",
  documentId: "d",
  feedId: "f",
  threadKey: "t",
  title: "Rule",
  sourceUrl: "https://publisher.example",
  citation: null,
  topics: [],
  sequence: 0,
  createdAt: "2026-01-10T00:00:00.000Z",
  modifiedAt: "2026-01-10T00:00:00.000Z",
  datedAt: "2026-01-10T00:00:00.000Z",
  movedFrom: null,
  cancelledAt: null,
};

function subscriber(zone: string, createdAt = "2026-01-01T00:00:00.000Z"): Subscription {
  return sampleSubscription("s", {
    createdAt,
    options: { ...defaultOptions, remindOfDeadlines: { days: [7, 1], time: "09:00", zone } },
  });
}

function due(zone: string, now: string, given: Partial<CalendarEvent> = {}, createdAt?: string) {
  const found = dueReminders(subscriber(zone, createdAt), [{ ...event, ...given }], Temporal.Instant.from(now));
  return found.map(({ daysBefore, daysLeft }) => [daysBefore, daysLeft]);
}

describe("reminders", () => {
  test("come at nine in the subscriber's own zone, across the change of clocks", () => {
    expect(due("America/New_York", "2026-03-03T13:59:59Z")).toEqual([]);
    expect(due("America/New_York", "2026-03-03T14:00:00Z")).toEqual([[7, 7]]);
    // Summer time began on 8 March.
    expect(due("America/New_York", "2026-03-09T12:59:00Z")).toEqual([[7, 1]]);
    expect(due("America/New_York", "2026-03-09T13:00:00Z")).toEqual([[1, 1]]);
    expect(due("Asia/Shanghai", "2026-03-03T01:00:00Z")).toEqual([[7, 7]]);
    expect(due("Australia/Lord_Howe", "2026-03-02T22:00:00Z")).toEqual([[7, 7]]);
  });

  test("that were missed are made up for while the date is to come, the nearest one alone", () => {
    expect(due("UTC", "2026-03-06T12:00:00Z")).toEqual([[7, 4]]);
    expect(due("UTC", "2026-03-10T12:00:00Z")).toEqual([[1, 0]]);
    expect(due("UTC", "2026-03-11T00:00:00Z")).toEqual([]);
  });

  test("are planned anew where the date moves, and are none where it was called off", () => {
    const moved = { date: "2026-03-20", datedAt: "2026-03-05T00:00:00.000Z" };
    expect(due("UTC", "2026-03-06T12:00:00Z", moved)).toEqual([]);
    expect(due("UTC", "2026-03-13T09:00:00Z", moved)).toEqual([[7, 7]]);
    expect(due("UTC", "2026-03-06T12:00:00Z", { cancelledAt: "2026-03-01T00:00:00.000Z" })).toEqual([]);
  });

  test("are not made for moments before the date was known or the subscription was there", () => {
    expect(due("UTC", "2026-03-06T12:00:00Z", { datedAt: "2026-03-06T00:00:00.000Z" })).toEqual([]);
    expect(due("UTC", "2026-03-06T12:00:00Z", {}, "2026-03-05T00:00:00.000Z")).toEqual([]);
  });
});
