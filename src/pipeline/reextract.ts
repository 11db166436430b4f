import { toInstant } from "../lib/time.ts";
import type { CapturePart } from "../model/source.ts";
import type { Poll } from "./poll.ts";
import type { Tally } from "./record.ts";

/**
 * Before the first poll under a new recipe, reads every document's latest snapshots again. The result is kept as a version and
 * compared with nothing: a better reader is not news.
 */
export async function reextractOutdated(poll: Poll, tally: Tally): Promise<void> {
  const { services, feed, source, recipe } = poll;
  for (const key of await services.store.outdatedDocuments(feed.id, recipe)) {
    const head = await services.store.documentHead(feed.id, key);
    if (!head) continue;
    try {
      const parts = await servedParts(poll, head.latest.snapshots);
      const extraction = source.extract({ key, parts }, feed.params);
      await services.store.reextracted(head.id, head.sequence, extraction, recipe, toInstant(services.clock.now()));
    } catch (error) {
      services.log.error({ err: error, feedId: feed.id, document: key }, "a document could not be read again");
      tally.warnings.push(`${key} could not be read again under the new recipe; it keeps its old reading.`);
    }
  }
}

async function servedParts(
  poll: Poll,
  snapshots: readonly { readonly role: string; readonly id: string }[],
): Promise<readonly CapturePart[]> {
  const parts: CapturePart[] = [];
  for (const { role, id } of snapshots) {
    const response = await poll.services.store.snapshot(id);
    if (!response) throw new Error(`the snapshot ${id} is missing`);
    parts.push({ role, response });
  }
  return parts;
}
