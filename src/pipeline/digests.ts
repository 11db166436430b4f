import { lastDigest, nextDigest } from "../alerts/next-digest.ts";
import { hashJson } from "../lib/hash.ts";
import { toInstant } from "../lib/time.ts";
import { UsageError } from "../model/errors.ts";
import type { DueDigest } from "../model/desk-store.ts";
import type { PlannedAlert } from "../model/store.ts";
import { seesPrivate } from "../model/subscription.ts";
import type { Instant } from "../model/time.ts";
import { gatherDigest } from "./digest.ts";
import { draftNotice } from "./draft-notice.ts";
import { plan } from "./plan.ts";
import type { Services } from "./services.ts";

/**
 * Queues the digests that are due. One that was missed is made when the service is back, up to the time it was last due; while a
 * subscription is muted none is made, and the next one reaches back to where the last one ended.
 */
export async function tellDigests(services: Services): Promise<void> {
  const now = services.clock.now();
  for (const due of await services.store.dueDigests(toInstant(now))) await pass(services, due, now);
}

async function pass(services: Services, due: DueDigest, now: Temporal.Instant): Promise<void> {
  const { when, createdAt, options } = due.subscription;
  if (when.kind === "instant") return;
  const dueAt = toInstant(nextDigest(when, now, createdAt));
  const at = toInstant(now);
  if (due.dueAt === null) {
    await services.store.passDigest(due, { dueAt, digestedTo: due.digestedTo }, null, at);
    return;
  }
  const until = lastDigest(when, now, createdAt);
  const to = toInstant(until);
  const from = due.digestedTo ?? toInstant(lastDigest(when, until.subtract({ seconds: 1 }), createdAt));
  const isMuted = options.mute !== null && options.mute.until > at;
  const digest = isMuted || from >= to ? null : await digestFor(services, due, from, to);
  const next = { dueAt, digestedTo: digest === null ? from : to };
  await services.store.passDigest(due, next, digest, at, await noticeOf(services, due, digest));
}

async function noticeOf(services: Services, { subscription }: DueDigest, digest: PlannedAlert | null) {
  if (digest?.alert.kind !== "digest" || !subscription.options.approve) return null;
  return draftNotice(services, subscription, digest.alert);
}

// A change is recorded some time after it was seen (its text is read and summarised first). What was seen in the last minutes of a period
// therefore stands in the next digest, or it might stand in none.
function settled(instant: Instant): Instant {
  return toInstant(Temporal.Instant.from(instant).subtract({ minutes: 10 }));
}

async function digestFor(services: Services, due: DueDigest, from: Instant, to: Instant): Promise<PlannedAlert | null> {
  const { subscription } = due;
  const { query, minimum, when, options } = subscription;
  const zone = when.kind === "instant" ? "UTC" : when.zone;
  try {
    const period = { from: settled(from), to: settled(to) };
    const includePrivate = seesPrivate(subscription.tenant);
    const digest = await gatherDigest(services, { query, minimum, zone, ...period, includePrivate });
    const mutedUntil = options.mute?.until ?? from;
    const listed = digest.threads.flatMap(({ changes }) => changes);
    const heldBack = listed.filter(({ detectedAt }) => detectedAt < mutedUntil).length;
    // The same after a restore, where it is looked for; another one for a period that a wrong clock told too early.
    const id = hashJson(["digest", subscription.id, from, to, due.begunAnew]).slice(0, 32);
    const alert = { kind: "digest", id, at: to, digest: { ...digest, from, to, heldBack } } as const;
    return plan(services, alert, `digest:${id}`, [{ ...subscription, options: { ...options, mute: null } }]);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    services.log.warn(
      { subscription: subscription.id, problem: error.message },
      "a subscription's query cannot be read",
    );
    return null;
  }
}
