import { toInstant } from "../lib/time.ts";
import type { CapturePart } from "../model/source.ts";
import type { Recipe } from "../model/version.ts";
import { hashJson } from "../lib/hash.ts";
import type { Attempt } from "./caution.ts";
import type { Intake } from "./intake.ts";
import type { Tally } from "./record.ts";
import { understand } from "./understand.ts";

/** The source that the recipes of imported files name. */
export const importSource = "import";

/**
 * Before the first poll under a new recipe, reads every document's latest snapshots again. The result is kept as a version and
 * compared with nothing: a better reader is not news. Imported documents are read again by the next import, not by a poll.
 */
export async function reextractOutdated(intake: Intake, tally: Tally, attempt: Attempt = plainly): Promise<void> {
  const { services, feed, recipe } = intake;
  for (const key of await services.store.outdatedDocuments(feed.id, recipe)) {
    const head = await services.store.documentHead(feed.id, key);
    if (!head || isImported(head.latest.recipe) !== isImported(recipe)) continue;
    try {
      const error = await attempt(
        key,
        () => hashJson(head.latest.snapshots.map(({ id }) => id)),
        async () => {
          const parts = await servedParts(intake, head.latest.snapshots);
          const extraction = await understand(() => intake.extract({ key, parts }));
          await services.store.reextracted(head.id, head.sequence, extraction, recipe, toInstant(services.clock.now()));
        },
      );
      if (error !== null) throw error;
    } catch (error) {
      services.log.error({ err: error, feedId: feed.id, document: key }, "a document could not be read again");
      tally.warnings.push(`${key} could not be read again under the new recipe; it keeps its old reading.`);
    }
  }
}

async function plainly(_key: string, _bytes: () => string, work: () => Promise<void>): Promise<null> {
  await work();
  return null;
}

function isImported(recipe: Recipe): boolean {
  return recipe.source === importSource;
}

async function servedParts(
  intake: Intake,
  snapshots: readonly { readonly role: string; readonly id: string }[],
): Promise<readonly CapturePart[]> {
  const parts: CapturePart[] = [];
  for (const { role, id } of snapshots) {
    const response = await intake.services.store.snapshot(id);
    if (!response) throw new Error(`the snapshot ${id} is missing`);
    parts.push({ role, response });
  }
  return parts;
}
