import fc from "fast-check";
import { expect, test } from "vitest";
import { parseWhen, printWhen } from "../../src/alerts/when.ts";
import { UsageError } from "../../src/model/errors.ts";
import type { When } from "../../src/model/subscription.ts";

test.each<[string, When]>([
  ["instant", { kind: "instant" }],
  ["daily 08:00 Europe/London", { kind: "daily", time: "08:00", zone: "Europe/London" }],
  ["weekly mon 08:00 America/New_York", { kind: "weekly", weekday: 1, time: "08:00", zone: "America/New_York" }],
  ["biweekly fri 09:00 Europe/London", { kind: "biweekly", weekday: 5, time: "09:00", zone: "Europe/London" }],
  ["monthly 1 07:30 Asia/Shanghai", { kind: "monthly", day: 1, time: "07:30", zone: "Asia/Shanghai" }],
  ["monthly 31 23:59 UTC", { kind: "monthly", day: 31, time: "23:59", zone: "UTC" }],
])("%s is read and printed as it was", (text, when) => {
  expect(parseWhen(text)).toEqual(when);
  expect(printWhen(when)).toBe(text);
});

test("case, spaces and a missing zero are forgiven, and put right", () => {
  expect(printWhen(parseWhen("  Weekly  SUNDAY  8:05  america/new_york "))).toBe("weekly sun 08:05 America/New_York");
  expect(printWhen(parseWhen("daily 0:00 utc"))).toBe("daily 00:00 UTC");
});

test.each([
  ["", /is none of instant, daily, weekly, biweekly, monthly/],
  ["hourly", /"hourly" is none of/],
  ["instant 08:00", /"08:00" is one part too many\. For example: instant/],
  ["daily", /the time is missing\. For example: daily 08:00 Europe\/London/],
  ["daily 08:00", /the time zone is missing/],
  ["daily 24:00 UTC", /"24:00" is no time/],
  ["daily 8 UTC", /"8" is no time/],
  ["daily 08:60 UTC", /is no time/],
  ["weekly 08:00 UTC", /the time zone is missing|"08:00" is no weekday/],
  ["weekly moon 08:00 UTC", /"moon" is no weekday; there are mon, tue/],
  ["weekly mon 08:00 UTC UTC", /one part too many/],
  ["biweekly fri 09:00 Europe", /"Europe" is no time zone.*biweekly fri/],
  ["monthly 0 07:30 UTC", /"0" is no day of a month/],
  ["monthly 32 07:30 UTC", /"32" is no day of a month/],
  ["monthly mon 07:30 UTC", /"mon" is no day of a month/],
  ["daily 08:00 EST", /"EST" is no time zone/],
  ["daily 08:00 +08:00", /is no time zone/],
  ["daily 08:00 Asia/Pekin", /is no time zone/],
])("%j is refused, naming the part", (text, expected) => {
  expect(() => parseWhen(text)).toThrow(UsageError);
  expect(() => parseWhen(text)).toThrow(expected);
  expect(() => parseWhen(text)).toThrow(/For example: /);
});

test("any text is read to something that prints and reads back the same, or refused", () => {
  const part = fc.constantFrom(
    "weekly",
    "daily",
    "monthly",
    "mon",
    "SUN",
    "1",
    "31",
    "08:00",
    "9:15",
    "UTC",
    "Asia/Shanghai",
    "\u2003",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(part).map((parts) => parts.join(" ")),
      ),
      (text) => {
        let when;
        try {
          when = parseWhen(text);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
          return;
        }
        expect(parseWhen(printWhen(when))).toEqual(when);
      },
    ),
  );
});
