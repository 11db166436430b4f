import type { Significance } from "../model/significance.ts";

/** What a rule about documents says: how much it matters, and what happened in the field's own words. */
export interface DocumentFinding {
  readonly rule: string;
  readonly significance: Significance;
  readonly headline: string;
  readonly before?: string;
  readonly after?: string;
}
