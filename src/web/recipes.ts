import type { Redline } from "../model/redline.ts";
import { plainText } from "../model/text.ts";
import type { Version } from "../model/version.ts";
import type { Compare, Texts } from "./comparison.ts";
import type { WebDeps } from "./deps.ts";

/** How the two texts of a change read under today's recipes, where that is another reading. */
export interface OtherReading {
  readonly texts: Texts;
  readonly redline: Redline;
}

/** Reads the texts of a change as today's recipes do; null where they read the same, or cannot be read again. */
export type ReadAgain = (texts: Texts) => Promise<OtherReading | null>;

const remembered = 200;

/** A version and a recipe never change, so what came of them is worked out once in a while. */
export function createReadAgain(deps: Pick<WebDeps, "reread">, compare: Compare): ReadAgain {
  const known = new Map<string, Promise<Version | null>>();

  function again(version: Version | null): Promise<Version | null> {
    if (version === null || deps.reread === undefined) return Promise.resolve(null);
    const found = known.get(version.id) ?? deps.reread(version);
    known.delete(version.id);
    known.set(version.id, found);
    // What failed is tried again by the next who asks.
    found.catch(() => known.delete(version.id));
    if (known.size > remembered) known.delete(known.keys().next().value ?? "");
    return found;
  }

  return async (texts) => {
    const [before, after] = await Promise.all([again(texts.before), again(texts.after)]);
    if (isSame(texts.before, before) && isSame(texts.after, after)) return null;
    const read = { before: before ?? texts.before, after: after ?? texts.after };
    return { texts: read, redline: compare(read.before, read.after) };
  };
}

function isSame(kept: Version | null, read: Version | null): boolean {
  return kept === null || read === null || plainText(kept.blocks) === plainText(read.blocks);
}
