import type { Change } from "../model/change.ts";
import type { Digest, DigestThread } from "../model/digest.ts";
import { compareSignificance, significances, type Significance } from "../model/significance.ts";

/**
 * A digest of changes that its query asks for, newest first. An event seen through several feeds stands once; what is cosmetic or matters
 * less than `minimum` is counted, not listed.
 */
export function digestOf(
  parts: Omit<Digest, "threads" | "counts"> & { readonly changes: readonly Change[]; readonly minimum: Significance },
): Digest {
  const { changes, minimum, ...rest } = parts;
  const once = [...new Map(changes.toReversed().map((change) => [change.eventKey, change])).values()].toReversed();
  const listed = once.filter(
    ({ significance }) => significance !== "cosmetic" && compareSignificance(significance, minimum) >= 0,
  );
  return { ...rest, threads: digestThreads(listed), counts: digestCounts(once) };
}

/** A digest that neither lists nor counts some of the changes it listed. */
export function withoutChanges(digest: Digest, isGone: (change: Change) => boolean): Digest {
  const listed = digest.threads.flatMap(({ changes }) => changes);
  const gone = listed.filter(isGone);
  if (gone.length === 0) return digest;
  const counts = { ...digest.counts };
  for (const { significance } of gone) counts[significance] -= 1;
  return { ...digest, threads: digestThreads(listed.filter((change) => !isGone(change))), counts };
}

/** Changes grouped by what they belong to, the weightiest thread and in it the weightiest change first; alike ones stay as they came, newest first. */
export function digestThreads(changes: readonly Change[]): readonly DigestThread[] {
  const weightiestFirst = changes.toSorted((a, b) => compareSignificance(b.significance, a.significance));
  return [...Map.groupBy(weightiestFirst, (change) => change.threadKey)].map(([threadKey, group]) => ({
    threadKey,
    title: group[0]?.title ?? "",
    significance: group[0]?.significance ?? significances[0],
    changes: group,
  }));
}

/** How many changes of each weight a digest lists, and how many it only counts. */
export function digestTally({ threads, counts }: Pick<Digest, "threads" | "counts">): {
  readonly listed: Digest["counts"];
  readonly leftOut: Digest["counts"];
} {
  const listed = digestCounts(threads.flatMap(({ changes }) => changes));
  return { listed, leftOut: perWeight((name) => Math.max(0, counts[name] - listed[name])) };
}

/** The sum of a digest's counts. */
export function sumOf(counts: Digest["counts"]): number {
  return significances.reduce((sum, name) => sum + counts[name], 0);
}

/** `2 urgent`, `13 substantive`: what there is of each weight, the weightiest first. */
export function countsInWords(counts: Digest["counts"]): readonly string[] {
  return significances.toReversed().flatMap((name) => (counts[name] === 0 ? [] : [`${counts[name]} ${name}`]));
}

export function digestCounts(changes: readonly Change[]): Digest["counts"] {
  return perWeight((name) => changes.filter(({ significance }) => significance === name).length);
}

function perWeight(count: (name: Significance) => number): Digest["counts"] {
  return {
    cosmetic: count("cosmetic"),
    editorial: count("editorial"),
    substantive: count("substantive"),
    urgent: count("urgent"),
  };
}
