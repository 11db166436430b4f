import type { Change } from "../model/change.ts";
import type { Redline } from "../model/redline.ts";
import type { Version } from "../model/version.ts";
import type { WebDeps } from "./deps.ts";
import { createLru } from "./lru.ts";

/** Whole redlines between two versions. A null version is an empty text. */
export type Compare = (before: Version | null, after: Version | null) => Redline;

const charactersKept = 12_000_000;

/** Versions never change, so a redline is worked out once and kept while it is asked for. */
export function createCompare(deps: Pick<WebDeps, "redline">): Compare {
  const known = createLru<Redline>(charactersKept, sizeOf);
  return (before, after) =>
    known.get(`${before?.id ?? ""} ${after?.id ?? ""}`, () => deps.redline(before?.blocks ?? [], after?.blocks ?? []));
}

/** The two versions a change lies between. */
export interface Texts {
  readonly before: Version | null;
  readonly after: Version | null;
}

/**
 * The texts whose redline is the change's: where the words did not change, two typesettings of them are not compared, and the later
 * text stands on both sides.
 */
export function textsOf(change: Change, { before, after }: Texts): Texts {
  if (change.redline.spans.some(({ op }) => op !== "equal")) return { before, after };
  const text = after ?? before;
  return { before: text, after: text };
}

function sizeOf({ spans }: Redline): number {
  return spans.reduce((sum, span) => sum + span.text.length + 50, 0);
}
