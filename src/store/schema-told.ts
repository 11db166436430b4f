import type { Alert } from "../model/alert.ts";
import type { DeliveryState } from "../model/delivery.ts";
import type { Json } from "../model/json.ts";
import type { Significance } from "../model/significance.ts";
import type { Acknowledgement } from "../model/standing.ts";
import {
  defaultOptions,
  type Destination,
  type SubscriptionOptions,
  type SubscriptionState,
  type When,
} from "../model/subscription.ts";
import { instant, json, writtenBy } from "./columns.ts";
import { bigint, index, integer, pgTable, primaryKey, sql, text, unique } from "./drizzle.ts";
import { feeds } from "./schema.ts";

/** What people were told, as they were told it. */
export const alerts = pgTable(
  "alerts",
  {
    id: text().primaryKey(),
    kind: text().$type<Alert["kind"]>().notNull(),
    at: instant().notNull(),
    alert: json<Alert>().notNull(),
  },
  (table) => [
    index("alerts_told")
      .on(table.at.desc(), table.id.desc())
      .where(sql`${table.kind} = 'alert'`),
  ],
);

/** Who wants which changes. A removed one keeps its row for its deliveries, without address and secret. */
export const subscriptions = pgTable(
  "subscriptions",
  {
    id: text().primaryKey(),
    channel: text().notNull(),
    address: text().notNull(),
    query: text().notNull(),
    when: json<When>().notNull(),
    minimum: text().$type<Significance>().notNull(),
    secret: text(),
    state: text().$type<SubscriptionState>().notNull(),
    pausedBecause: text("paused_because"),
    createdAt: instant("created_at").notNull(),
    options: json<SubscriptionOptions>().notNull().default(defaultOptions),
    tenant: text().notNull().default("local"),
    createdBy: text("created_by").notNull(),
    owner: json<Destination>(),
    /** When its next digest is due, and up to when it has been told. Null for those told at once. */
    nextDigestAt: instant("next_digest_at"),
    digestedTo: instant("digested_to"),
    removedAt: instant("removed_at"),
    writtenBy: writtenBy("written_by"),
  },
  (table) => [
    index("subscriptions_destination").on(table.channel, table.address),
    index("subscriptions_written").on(table.writtenBy),
  ],
);

/** Deliveries of a lane go out one after the other, by the one worker that holds its lease. */
export const lanes = pgTable("lanes", {
  lane: text().primaryKey(),
  leaseWorker: text("lease_worker"),
  leaseUntil: instant("lease_until"),
  leaseSeconds: integer("lease_seconds"),
});

/**
 * One alert on its way to one subscription: at most one for each event. `destination` is set where it goes elsewhere than the
 * subscription's others. `lookAt` is set while an attempt is under way whose end can be looked up. `amendAt` is set while a message that
 * stands is to be made to say what is true now; `amendRevision` counts how often that was asked for. `maybeToldSince` is set where the
 * receiver may have it already, from the time between a backup and its restore. `gatheredInto` is the delivery that goes out in its
 * place; a delivery that goes out for others names itself.
 */
export const deliveries = pgTable(
  "deliveries",
  {
    id: text().primaryKey(),
    position: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    lane: text()
      .notNull()
      .references(() => lanes.lane),
    subscriptionId: text("subscription_id")
      .notNull()
      .references(() => subscriptions.id),
    alertId: text("alert_id")
      .notNull()
      .references(() => alerts.id),
    eventKey: text("event_key").notNull(),
    threadKey: text("thread_key"),
    destination: json<Destination>(),
    state: text().$type<DeliveryState>().notNull(),
    attempts: integer().notNull().default(0),
    createdAt: instant("created_at").notNull(),
    nextAttemptAt: instant("next_attempt_at").notNull(),
    waitingSince: instant("waiting_since")
      .notNull()
      .default(sql`now()`),
    settledAt: instant("settled_at"),
    lastError: text("last_error"),
    reference: text(),
    lookAt: instant("look_at"),
    looks: integer().notNull().default(0),
    amendAt: instant("amend_at"),
    amendRevision: integer("amend_revision").notNull().default(0),
    amendAttempts: integer("amend_attempts").notNull().default(0),
    remindedAt: instant("reminded_at"),
    maybeToldSince: instant("maybe_told_since"),
    gatheredInto: text("gathered_into"),
  },
  (table) => [
    unique("deliveries_subscription_event").on(table.subscriptionId, table.eventKey),
    index("deliveries_waiting")
      .on(table.lane, table.position)
      .where(sql`${table.state} in ('queued', 'sending', 'unknown')`),
    index("deliveries_subscription").on(table.subscriptionId, table.position),
    index("deliveries_held")
      .on(table.position)
      .where(sql`${table.state} = 'held' and ${table.settledAt} is null`),
    index("deliveries_alert").on(table.alertId),
    index("deliveries_gathered")
      .on(table.gatheredInto)
      .where(sql`${table.gatheredInto} is not null`),
    index("deliveries_thread")
      .on(table.lane, table.threadKey, table.position)
      .where(sql`${table.reference} is not null`),
    index("deliveries_to_amend")
      .on(table.lane, table.amendAt)
      .where(sql`${table.amendAt} is not null`),
  ],
);

/** Every attempt, committed before it is made. */
export const deliveryAttempts = pgTable(
  "delivery_attempts",
  {
    deliveryId: text("delivery_id")
      .notNull()
      .references(() => deliveries.id),
    attempt: integer().notNull(),
    worker: text().notNull(),
    beganAt: instant("began_at").notNull(),
    endedAt: instant("ended_at"),
    outcome: text().$type<"sent" | "retry" | "failed" | "unknown" | "interrupted">(),
    error: text(),
  },
  (table) => [primaryKey({ columns: [table.deliveryId, table.attempt] })],
);

/** What the people of a tenant decided about an alert; the latest word, the earlier ones stand in the audit log. */
export const acknowledgements = pgTable(
  "acknowledgements",
  {
    tenant: text().notNull(),
    alertId: text("alert_id")
      .notNull()
      .references(() => alerts.id),
    acknowledgement: json<Acknowledgement>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.alertId] })],
);

/** What people and regwatch itself did to subscriptions and alerts. */
export const auditLog = pgTable("audit_log", {
  id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  at: instant().notNull(),
  actor: text().notNull(),
  action: text().notNull(),
  subject: text().notNull(),
  detail: json<Json>(),
});

/** What tenants entrusted to a channel, encrypted. `renewalUntil` is set while one process renews it. */
export const installations = pgTable("installations", {
  tenant: text().primaryKey(),
  sealed: text().notNull(),
  updatedAt: instant("updated_at").notNull(),
  renewalUntil: instant("renewal_until"),
});

/** Keys that are good once: states of an installation under way, requests that must not be replayed. */
export const usedOnce = pgTable("used_once", { key: text().primaryKey(), until: instant().notNull() }, (table) => [
  index("used_once_until").on(table.until),
]);

/** When feeds fell ill and recovered. */
export const healthNotices = pgTable(
  "health_notices",
  {
    position: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    alertId: text("alert_id")
      .notNull()
      .references(() => alerts.id),
    feedId: text("feed_id")
      .notNull()
      .references(() => feeds.id),
  },
  (table) => [unique("health_notices_alert").on(table.alertId)],
);
