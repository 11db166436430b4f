import { StoreAwayError } from "../model/errors.ts";
import type { Services } from "./services.ts";

type Indexing = Pick<Services, "store" | "sleep" | "log">;

const atATime = 100;

/** Indexes what an earlier version recorded, in the background: nothing waits for it, and it goes on where it was interrupted. */
export async function workOffSearchBacklog({ store, sleep, log }: Indexing, signal: AbortSignal): Promise<void> {
  for (let isOver = false; !isOver && !signal.aborted;) {
    isOver = await workOff({ store, sleep, log }, signal);
    // The database may be back in a minute.
    if (!isOver) await sleep(60_000, signal);
  }
}

// False where the database went away.
async function workOff({ store, sleep, log }: Indexing, signal: AbortSignal): Promise<boolean> {
  try {
    const { changes, documents } = await store.searchBacklog();
    if (changes + documents === 0) return true;
    log.debug({ changes, documents }, "what was recorded earlier is being indexed for search");
    // A breath between two batches leaves the database to those who wait for it.
    while (!signal.aborted && (await store.workOffBacklog(atATime))) await sleep(20, signal);
    if (!signal.aborted) log.debug({}, "all is indexed for search");
  } catch (error) {
    if (error instanceof StoreAwayError) return false;
    if (!signal.aborted) log.error({ err: error }, "indexing for search stopped; the next start goes on with it");
  }
  return true;
}
