import { expect, test } from "vitest";
import { retryAfterSeconds } from "../../src/lib/retry.ts";

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
