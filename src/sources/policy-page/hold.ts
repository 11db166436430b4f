import { sinceOrNow } from "../../lib/time.ts";
import type { Held } from "./memory.ts";

const looksToBelieve = 3;
const hoursToBelieve = 24;

/** One more look at the same doubtful text, or the first at another one. */
export function heldOnce(before: Held | null, text: string, now: Temporal.Instant): Held {
  const known = before?.text === text ? before : null;
  return { text, since: sinceOrNow(known?.since, now), looks: (known?.looks ?? 0) + 1 };
}

/**
 * Whether a doubtful text has stood long enough to be what the publisher means: error pages pass or vary, and a page that was cut to a
 * sentence must not stay untold for ever.
 */
export function isBelieved({ since, looks }: Held, now: Temporal.Instant): boolean {
  return looks >= looksToBelieve && Temporal.Instant.from(since).until(now).total("hours") >= hoursToBelieve;
}
