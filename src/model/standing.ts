import type { Retraction } from "./change.ts";
import type { Instant } from "./time.ts";

export const decisions = ["no-impact", "action-needed", "escalated"] as const;
export type Decision = (typeof decisions)[number];

/** What somebody decided about an alert, for everybody at the same tenant. */
export interface Acknowledgement {
  readonly by: string;
  readonly byName: string;
  readonly at: Instant;
  readonly decision: Decision;
  readonly owner: string | null;
  readonly until: string | null;
  readonly note: string | null;
}

/** What became of an alert since it was told. A message that stands is rendered again with it. */
export interface Standing {
  readonly acknowledgement: Acknowledgement | null;
  /** Why the alert was wrong, if one of its changes was taken back. */
  readonly retracted: Retraction | null;
  /** Others of its changes stand. */
  readonly partly?: true;
}

/** An alert that nothing has happened to yet. */
export const fresh: Standing = { acknowledgement: null, retracted: null };
