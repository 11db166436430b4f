import fc from "fast-check";
import { expect, test } from "vitest";
import { backoffSeconds, retryAfterSeconds } from "../../src/lib/retry.ts";

const now = Temporal.Instant.from("2026-01-12T18:57:22Z");

test("Retry-After in seconds and as a date are read", () => {
  expect(retryAfterSeconds("120", now)).toBe(120);
  expect(retryAfterSeconds(" 1.5 ", now)).toBe(2);
  expect(retryAfterSeconds("Mon, 12 Jan 2026 18:59:22 GMT", now)).toBe(120);
  expect(retryAfterSeconds("Monday, 12-Jan-26 18:59:22 GMT", now)).toBe(120);
  expect(retryAfterSeconds("Mon Jan 12 18:59:22 2026", now)).toBe(120);
  expect(retryAfterSeconds("Mon, 12 Jan 2026 18:00:00 GMT", now)).toBe(0);
});

test.each([undefined, "", "soon", "-5", "2026-01-12"])("Retry-After %j says nothing", (header) => {
  expect(retryAfterSeconds(header, now)).toBeUndefined();
});

test("back-off begins at one minute, doubles, and ends at six hours", () => {
  expect(backoffSeconds(1, 0)).toBe(60);
  expect(backoffSeconds(2, 0)).toBe(120);
  expect(backoffSeconds(3, 0.5)).toBe(360);
  expect(backoffSeconds(40, 0.999_999)).toBe(21_600);
});

test("back-off stays between one minute and six hours and never shrinks with more failures", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (failures, random) => {
        const seconds = backoffSeconds(failures, random);
        expect(seconds).toBeGreaterThanOrEqual(60);
        expect(seconds).toBeLessThanOrEqual(21_600);
        expect(backoffSeconds(failures + 1, random)).toBeGreaterThanOrEqual(seconds);
      },
    ),
  );
});
