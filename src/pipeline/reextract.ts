import { toInstant } from "../lib/time.ts";
import { StoreAwayError } from "../model/errors.ts";
import type { CapturePart } from "../model/source.ts";
import type { ReadDocument } from "../model/store.ts";
import { isSameRecipe, type Recipe } from "../model/version.ts";
import { hashJson } from "../lib/hash.ts";
import type { Attempt } from "./caution.ts";
import type { Intake } from "./intake.ts";
import type { Tally } from "./record.ts";
import { understand } from "./understand.ts";

type Known = ReadonlyMap<string, ReadDocument>;

/** The source that the recipes of imported files name. */
export const importSource = "import";

/**
 * Before the first poll under a new recipe, reads every document's latest snapshots again. The result is kept as a version and
 * compared with nothing: a better reader is not news. Imported documents are read again by the next import, not by a poll. Returns the
 * documents as they are known then.
 */
export async function reextractOutdated(
  intake: Intake,
  known: Known,
  tally: Tally,
  attempt: Attempt = plainly,
): Promise<Known> {
  const { services, feed, recipe } = intake;
  const outdated = [...known.values()].filter(
    (document) => !isSameRecipe(document.recipe, recipe) && isImported(document.recipe) === isImported(recipe),
  );
  if (outdated.length === 0) return known;
  for (const { key } of outdated) {
    const head = await services.store.documentHead(feed.id, key);
    if (!head) continue;
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
      if (error instanceof StoreAwayError) throw error;
      services.log.error({ err: error, feedId: feed.id, document: key }, "a document could not be read again");
      tally.warnings.push(`${key} could not be read again under the new recipe; it keeps its old reading.`);
    }
  }
  return (await services.store.knownDocuments([feed.id])).get(feed.id) ?? known;
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
