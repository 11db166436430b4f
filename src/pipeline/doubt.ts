import { sinceOrNow, toInstant } from "../lib/time.ts";
import type { DocumentHead } from "../model/store.ts";
import type { Instant } from "../model/time.ts";
import type { Extraction } from "../model/version.ts";
import { doubtOf } from "./absence.ts";
import { readingHash } from "./reading-hash.ts";
import type { Intake } from "./intake.ts";

/** A document that goes back and forth between its texts is believed only when it has kept to one for this long. */
const steadyMinutes = 7 * 24 * 60;

/** How long a return makes a document one that goes back and forth. */
const flippingDays = 14;

/** A page that reads differently at every look is believed after this long all the same: a real change may hide in it. */
const longestDoubtHours = 24;

/**
 * Whether a reading that differs from the latest version counts. `held`: a later look, not before `recheckAt`, has to see the same.
 * `believed`: it counts; it was first seen at `firstSeenAt`, and says what an earlier version of `returnedTo` said.
 */
export type Belief =
  | { readonly kind: "held"; readonly recheckAt: Instant; readonly warning: string | null }
  | { readonly kind: "believed"; readonly firstSeenAt: Instant; readonly returnedTo: Instant | null };

/** Asks the document's past and its earlier looks about a new reading, and remembers the reading where it has to wait. */
export async function believe(intake: Intake, head: DocumentHead, extraction: Extraction): Promise<Belief> {
  const { store, clock } = intake.services;
  const now = clock.now();
  if (intake.confirmMinutes === null) return { kind: "believed", firstSeenAt: toInstant(now), returnedTo: null };
  const { to, latestReturnedAt } = await store.returnOf(head.id, extraction);
  const flips = to !== null && latestReturnedAt !== null && daysSince(latestReturnedAt, now) < flippingDays;
  const reading = readingHash(extraction);
  const before = doubtOf(head);
  const doubt = {
    reading,
    firstSeenAt: sinceOrNow(before?.reading === reading ? before.firstSeenAt : null, now),
    since: sinceOrNow(before?.since, now),
  };
  const isConfirmedNow = intake.confirmsNow && before?.reading === reading;
  const minutes = flips ? steadyMinutes : isConfirmedNow ? 0 : intake.confirmMinutes;
  const due = Temporal.Instant.from(doubt.firstSeenAt).add({ minutes });
  const believed = { kind: "believed", firstSeenAt: doubt.firstSeenAt, returnedTo: to?.observedAt ?? null } as const;
  if (Temporal.Instant.compare(due, now) <= 0) return believed;
  if (!flips && before !== null && before.reading !== reading && hoursSince(doubt.since, now) >= longestDoubtHours) {
    return { ...believed, firstSeenAt: doubt.since };
  }
  await store.holdBack(head.id, head.sequence, doubt);
  return { kind: "held", recheckAt: toInstant(due), warning: flips ? flipping(head) : null };
}

function flipping(head: DocumentHead): string {
  return `${head.latest.title} goes back and forth between two texts; a change is told when it has kept to one for a week.`;
}

function daysSince(at: Instant, now: Temporal.Instant): number {
  return hoursSince(at, now) / 24;
}

function hoursSince(at: Instant, now: Temporal.Instant): number {
  return Temporal.Instant.from(at).until(now).total("hours");
}
