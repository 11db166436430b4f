import { checkpointText } from "../lib/checkpoint.ts";
import { toInstant } from "../lib/time.ts";
import { RegwatchError } from "../model/errors.ts";
import type { Services } from "./services.ts";

/** How long nobody else tries while one worker asks the authority. */
const claimMinutes = 10;
const firstWaitMinutes = 5;
const longestWaitMinutes = 6 * 60;

/**
 * Once a day (UTC), where an authority is set: one checkpoint of all chains that grew, time-stamped outside. One that fails is asked for
 * again, later each time, until it has its token.
 */
export async function stampHeads({ store, clock, log, timeStamper }: Services): Promise<void> {
  if (timeStamper === null) return;
  const now = clock.now();
  const at = toInstant(now);
  await store.openCheckpoint(at.slice(0, 10), at);
  const due = await store.claimCheckpoint(at, toInstant(now.add({ minutes: claimMinutes })));
  if (due === null) return;
  try {
    const token = await timeStamper.stamp(checkpointText(due));
    await store.keepToken(due.day, token, timeStamper.authority, toInstant(clock.now()));
  } catch (error) {
    if (!(error instanceof RegwatchError)) log.error({ err: error, day: due.day }, "the checkpoint cannot be stamped");
    else log.warn({ day: due.day, problem: error.message }, "the checkpoint is not time-stamped yet");
    const minutes = Math.min(longestWaitMinutes, firstWaitMinutes * 2 ** Math.min(due.attempts - 1, 10));
    const message = error instanceof Error ? error.message : String(error);
    await store.postponeCheckpoint(due.day, toInstant(now.add({ minutes })), message);
  }
}
