import type { Change } from "../../model/change.ts";
import { compareSignificance, significances } from "../../model/significance.ts";
import type { Significance } from "../../model/significance.ts";

export interface DigestThread {
  readonly threadKey: string;
  readonly title: string;
  readonly significance: Significance;
  readonly changes: readonly Change[];
}

/** Changes grouped by what they belong to, the weightiest thread first. `changes` are newest first and stay so. */
export function digestThreads(changes: readonly Change[]): readonly DigestThread[] {
  return [...Map.groupBy(changes, (change) => change.threadKey)]
    .map(([threadKey, group]) => ({
      threadKey,
      title: group[0]?.title ?? "",
      significance: heaviest(group),
      changes: group,
    }))
    .toSorted((a, b) => compareSignificance(b.significance, a.significance));
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

function heaviest(changes: readonly Change[]): Significance {
  return changes.reduce<Significance>(
    (most, { significance }) => (compareSignificance(significance, most) > 0 ? significance : most),
    significances[0],
  );
}
