import type { ClientThread } from "../model/client-digest.ts";
import { significances, type Significance } from "../model/significance.ts";

/** The threads under how much they matter, weightiest first; groups that are empty are left out. */
export function significanceGroups(
  threads: readonly ClientThread[],
): readonly { readonly label: string; readonly threads: readonly ClientThread[] }[] {
  return significances
    .toReversed()
    .map((name) => ({ label: labels[name], threads: threads.filter(({ significance }) => significance === name) }))
    .filter((group) => group.threads.length > 0);
}

const labels: Readonly<Record<Significance, string>> = {
  urgent: "Urgent",
  substantive: "Substantive",
  editorial: "Editorial",
  cosmetic: "Cosmetic",
};
