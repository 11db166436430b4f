import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { parseWhen } from "../../src/alerts/when.ts";
import { toInstant } from "../../src/lib/time.ts";
import type { Digest } from "../../src/model/digest.ts";
import { mendFuture } from "../../src/pipeline/clock-set-back.ts";
import { tellDigests } from "../../src/pipeline/digests.ts";
import type { Services } from "../../src/pipeline/services.ts";
import { createWorldClock } from "../../src/world/clock.ts";
import { openDeliveryDesk } from "../support/delivery-desk.ts";
import { embeddedStore, type TestStore } from "../support/database.ts";
import { createScriptedChannel } from "../support/scripted-channel.ts";

let house: TestStore;
beforeAll(async () => {
  house = await embeddedStore();
});
afterAll(() => house.close());
beforeEach(() => house.reset());

/**
 * Ticks at the given times, by two schedulers at once each; returns the periods told, in the order they were queued. `mended`: what lies in
 * the future is mended before each.
 */
async function periods(
  when: string,
  ticks: readonly string[],
  how: { readonly mended?: boolean } = {},
): Promise<readonly (readonly [string, string])[]> {
  const clock = { now: () => Temporal.Instant.from(ticks[0] ?? "") };
  const scripted = createScriptedChannel(createWorldClock(clock.now()));
  const desk = await openDeliveryDesk(house.store, createWorldClock(clock.now()), [scripted.channel]);
  await desk.subscribe("s1", { when: parseWhen(when) });
  for (const at of ticks) {
    const services: Services = { ...desk.services, clock: { now: () => Temporal.Instant.from(at) } };
    if (how.mended) await mendFuture(services);
    await Promise.all([tellDigests(services), tellDigests(services)]);
  }
  const told = await house.sql(`select alert -> 'digest' as digest from alerts where kind = 'digest' order by at`);
  return told.map(({ digest }) => [(digest as Digest).from.slice(0, 16), (digest as Digest).to.slice(0, 16)]);
}

test.each([
  // The clocks go back while the service is down over the hour; in New York 01:30 comes twice and is told at its first.
  [
    "daily 01:30 America/New_York",
    ["2026-10-31T04:00Z", "2026-10-31T05:30Z", "2026-11-01T09:00Z", "2026-11-02T06:30Z"],
    [
      ["2026-10-30T05:30", "2026-10-31T05:30"],
      ["2026-10-31T05:30", "2026-11-01T05:30"],
      ["2026-11-01T05:30", "2026-11-02T06:30"],
    ],
  ],
  // They go forward: 01:30 is skipped in London and kept an hour later.
  [
    "daily 01:30 Europe/London",
    ["2026-03-28T00:00Z", "2026-03-28T01:30Z", "2026-03-29T01:29Z", "2026-03-29T01:30Z", "2026-03-30T00:30Z"],
    [
      ["2026-03-27T01:30", "2026-03-28T01:30"],
      ["2026-03-28T01:30", "2026-03-29T01:30"],
      ["2026-03-29T01:30", "2026-03-30T00:30"],
    ],
  ],
  // By half an hour on Lord Howe, and the service is down for three days around it: one digest, no gap.
  [
    "daily 08:00 Australia/Lord_Howe",
    ["2026-10-01T20:00Z", "2026-10-01T21:30Z", "2026-10-04T23:00Z", "2026-10-05T21:00Z"],
    [
      ["2026-09-30T21:30", "2026-10-01T21:30"],
      ["2026-10-01T21:30", "2026-10-04T21:00"],
      ["2026-10-04T21:00", "2026-10-05T21:00"],
    ],
  ],
  [
    "weekly mon 08:00 Asia/Shanghai",
    ["2026-03-01T00:00Z", "2026-03-02T00:00Z", "2026-03-09T00:00Z"],
    [
      ["2026-02-23T00:00", "2026-03-02T00:00"],
      ["2026-03-02T00:00", "2026-03-09T00:00"],
    ],
  ],
])("%s is told once a period, without a gap, by two schedulers", async (when, ticks, expected) => {
  expect(await periods(when, ticks)).toEqual(expected);
});

test("a machine's clock that is set back tells nothing twice, and the next period begins where the last one ended", async () => {
  const ticks = [
    "2026-01-05T07:00Z",
    "2026-01-05T08:00Z",
    // Back by two hours, over the time it was due, and by a whole day.
    "2026-01-05T06:00Z",
    "2026-01-05T08:00Z",
    "2026-01-04T09:00Z",
    "2026-01-05T09:00Z",
    "2026-01-06T08:00Z",
  ];
  expect(await periods("daily 08:00 UTC", ticks)).toEqual([
    ["2026-01-04T08:00", "2026-01-05T08:00"],
    ["2026-01-05T08:00", "2026-01-06T08:00"],
  ]);
});

test.each([
  ["daily 08:00 UTC", "2026-01-06T08:00Z", "2026-01-05T08:00"],
  ["weekly mon 08:00 UTC", "2026-01-12T08:00Z", "2026-01-05T08:00"],
  ["biweekly mon 08:00 UTC", "2026-01-12T08:00Z", "2025-12-29T08:00"],
  ["monthly 31 08:00 UTC", "2026-01-31T08:00Z", "2025-12-31T08:00"],
])(
  "%s is told when it is due though its first time was worked out by a clock a year ahead",
  async (when, due, from) => {
    const told = await periods(when, ["2027-01-05T12:00Z", "2026-01-05T12:00Z", due], { mended: true });
    expect(told).toEqual([[from, due.slice(0, 16)]]);
  },
);

test.each([
  ["daily 01:30 America/New_York", "2026-10-31T05:31Z"],
  ["weekly sun 01:30 America/New_York", "2026-10-25T05:31Z"],
  ["biweekly sun 01:30 America/New_York", "2026-10-25T05:31Z"],
  ["monthly 31 08:00 America/New_York", "2026-03-31T12:01Z"],
])("%s is as far off as it can be, and that is left alone", async (when, at) => {
  expect(await periods(when, [at])).toEqual([]);
  expect(await house.store.mendFuture(toInstant(Temporal.Instant.from(at)), 120)).toBe(0);
});
