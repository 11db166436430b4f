import { createHash } from "node:crypto";
import { matches, parseQuery } from "../../src/alerts/query.ts";
import type { Change } from "../../src/model/change.ts";
import type { DeliveryRecord, DocumentRecord, FeedState, Store, TimelineFilter } from "../../src/model/store.ts";
import type { HealthNotice } from "../../src/model/alert.ts";
import { compareSignificance } from "../../src/model/significance.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import type { Subscription } from "../../src/model/subscription.ts";
import type { Version } from "../../src/model/version.ts";

/** What the pages read, as plain data. */
export interface Shelf {
  readonly changes: readonly Change[];
  readonly documents: readonly DocumentRecord[];
  readonly versions: readonly Version[];
  readonly snapshots: readonly Snapshot[];
  readonly states: readonly FeedState[];
  readonly notices: readonly HealthNotice[];
  readonly subscriptions: readonly Subscription[];
  readonly deliveries: readonly DeliveryRecord[];
  /** Which versions a change lies between, by change id. */
  readonly between: Readonly<Record<string, { readonly before: string | null; readonly after: string | null }>>;
}

/** The store's reads over a shelf. Whatever else is called is missing, and so fails the test. */
export function storeOver(shelf: Shelf): Store {
  const version = (id: string | null) => shelf.versions.find((each) => each.id === id) ?? null;
  const reads: Partial<Store> = {
    async timeline(filter) {
      const rows = shelf.changes
        .filter((change) => fits(change, filter))
        .toSorted((a, b) => b.occurredAt.localeCompare(a.occurredAt) || b.id.localeCompare(a.id));
      const start = filter.before === undefined ? 0 : rows.findIndex(({ id }) => id === filter.before) + 1;
      const page = rows.slice(start, start + filter.limit);
      return { rows: page, next: start + filter.limit < rows.length ? (page.at(-1)?.id ?? null) : null };
    },
    tally: async (filter) =>
      shelf.changes
        .filter((change) => fits(change, filter))
        .map(({ occurredAt, source, significance, muted }) => {
          const day = Temporal.PlainDate.from(occurredAt.slice(0, 10));
          const week = day.subtract({ days: day.dayOfWeek - 1 }).toString();
          return { week, source, significance, muted: muted !== null, count: 1 };
        }),
    standingTexts: async () => ({ rows: [], next: null }),
    checksByDay: async () => [{ day: "2026-01-14", checks: 96 }],
    backlog: async () => ({
      overdueFeeds: 0,
      unclaimedFeedSeconds: 0,
      unclaimedLaneSeconds: 0,
      pausedSubscriptions: 0,
      databaseBytes: 8_000_000,
    }),
    searchBacklog: async () => ({ changes: 0, documents: 0 }),
    change: async (id) => shelf.changes.find((change) => change.id === id) ?? null,
    async changeVersions(id) {
      const ids = shelf.between[id];
      return ids === undefined ? null : { before: version(ids.before), after: version(ids.after) };
    },
    document: async (id) => shelf.documents.find((document) => document.id === id) ?? null,
    async documents(filter) {
      const rows = shelf.documents.filter(
        ({ visibility, feedId }) =>
          (visibility === "public" || filter.includePrivate) &&
          (filter.feedId === undefined || feedId === filter.feedId),
      );
      return { rows: rows.slice(0, filter.limit), next: null };
    },
    async documentByKey(_source, key, includePrivate) {
      const found = shelf.documents.find(
        (document) => document.key === key && (document.visibility === "public" || includePrivate),
      );
      return found === undefined ? null : { id: found.id, title: found.title };
    },
    token: async () => null,
    subscriptionFigures: async () => new Map(),
    version: async (id) => seen(version(id)),
    snapshot: async (id) => seen(shelf.snapshots.find((snapshot) => snapshot.id === id) ?? null),
    chainOf: async () => [],
    async servedFor(id) {
      return (version(id)?.snapshots ?? []).flatMap(({ role, id: wanted }) => {
        const snapshot = shelf.snapshots.find((each) => each.id === wanted);
        return snapshot === undefined ? [] : [{ role, snapshot }];
      });
    },
    servedBy: async () => [],
    timeStampsOf: async () => [],
    keepingOf: async () => ({ holds: [], letGo: [] }),
    stampStanding: async () => ({ lastStampedAt: null, waiting: 0, error: null }),
    stampCovering: async () => null,
    calendar: async (filter) =>
      shelf.changes
        .filter(({ visibility }) => visibility === "public" || filter.includePrivate)
        .flatMap((change) =>
          change.deadlines.map((deadline, index) => ({
            ...change,
            ...deadline,
            uid: `${change.id}-${index}`,
            sequence: 0,
            createdAt: change.detectedAt,
            modifiedAt: change.detectedAt,
            datedAt: change.detectedAt,
            movedFrom: null,
            cancelledAt: null,
          })),
        )
        .filter(({ date }) => date >= filter.from && date <= filter.to),
    latestChanges: async (ids) =>
      new Map(shelf.changes.filter(({ documentId }) => ids.includes(documentId)).map((one) => [one.documentId, one])),
    termTotals: async () => [],
    termPlaces: async () => [],
    termMoves: async () => [],
    feedStates: async () => shelf.states,
    pulses: async () => [],
    healthNotices: async () => shelf.notices,
    subscriptions: async () => shelf.subscriptions,
    deliveriesOf: async (id) => shelf.deliveries.filter(({ subscriptionId }) => subscriptionId === id),
    counts: async () => ({
      feeds: shelf.states.length,
      feedsIll: shelf.states.filter(({ illSince }) => illSince !== null).length,
      documents: shelf.documents.length,
      versions: shelf.versions.length,
      snapshots: shelf.snapshots.length,
      snapshotBytes: 0,
      changes: shelf.changes.length,
      subscriptions: shelf.subscriptions.length,
      deliveries: { queued: 2, sending: 0, sent: 5, failed: 1, unknown: 0, held: 0 },
      oldestQueuedSeconds: 7,
    }),
    ping: async () => {},
  };
  return reads as Store;
}

function fits(change: Change, filter: Omit<TimelineFilter, "limit" | "before">): boolean {
  return (
    (filter.query === undefined || matches(parseQuery(filter.query), change)) &&
    (change.visibility === "public" || filter.includePrivate) &&
    (filter.muted === "only" ? change.muted !== null : filter.muted === "with" || change.muted === null) &&
    is(filter.feedId, change.feedId) &&
    is(filter.source, change.source) &&
    is(filter.kind, change.kind) &&
    is(filter.threadKey, change.threadKey) &&
    is(filter.documentId, change.documentId) &&
    is(filter.baseline, change.baseline) &&
    (filter.topic === undefined || change.topics.includes(filter.topic)) &&
    !filter.except?.includes(change.id) &&
    (filter.eventKeys === undefined || filter.eventKeys.includes(change.eventKey)) &&
    (filter.minimum === undefined || compareSignificance(change.significance, filter.minimum) >= 0) &&
    (filter.since === undefined || change.occurredAt >= filter.since) &&
    (filter.until === undefined || change.occurredAt < filter.until)
  );
}

function seen<Value>(value: Value | null) {
  return value === null ? null : { ...value, visibility: "public" as const };
}

function is<Value>(wanted: Value | undefined, value: Value): boolean {
  return wanted === undefined || wanted === value;
}

export function snapshotOf(text: string, more: Partial<Snapshot> = {}): Snapshot {
  const body = new TextEncoder().encode(text);
  return {
    id: `sha256:${createHash("sha256").update(body).digest("hex")}`,
    url: "https://publisher.example/document",
    finalUrl: "https://publisher.example/document",
    status: 200,
    headers: { "content-type": "text/html; charset=utf-8", etag: '"5f1"', date: "Mon, 12 Jan 2026 19:12:00 GMT" },
    redirects: [],
    body,
    fetchedAt: "2026-01-12T19:12:00.000Z",
    ...more,
  };
}
