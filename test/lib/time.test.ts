import fc from "fast-check";
import { expect, test } from "vitest";
import { systemClock, toInstant } from "../../src/lib/time.ts";

test("an instant always has milliseconds and ends in Z", () => {
  expect(toInstant(Temporal.Instant.from("2026-01-12T13:57:22-05:00"))).toBe("2026-01-12T18:57:22.000Z");
  expect(toInstant(Temporal.Instant.from("2026-01-12T18:57:22.1239999Z"))).toBe("2026-01-12T18:57:22.123Z");
});

test("text order is time order", () => {
  const moment = fc.integer({ min: 0, max: 4_102_444_800_000 });
  fc.assert(
    fc.property(moment, moment, (left, right) => {
      const [a, b] = [left, right].map((at) => toInstant(Temporal.Instant.fromEpochMilliseconds(at)));
      expect(Math.sign((a ?? "").localeCompare(b ?? ""))).toBe(Math.sign(left - right));
    }),
  );
});

test("the system clock tells the real time", () => {
  expect(Math.abs(systemClock.now().epochMilliseconds - Date.now())).toBeLessThan(5000);
});
