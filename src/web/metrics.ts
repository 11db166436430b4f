import { Gauge, Registry, collectDefaultMetrics } from "prom-client";
import { toInstant } from "../lib/time.ts";
import { setAside } from "../model/failed-reading.ts";
import type { Self, WebDeps } from "./deps.ts";
import { conditionOf, readFeedViews } from "./feed-view.ts";
import type { FeedView } from "./feed-view.ts";
import type { Reader } from "./reader.ts";

/** Answers `/metrics`. The process is measured from the first call on; the rest is asked of the store at every scrape. */
export function createMetrics(
  deps: WebDeps,
): (reader: Reader) => Promise<{ readonly type: string; readonly text: string }> {
  const process = new Registry();
  collectDefaultMetrics({ register: process });
  return async (reader) => {
    const registry = new Registry();
    if (deps.self) await standstillGauge(registry, deps.self);
    const seesAll = await storeSays(registry, deps, reader);
    const merged = Registry.merge([process, registry, ...(deps.self && seesAll ? [deps.self.meters] : [])]);
    return { type: merged.contentType, text: await merged.metrics() };
  };
}

async function standstillGauge(registry: Registry, self: Self): Promise<void> {
  const reason = await self.standstill().catch(() => null);
  const help = "1 while the work of this process stands still, as /healthz says";
  gauge(registry, "standing_still", help, reason === null ? 0 : 1);
}

// A database that is away is told as such, beside what needs none. True where the reader may see all there is.
async function storeSays(registry: Registry, deps: WebDeps, reader: Reader): Promise<boolean> {
  const up = new Gauge({
    name: "regwatch_database_up",
    help: "1 where the database answers",
    registers: [registry],
  });
  try {
    await deps.store.ping();
    up.set(1);
    if (reader.seesPrivate && deps.self?.countsStore === false) return true;
    const views = await readFeedViews(deps, reader);
    const seesAll = reader.seesPrivate || (await allPublic(deps, views));
    if (deps.self?.countsStore === false) return seesAll;
    feedGauges(registry, views, deps.clock.now());
    if (seesAll) await storeGauges(registry, deps);
    return seesAll;
  } catch (error) {
    up.set(0);
    deps.logError(error, "GET /metrics");
    return reader.seesPrivate;
  }
}

/** Totals of the whole store, and of what was done, would give away that something private moved, also in a feed whose file is gone. */
async function allPublic(deps: WebDeps, views: readonly FeedView[]): Promise<boolean> {
  const known = new Set(views.map(({ feed }) => feed.id));
  const states = await deps.store.feedStates();
  return known.size === deps.feeds().feeds.length && states.every(({ feedId }) => known.has(feedId));
}

function feedGauges(registry: Registry, views: readonly FeedView[], now: Temporal.Instant): void {
  const seconds = (at: string) => (now.epochMilliseconds - Temporal.Instant.from(at).epochMilliseconds) / 1000;
  const dues = views
    .filter((view) => conditionOf(view) !== "off")
    .flatMap(({ state }) => (state === null ? [] : [state.nextDueAt]));
  gauge(registry, "feeds", "Feeds that are watched", views.length);
  gauge(registry, "feeds_ill", "Feeds that cannot be read", views.filter((view) => conditionOf(view) === "ill").length);
  const aside = views.flatMap(({ state }) => [
    ...new Set(setAside(state?.failedReadings ?? []).map(({ key }) => key)),
  ]).length;
  gauge(registry, "documents_set_aside", "Documents that could not be read and are not read again as they are", aside);
  gauge(
    registry,
    "feed_lag_seconds",
    "How long the check that waits longest is overdue",
    Math.max(0, ...dues.map((at) => seconds(at))),
  );
  const checks = labelled(registry, "feed_checks_total", "Checks of a feed", "feed");
  const failures = labelled(registry, "feed_failures", "Failed checks of a feed in a row", "feed");
  const since = labelled(registry, "feed_seconds_since_ok", "Seconds since a feed was last read well", "feed");
  for (const { feed, state } of views) {
    if (state === null) continue;
    checks.set({ feed: feed.id }, state.checks);
    failures.set({ feed: feed.id }, state.failures);
    if (state.lastOkAt !== null) since.set({ feed: feed.id }, seconds(state.lastOkAt));
  }
}

async function storeGauges(registry: Registry, deps: WebDeps): Promise<void> {
  const { lastStampedAt, waiting } = await deps.store.stampStanding();
  gauge(registry, "checkpoints_waiting", "Checkpoints of the evidence chains that wait for their time stamp", waiting);
  if (lastStampedAt !== null) {
    const seconds = deps.clock.now().since(lastStampedAt).total("seconds");
    gauge(registry, "time_stamp_age_seconds", "Since the evidence chains were last time-stamped", seconds);
  }
  const counts = await deps.store.counts(toInstant(deps.clock.now()));
  gauge(registry, "documents", "Documents known", counts.documents);
  gauge(registry, "versions", "Versions kept", counts.versions);
  gauge(registry, "snapshots", "Snapshots kept", counts.snapshots);
  gauge(registry, "snapshot_bytes", "Bytes of snapshots, as kept", counts.snapshotBytes);
  gauge(registry, "changes_total", "Changes recorded", counts.changes);
  gauge(registry, "subscriptions", "Subscriptions", counts.subscriptions);
  gauge(registry, "queue_depth", "Deliveries that wait", counts.deliveries.queued);
  gauge(
    registry,
    "oldest_queued_seconds",
    "How long the oldest delivery that could go out has waited",
    counts.oldestQueuedSeconds,
  );
  await backlogGauges(registry, deps);
  const deliveries = labelled(registry, "deliveries", "Deliveries by state", "state");
  for (const [state, count] of Object.entries(counts.deliveries)) deliveries.set({ state }, count);
}

async function backlogGauges(registry: Registry, deps: WebDeps): Promise<void> {
  const { overdueFeeds, pausedSubscriptions, databaseBytes } = await deps.store.backlog(toInstant(deps.clock.now()));
  gauge(registry, "feeds_overdue", "Feeds whose check is more than five minutes late", overdueFeeds);
  gauge(registry, "subscriptions_paused", "Subscriptions that are paused", pausedSubscriptions);
  gauge(registry, "database_bytes", "Bytes of the database on disk", databaseBytes);
  const { changes, documents } = await deps.store.searchBacklog();
  gauge(registry, "search_waiting", "Records of an earlier version that wait to be indexed", changes + documents);
  const free = await deps.self?.freeBytes();
  if (free != null) gauge(registry, "data_free_bytes", "Bytes free where the embedded database lies", free);
}

function gauge(registry: Registry, name: string, help: string, value: number): void {
  new Gauge({ name: `regwatch_${name}`, help, registers: [registry] }).set(value);
}

function labelled<Label extends string>(registry: Registry, name: string, help: string, label: Label): Gauge<Label> {
  return new Gauge({ name: `regwatch_${name}`, help, labelNames: [label], registers: [registry] });
}
