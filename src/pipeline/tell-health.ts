import { silenceOf, type Silence } from "../alerts/silence.ts";
import { hashJson } from "../lib/hash.ts";
import { toInstant } from "../lib/time.ts";
import type { Alert, HealthNotice } from "../model/alert.ts";
import { isScheduled, noRhythm, type Feed } from "../model/feed.ts";
import type { HealthTelling, Pulse } from "../model/pulse.ts";
import type { FeedState } from "../model/store.ts";
import type { Instant } from "../model/time.ts";
import { plan } from "./plan.ts";
import type { Services } from "./services.ts";
import { findTroubles, type Trouble } from "./troubles.ts";

interface Watch extends FeedState, Pulse {
  readonly feed: Feed;
}

/**
 * Tells what fell ill, what recovered, which publishers stopped and which go on: once, and with what has the same cause in one notice.
 * Called after polls and by the minute tick.
 */
export async function tellHealth(services: Services): Promise<void> {
  const now = services.clock.now();
  const watched = await watchedFeeds(services, toInstant(now));
  const patients = [...watched.values()].map((watch) => ({ ...watch, visibility: watch.feed.visibility }));
  const { troubles, probes } = findTroubles(patients, now);
  for (const trouble of troubles) await tellTrouble(services, trouble, watched, toInstant(now));
  await tellStale(services, [...watched.values()], now);
  // The next tick rings for them.
  await services.store.bringForward(probes, toInstant(now));
}

async function watchedFeeds(services: Services, now: Instant): Promise<ReadonlyMap<string, Watch>> {
  const [states, pulses] = await Promise.all([services.store.feedStates(), services.store.pulses(now)]);
  const byFeed = new Map(pulses.map((pulse) => [pulse.feedId, pulse]));
  return new Map(
    states.flatMap((state) => {
      const feed = services.feeds().get(state.feedId);
      return state.active && feed && isScheduled(feed)
        ? [[state.feedId, { ...state, ...(byFeed.get(state.feedId) ?? unfelt(state.feedId)), feed }]]
        : [];
    }),
  );
}

function unfelt(feedId: string): Pulse {
  const none = { newest: null, busy: null, reach: null, toldAs: null, staleSince: null };
  return { feedId, ...none, reconciliation: null, lastNewsAt: null, checks: 0 };
}

type Watched = ReadonlyMap<string, Watch>;

async function tellTrouble(services: Services, trouble: Trouble, watched: Watched, at: Instant): Promise<void> {
  const { kind, scope, feedIds, since, before, after } = trouble;
  const rows = feedIds.flatMap((feedId) => watched.get(feedId) ?? []);
  const [first] = rows;
  if (first === undefined) return;
  const isSilent = kind === "joined" || kind === "forgotten";
  const state = kind === "recovered" ? "recovered" : "ill";
  const told = scope === "feed" ? ofFeed(first, state) : ofMany(rows, scope, state);
  const notice = { ...noticeBase(rows), ...told, state, since } as const;
  const telling = { feedIds, field: "toldAs", before, after } as const;
  await tell(services, telling, isSilent ? null : notice, at);
}

function ofFeed({ feed, error }: Watch, state: "ill" | "recovered"): Pick<HealthNotice, "feedTitle" | "message"> {
  return { feedTitle: feed.title, message: state === "recovered" ? answersAgain : (error ?? "It cannot be read.") };
}

const answersAgain = "The feed answers again. Nothing it published meanwhile is lost.";

function ofMany(
  rows: readonly Watch[],
  scope: Trouble["scope"],
  state: "ill" | "recovered",
): Pick<HealthNotice, "feedTitle" | "message"> {
  const feeds = `${rows.length} feed${rows.length === 1 ? "" : "s"}`;
  const place = scope === "network" ? "regwatch's own network" : (rows[0]?.host ?? "").replace(/:443$/, "");
  const feedTitle = `${place} (${feeds})`;
  if (state === "recovered")
    return { feedTitle, message: `It answers again: ${titles(rows)}. Nothing published meanwhile is lost.` };
  const cause =
    scope === "network"
      ? "No publisher can be reached; that is taken for a fault of the network here, not of theirs."
      : (rows[0]?.error ?? "");
  return { feedTitle, message: `${cause} Not to be read: ${titles(rows)}.` };
}

function titles(rows: readonly Watch[]): string {
  const shown = rows.slice(0, 12).map(({ feed }) => feed.title);
  return rows.length > shown.length ? `${shown.join(", ")} and ${rows.length - shown.length} more` : shown.join(", ");
}

type Judged = Watch & { readonly silence: Silence };

// Feeds of one host that stopped on one day stopped for one reason.
async function tellStale(services: Services, watched: readonly Watch[], now: Temporal.Instant): Promise<void> {
  const judged = watched.map((watch) => ({ ...watch, silence: silenceOf(watch, watch.feed.rhythm ?? noRhythm, now) }));
  const stopped = judged.filter(({ staleSince, silence }) => staleSince === null && silence.kind === "stale");
  const going = judged.filter(({ staleSince, silence }) => staleSince !== null && goesOn(silence));
  for (const rows of together(stopped, ({ silence }) => silence.since)) await tellStopped(services, rows, now, true);
  for (const rows of together(going, ({ staleSince }) => staleSince)) await tellStopped(services, rows, now, false);
}

// Working days only grow, so nothing but a later sign of life ends a stop.
function goesOn({ kind, since }: Silence): boolean {
  return (kind === "quiet" || kind === "resting") && since !== null;
}

function together(rows: readonly Judged[], since: (row: Judged) => string | null): readonly (readonly Judged[])[] {
  return [...Map.groupBy(rows, (row) => [row.host, row.feed.visibility, since(row)].join(" ")).values()];
}

async function tellStopped(
  services: Services,
  rows: readonly Judged[],
  now: Temporal.Instant,
  isStopped: boolean,
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const day = (isStopped ? first.silence.since : first.staleSince) ?? "";
  const names = rows.length === 1 ? first.feed.title : `${first.host.replace(/:443$/, "")} (${rows.length} feeds)`;
  const about = rows.length === 1 ? "" : ` Concerned: ${titles(rows)}.`;
  const notice = {
    ...noticeBase(rows),
    feedTitle: names,
    state: isStopped ? "stale" : "moving",
    since: `${day.slice(0, 10)}T00:00:00.000Z`,
    message: `${isStopped ? first.silence.words : `It goes on. ${first.silence.words}`}${about}`,
  } as const;
  const feedIds = rows.map(({ feedId }) => feedId);
  const [before, after] = isStopped ? [null, day] : [first.staleSince, null];
  await tell(services, { feedIds, field: "staleSince", before, after }, notice, toInstant(now));
}

function noticeBase(
  rows: readonly Watch[],
): Pick<HealthNotice, "feedId" | "feedIds" | "source" | "topics" | "visibility"> {
  const [first] = rows;
  return {
    feedId: first?.feedId ?? "",
    ...(rows.length > 1 && { feedIds: rows.map(({ feedId }) => feedId) }),
    source: first?.feed.source ?? "",
    topics: [...new Set(rows.flatMap(({ feed }) => feed.topics))],
    visibility: first?.feed.visibility ?? "private",
  };
}

async function tell(
  services: Services,
  telling: Omit<HealthTelling, "alert">,
  notice: HealthNotice | null,
  at: Instant,
): Promise<void> {
  if (notice === null) {
    await services.store.tellHealth({ ...telling, alert: null }, at);
    return;
  }
  const id = hashJson(["health", notice.feedId, notice.state, telling.after ?? telling.before]).slice(0, 32);
  const alert: Alert = { kind: "health", id, at, notice };
  await services.store.tellHealth(
    { ...telling, alert: plan(services, alert, id, await services.audience.of(alert)) },
    at,
  );
}
