import type { Change, ChangeKind } from "../model/change.ts";
import type { Deadline, DeadlineKind, Facts } from "../model/facts.ts";
import type { FailedReading } from "../model/failed-reading.ts";
import type { Json } from "../model/json.ts";
import type { Redirect } from "../model/snapshot.ts";
import type { Doubt } from "../model/store.ts";
import type { DocumentLink, Recipe } from "../model/version.ts";
import { bytea, instant, json, lexemes } from "./columns.ts";
import { bigint, boolean, date, index, integer, pgTable, primaryKey, smallint, sql, text } from "./drizzle.ts";
import { unique, uniqueIndex } from "./drizzle.ts";

type Visibility = "public" | "private";

/** What is remembered of a watched feed. `scheduled` is false where it is polled only when asked. */
export const feeds = pgTable(
  "feeds",
  {
    id: text().primaryKey(),
    title: text().notNull(),
    source: text().notNull(),
    host: text().notNull(),
    visibility: text().$type<Visibility>().notNull(),
    topics: json<readonly string[]>().notNull(),
    schedule: json<readonly string[]>().notNull(),
    active: boolean().notNull(),
    scheduled: boolean().notNull(),
    cursor: json<Json>(),
    baselineAt: instant("baseline_at"),
    nextDueAt: instant("next_due_at").notNull(),
    lastCheckedAt: instant("last_checked_at"),
    lastOkAt: instant("last_ok_at"),
    checks: integer().notNull().default(0),
    failures: integer().notNull().default(0),
    illSince: instant("ill_since"),
    error: text(),
    warnings: json<readonly string[]>().notNull().default([]),
    recipe: json<Recipe>(),
    leaseWorker: text("lease_worker"),
    leaseUntil: instant("lease_until"),
    /** Polls that were cut short by the end of their process since one ended well. */
    interruptions: integer().notNull().default(0),
    failedReadings: json<readonly FailedReading[]>("failed_readings").notNull().default([]),
  },
  (table) => [
    index("feeds_due")
      .on(table.host, table.nextDueAt)
      .where(sql`${table.active} and ${table.scheduled}`),
  ],
);

/** How often a feed was checked, by the hour, so that silence can be told from blindness. */
export const feedChecks = pgTable(
  "feed_checks",
  {
    hour: instant().notNull(),
    feedId: text("feed_id")
      .notNull()
      .references(() => feeds.id),
    checks: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.hour, table.feedId] })],
);

/** When a publisher's host was last asked, and until when it wants to be left alone. */
export const hosts = pgTable("hosts", {
  host: text().primaryKey(),
  bookedAt: instant("booked_at"),
  heldUntil: instant("held_until"),
});

/** One thing that has versions over time. `chainHead` and `chainEntries` say where its evidence chain ends. */
export const documents = pgTable(
  "documents",
  {
    id: text().primaryKey(),
    feedId: text("feed_id")
      .notNull()
      .references(() => feeds.id),
    source: text().notNull(),
    key: text().notNull(),
    threadKey: text("thread_key").notNull(),
    title: text().notNull(),
    topics: json<readonly string[]>().notNull(),
    state: json<Json>(),
    sequence: integer().notNull(),
    firstSeenAt: instant("first_seen_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    textSeenAt: instant("text_seen_at").notNull(),
    changedAt: instant("changed_at").notNull(),
    vanishedAt: instant("vanished_at"),
    doubt: json<Doubt>(),
    chainHead: text("chain_head").notNull(),
    chainEntries: integer("chain_entries").notNull(),
  },
  (table) => [
    unique("documents_feed_key").on(table.feedId, table.key),
    index("documents_source_key").on(table.source, table.key),
    index("documents_changed").on(table.changedAt, table.id),
    index("documents_feed_changed").on(table.feedId, table.changedAt, table.id),
  ],
);

/** The bytes a publisher served, zstd-compressed. `id` is the SHA-256 of the bytes as served. */
export const snapshots = pgTable("snapshots", {
  id: text().primaryKey(),
  body: bytea().notNull(),
  storedBytes: integer("stored_bytes").notNull(),
});

/** One time the bytes of a snapshot were served: the same bytes may come from several addresses and at several times. */
export const snapshotSightings = pgTable(
  "snapshot_sightings",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    snapshotId: text("snapshot_id")
      .notNull()
      .references(() => snapshots.id),
    documentId: text("document_id")
      .notNull()
      .references(() => documents.id),
    role: text().notNull(),
    url: text().notNull(),
    finalUrl: text("final_url").notNull(),
    status: integer().notNull(),
    headers: json<Readonly<Record<string, string>>>().notNull(),
    redirects: json<readonly Redirect[]>().notNull(),
    fetchedAt: instant("fetched_at").notNull(),
  },
  (table) => [
    index("snapshot_sightings_snapshot").on(table.snapshotId, table.fetchedAt),
    index("snapshot_sightings_document").on(table.documentId),
  ],
);

/** What extraction made of a document's snapshots. `blocks` is zstd-compressed JSON. */
export const versions = pgTable(
  "versions",
  {
    id: text().primaryKey(),
    documentId: text("document_id")
      .notNull()
      .references(() => documents.id),
    sequence: integer().notNull(),
    title: text().notNull(),
    language: text().notNull(),
    sourceUrl: text("source_url").notNull(),
    officialUrl: text("official_url"),
    citation: text(),
    fullCitation: text("full_citation"),
    publishedAt: text("published_at"),
    form: text().notNull(),
    complete: boolean().notNull(),
    blocks: bytea().notNull(),
    facts: json<Facts>().notNull(),
    deadlines: json<readonly Deadline[]>().notNull(),
    threadKeys: json<readonly string[]>("thread_keys").notNull(),
    links: json<readonly DocumentLink[]>().notNull(),
    recipe: json<Recipe>().notNull(),
    observedAt: instant("observed_at").notNull(),
    chain: text().notNull(),
  },
  (table) => [unique("versions_document_sequence").on(table.documentId, table.sequence)],
);

/** Which served answers a version was made from, in their order. */
export const versionSnapshots = pgTable(
  "version_snapshots",
  {
    versionId: text("version_id")
      .notNull()
      .references(() => versions.id),
    position: smallint().notNull(),
    role: text().notNull(),
    sightingId: bigint("sighting_id", { mode: "number" })
      .notNull()
      .references(() => snapshotSightings.id),
  },
  (table) => [
    primaryKey({ columns: [table.versionId, table.position] }),
    index("version_snapshots_sighting").on(table.sightingId),
  ],
);

/** What ties documents together: each identifier with the threads it was seen in. */
export const threadIdentifiers = pgTable(
  "thread_identifiers",
  {
    identifier: text().notNull(),
    threadKey: text("thread_key").notNull(),
    firstSeenAt: instant("first_seen_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.identifier, table.threadKey] }),
    index("thread_identifiers_thread").on(table.threadKey, table.firstSeenAt),
  ],
);

/** The difference between two versions. The columns are for filters; `change` is the whole of it. */
export const changes = pgTable(
  "changes",
  {
    id: text().primaryKey(),
    position: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    documentId: text("document_id")
      .notNull()
      .references(() => documents.id),
    feedId: text("feed_id")
      .notNull()
      .references(() => feeds.id),
    source: text().notNull(),
    threadKey: text("thread_key").notNull(),
    eventKey: text("event_key").notNull(),
    beforeSequence: integer("before_sequence"),
    afterSequence: integer("after_sequence"),
    kind: text().$type<ChangeKind>().notNull(),
    /** The place in `significances`, so that "at least" is a comparison. */
    significance: smallint().notNull(),
    topics: text().array().notNull(),
    occurredAt: instant("occurred_at").notNull(),
    muted: boolean().notNull(),
    baseline: boolean().notNull(),
    visibility: text().$type<Visibility>().notNull(),
    change: json<Change>().notNull(),
    retractedAt: instant("retracted_at"),
    retractionReason: text("retraction_reason"),
    /** By what queries find it; null until it is indexed. */
    lexemes: lexemes(),
  },
  (table) => [
    // The newest first is read backwards: an index made descending has its nulls last, and serves no order that has them first.
    index("changes_occurred").on(table.occurredAt, table.position),
    index("changes_feed").on(table.feedId, table.occurredAt, table.position),
    index("changes_document").on(table.documentId, table.afterSequence),
    index("changes_thread").on(table.threadKey, table.occurredAt, table.position),
    index("changes_event").on(table.eventKey),
    index("changes_topics").using("gin", table.topics),
    index("changes_retracted")
      .on(table.retractedAt)
      .where(sql`${table.retractedAt} is not null`),
    // All that a count by week needs, so that it need not read the changes themselves.
    index("changes_weekly").on(
      table.occurredAt,
      table.source,
      table.significance,
      table.muted,
      table.baseline,
      table.visibility,
    ),
    index("changes_lexemes").using("gin", table.lexemes),
    index("changes_unindexed")
      .on(table.position)
      .where(sql`${table.lexemes} is null`),
  ],
);

/** Changes that wait to be told together with others of the same feed that carry the same key. */
export const gatherings = pgTable(
  "gatherings",
  {
    changeId: text("change_id")
      .primaryKey()
      .references(() => changes.id),
    feedId: text("feed_id")
      .notNull()
      .references(() => feeds.id),
    key: text().notNull(),
  },
  (table) => [index("gatherings_feed").on(table.feedId)],
);

/** The operative dates of the latest versions. */
export const deadlines = pgTable(
  "deadlines",
  {
    documentId: text("document_id")
      .notNull()
      .references(() => documents.id),
    position: smallint().notNull(),
    kind: text().$type<DeadlineKind>().notNull(),
    date: date({ mode: "string" }).notNull(),
    at: instant(),
    sentence: text().notNull(),
    section: text(),
  },
  (table) => [
    primaryKey({ columns: [table.documentId, table.position] }),
    index("deadlines_date").on(table.date, table.documentId, table.position),
  ],
);

/** What was recorded of each document, in order, each entry with the hash of the one before. Rows are only ever added. */
export const evidenceLog = pgTable(
  "evidence_log",
  {
    documentId: text("document_id")
      .notNull()
      .references(() => documents.id),
    entry: integer().notNull(),
    hash: text().notNull(),
    body: json<Json>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.documentId, table.entry] }),
    uniqueIndex("evidence_log_hash").on(table.hash),
  ],
);
