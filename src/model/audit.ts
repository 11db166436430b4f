import type { Change } from "./change.ts";
import type { DeliveryState } from "./delivery.ts";
import type { Json } from "./json.ts";
import type { Acknowledgement } from "./standing.ts";
import type { Page } from "./store.ts";
import type { Instant } from "./time.ts";

/** What of the record is asked for. All given conditions hold together. `before` is a cursor from an earlier page. */
export interface AuditFilter {
  /** Whoever decided or acted, by name, whatever the case. */
  readonly person?: string;
  /** Alerts that this subscription was told. */
  readonly subscriptionId?: string;
  readonly since?: Instant;
  readonly until?: Instant;
  readonly before?: string;
  readonly limit: number;
}

/** An alert as one tenant had it: what had changed, where that was told, and what was decided about it. */
export interface AuditEntry {
  readonly alertId: string;
  readonly at: Instant;
  readonly tenant: string;
  readonly changes: readonly Change[];
  readonly decision: Acknowledgement | null;
  readonly deliveries: readonly AuditedDelivery[];
}

/** `reference` is the receiver's own name for the message. */
export interface AuditedDelivery {
  readonly id: string;
  readonly subscriptionId: string;
  readonly channel: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly createdAt: Instant;
  readonly settledAt: Instant | null;
  readonly reference: string | null;
  readonly lastError: string | null;
}

/** Something a person, or regwatch itself, did. */
export interface Action {
  readonly at: Instant;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: Json;
}

/** The record of who was told what, and who did what, newest first. */
export interface AuditStore {
  audited(filter: AuditFilter): Promise<Page<AuditEntry>>;
  /** Whether a tenant was told of an alert. */
  wasTold(tenant: string, alertId: string): Promise<boolean>;
  actions(filter: AuditFilter): Promise<Page<Action>>;
}
