import type { Instant } from "../model/time.ts";

/** The instant some seconds after another one. */
export function after(now: Instant, seconds: number): Instant {
  return new Date(Date.parse(now) + Math.round(seconds * 1000)).toISOString();
}
