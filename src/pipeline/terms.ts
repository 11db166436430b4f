import { setImmediate } from "node:timers/promises";
import { termFinder } from "../classify/term-places.ts";
import type { TermPlace } from "../model/term.ts";
import type { Services } from "./services.ts";

const documentsAtOnce = 200;
const versionsAtOnce = 50;
/** The tick has other work, and so has whoever waits for the start. */
const millisecondsAtOnce = 2000;

/**
 * Reads new versions for the terms of the register, and everything anew where the register has changed: silently, since where a term stands
 * is shown and told to nobody. What is left over is read at the next tick.
 */
export async function readTerms({ store, terms }: Services): Promise<void> {
  const register = terms();
  if (register.terms.length === 0) return;
  const find = termFinder(register.terms);
  const end = performance.now() + millisecondsAtOnce;
  for (const { documentId, read } of await store.documentsToRead(register.hash, documentsAtOnce)) {
    if (performance.now() > end) return;
    const unread = await unreadVersions(store, documentId, read);
    const versions: { readonly sequence: number; readonly places: readonly TermPlace[] }[] = [];
    for (const { id, sequence } of unread) {
      const version = await store.version(id);
      versions.push({ sequence, places: find(version?.blocks ?? []) });
      // Others have work too: a long history is not read in one breath.
      await setImmediate();
    }
    await store.keepTerms(documentId, register.hash, read, versions);
  }
}

async function unreadVersions(store: Services["store"], documentId: string, read: number) {
  const document = await store.document(documentId);
  return (document?.versions ?? [])
    .filter(({ sequence }) => sequence > read)
    .toSorted((a, b) => a.sequence - b.sequence)
    .slice(0, versionsAtOnce);
}
