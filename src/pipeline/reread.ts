import { isSameRecipe, type Version } from "../model/version.ts";
import { importSource } from "./reextract.ts";
import { recipeOf } from "./poll.ts";
import type { Services } from "./services.ts";

/** Beyond it, reading again would hold up the page that asks for it. Bytes. */
const readAgainAtMost = 3_000_000;

/**
 * What today's recipe makes of the bytes of a version, or null: the recipe is the same, the feed or its source is gone, or the bytes are
 * too many. Nothing is recorded.
 */
export async function reread(services: Services, version: Version): Promise<Version | null> {
  const { store, sources, feeds } = services;
  if (version.recipe.source === importSource || version.snapshots.length === 0) return null;
  const document = await store.document(version.documentId);
  const feed = document === null ? undefined : feeds().get(document.feedId);
  const source = feed === undefined ? undefined : sources.get(feed.source);
  if (document === null || feed === undefined || source === undefined) return null;
  const recipe = recipeOf(source, feed);
  if (isSameRecipe(recipe, version.recipe)) return null;
  const parts = (await store.servedFor(version.id)).map(({ role, snapshot: response }) => ({ role, response }));
  const bytes = parts.reduce((sum, { response }) => sum + response.body.byteLength, 0);
  if (parts.length === 0 || bytes > readAgainAtMost) return null;
  try {
    const extraction = await source.extract({ key: document.key, parts }, feed.params);
    if (version.complete && !extraction.complete) return null;
    return { ...version, ...extraction, recipe, id: `${version.id}@${recipe.revision}.${recipe.paramsHash}` };
  } catch (error) {
    services.log.warn({ err: error, version: version.id }, "a version cannot be read by today's recipe");
    return null;
  }
}
