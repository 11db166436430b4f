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

export function digestCounts(changes: readonly Change[]): Readonly<Record<Significance, number>> {
  const count = (name: Significance) => changes.filter(({ significance }) => significance === name).length;
  return {
    cosmetic: count("cosmetic"),
    editorial: count("editorial"),
    substantive: count("substantive"),
    urgent: count("urgent"),
  };
}
