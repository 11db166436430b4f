import type { PlannedAlert } from "./store.ts";
import type { Subscription } from "./subscription.ts";
import type { Instant } from "./time.ts";

export type DraftDecision = "approved" | "discarded";

/** A digest that is due and waits for somebody to approve it. */
export interface Draft {
  readonly id: string;
  readonly subscription: Subscription;
  /** What goes out when it is approved. */
  readonly planned: PlannedAlert;
  readonly createdAt: Instant;
  /** Null while it waits. */
  readonly decision: DraftDecision | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
}

/** The memory of drafts. Each method is one transaction. */
export interface DraftStore {
  /** Those that wait, oldest first. */
  drafts(): Promise<readonly Draft[]>;
  draft(id: string): Promise<Draft | null>;
  /** Ends a draft's wait; an approved one is queued as `planned`. False where somebody was faster: then nothing happens. */
  decideDraft(id: string, decision: DraftDecision, planned: PlannedAlert, by: string, at: Instant): Promise<boolean>;
}
