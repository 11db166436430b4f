/** How much a change matters, least first. */
export const significances = ["cosmetic", "editorial", "substantive", "urgent"] as const;
export type Significance = (typeof significances)[number];

/** Negative when `a` matters less than `b`. */
export function compareSignificance(a: Significance, b: Significance): number {
  return significances.indexOf(a) - significances.indexOf(b);
}

/** Why a change matters: the rule that saw it and the evidence it saw. `section` is a section name. */
export interface Reason {
  readonly rule: string;
  readonly section?: string;
  readonly before?: string;
  readonly after?: string;
}
