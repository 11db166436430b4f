import { toInstant } from "../lib/time.ts";
import type { Instant } from "../model/time.ts";
import type { Services } from "./services.ts";

const givenUpAfter = Temporal.Duration.from({ hours: 72 });

/** Five seconds, doubling up to an hour, with some chance in it, after so many attempts that failed before this one. */
export function backoffSeconds(services: Services, failed: number): number {
  return Math.min(3600, 5 * 2 ** Math.min(failed, 12)) * (1 + services.random() / 10);
}

/** Whether a delivery has been tried for so long that its subscription is to be paused. How long it waited untried says nothing. */
export function isHopeless({ triedSince }: { readonly triedSince: Instant }, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(Temporal.Instant.from(triedSince).add(givenUpAfter), now) < 0;
}

/** The instant so many seconds from `now`. */
export function later(now: Temporal.Instant, seconds: number): Instant {
  return toInstant(now.add({ milliseconds: Math.round(1000 * seconds) }));
}
