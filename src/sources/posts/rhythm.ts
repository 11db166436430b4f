import { sha256 } from "../../lib/hash.ts";
import { toInstant } from "../../lib/time.ts";
import type { Instant } from "../../model/time.ts";

/**
 * When a post is read again: daily in its first week and after a change, then after a seventh of its age, at least every `longestDays`.
 * Posts read together part ways, most of all after the first look, so that no poll has to read all of them.
 */
export function nextLook(
  key: string,
  since: string,
  now: Temporal.Instant,
  longestDays: number,
  first: boolean,
): Instant {
  const age = sinceInstant(since).until(now).total({ unit: "hours" }) / 24;
  const days = Math.min(Math.max(age / 7, 1), longestDays);
  const chance = Number.parseInt(sha256(key).slice(0, 8), 16) / 0xffff_ffff;
  const share = first ? 0.2 + 0.8 * chance : 0.85 + 0.15 * chance;
  // A little less than a day, so that a daily look does not drift from poll to poll.
  const hours = Math.max(Math.round(days * 24 * share), days <= 1 ? 20 : 24);
  return toInstant(now.add({ hours }));
}

/** Whether a look's time has come. None is put off for longer than `longestDays`, but by a clock that was ahead and was set back. */
export function isDue(nextAt: Instant, now: Temporal.Instant, longestDays: number): boolean {
  const hours = now.until(nextAt).total("hours");
  return hours <= 0 || hours > longestDays * 24;
}

function sinceInstant(since: string): Temporal.Instant {
  return Temporal.Instant.from(since.includes("T") ? since : `${since}T00:00:00Z`);
}
