import { sinceOrNow } from "../lib/time.ts";
import type { Doubt, DocumentHead } from "../model/store.ts";
import type { Intake } from "./intake.ts";

/** What stands in the place of a reading where a document was looked for and not found. No hash reads so. */
const gone = "gone";

/** A day, less what looks once a day may be early. */
const hoursUntilSure = 20;

/** Whether a document that is not there was missed a day ago already; if not, remembers that it was missed now. */
export async function isGoneForADay({ services: { store, clock } }: Intake, head: DocumentHead): Promise<boolean> {
  const now = clock.now();
  const missedAt = head.doubt?.reading === gone ? head.doubt.firstSeenAt : null;
  const since = sinceOrNow(missedAt, now);
  if (since === missedAt) return Temporal.Instant.from(since).until(now).total("hours") >= hoursUntilSure;
  await store.holdBack(head.id, head.sequence, { reading: gone, firstSeenAt: since, since });
  return false;
}

/** What is doubted of a document that is there: that it was missed before says nothing about how it reads. */
export function doubtOf({ doubt }: DocumentHead): Doubt | null {
  return doubt?.reading === gone ? null : doubt;
}
