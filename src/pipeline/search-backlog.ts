import type { Services } from "./services.ts";

const atATime = 100;

/** Indexes what an earlier version recorded, in the background: nothing waits for it, and it goes on where it was interrupted. */
export async function workOffSearchBacklog(
  { store, sleep, log }: Pick<Services, "store" | "sleep" | "log">,
  signal: AbortSignal,
): Promise<void> {
  try {
    const { changes, documents } = await store.searchBacklog();
    if (changes + documents === 0) return;
    log.debug({ changes, documents }, "what was recorded earlier is being indexed for search");
    // A breath between two batches leaves the database to those who wait for it.
    while (!signal.aborted && (await store.workOffBacklog(atATime))) await sleep(20, signal);
    if (!signal.aborted) log.debug({}, "all is indexed for search");
  } catch (error) {
    if (!signal.aborted) log.error({ err: error }, "indexing for search stopped; the next start goes on with it");
  }
}
