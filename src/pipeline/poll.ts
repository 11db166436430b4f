import { hashJson, sha256Id } from "../lib/hash.ts";
import { toInstant } from "../lib/time.ts";
import { LimitError, RegwatchError, StoreAwayError } from "../model/errors.ts";
import type { Feed } from "../model/feed.ts";
import type { Json } from "../model/json.ts";
import type { Reconciliation, SignOfLife } from "../model/pulse.ts";
import type { FetchOptions } from "../model/snapshot.ts";
import type { PollContext, PollEnd, Sighting, Source } from "../model/source.ts";
import type { FeedState } from "../model/store.ts";
import type { Recipe } from "../model/version.ts";
import { documentIdOf } from "./document-id.ts";
import { createCaution, type Caution } from "./caution.ts";
import { nextDue } from "./cron.ts";
import type { Intake } from "./intake.ts";
import { tellGathered } from "./gather.ts";
import { hostsNamed } from "./named-addresses.ts";
import { reachOf } from "./reach.ts";
import { isReconciliationDue, reconcile } from "./reconcile.ts";
import { lookAgain, recordCapture, recordVanished, type Tally } from "./record.ts";
import { reextractOutdated } from "./reextract.ts";
import { openRound, type Round } from "./round.ts";
import type { PollReport, Services } from "./services.ts";

type Unchanged = Extract<Sighting, { kind: "unchanged" }>;

/** What every step of one poll needs to know. */
export interface Poll extends Intake {
  readonly source: Source;
  readonly state: FeedState;
  /** The last comparison of the publisher's counts with what is held, if there was one. */
  readonly reconciliation: Reconciliation | null;
  readonly round: Round;
  readonly caution: Caution;
}

/** How a poll ended, as the rest of it sees it. */
type PollEnding =
  | {
      readonly ok: true;
      readonly cursor: Json;
      /** What was seen and is not yet on record. */
      readonly seen: readonly Unchanged[];
      readonly life?: SignOfLife;
      readonly reconciliation?: Reconciliation;
    }
  | { readonly ok: false; readonly error: string; readonly cause?: unknown; readonly interrupted?: boolean };

/**
 * Polls a feed whose lease this worker holds, records what it finds and gives the lease back. Never throws for what a publisher does:
 * that ends as an ill feed, with the reason in the report. An interrupted poll leaves no trace but what it had recorded.
 */
export function pollFeed(
  services: Services,
  state: FeedState,
  signal: AbortSignal,
  how: { readonly confirmsNow?: boolean; readonly round?: Round } = {},
): Promise<PollReport> {
  const { feedId } = state;
  const source = services.feeds().get(feedId)?.source ?? "unknown";
  return services.observe("poll", { feedId, source }, async (note) => {
    const report = await pollOnce(services, state, signal, how);
    const { looked, changes, deliveries, error } = report;
    const failed = signal.aborted ? "interrupted" : "failed";
    note({ outcome: error === null ? "read" : failed, looked, changes, deliveries });
    return report;
  });
}

async function pollOnce(
  services: Services,
  state: FeedState,
  signal: AbortSignal,
  how: { readonly confirmsNow?: boolean; readonly round?: Round },
): Promise<PollReport> {
  const poll = await begin(services, state, how.round ?? openRound(services, [state], null), how.confirmsNow ?? false);
  const started = { at: services.clock.now(), real: performance.now() };
  services.progress({ kind: "polling", feed: poll.feed });
  const tally: Tally = { looked: 0, changes: 0, deliveries: 0, warnings: [], held: 0, againAt: null };
  const ran = await runOrRelease(poll, tally, signal);
  if (poll.gathers && (ran.ok || !ran.interrupted)) tally.deliveries += await tellGathered(poll);
  const at = services.clock.now();
  const nextDueAt = toInstant(dueAfter(poll, tally, started.at, at, ran));
  const ending = await end(poll, ran, tally.warnings, toInstant(at), nextDueAt);
  const report: PollReport = {
    feedId: poll.feed.id,
    baseline: poll.baseline,
    looked: tally.looked,
    changes: tally.changes,
    deliveries: tally.deliveries,
    held: tally.held,
    warnings: tally.warnings,
    error: ending.ok ? null : ending.error,
    illSince: ending.ok ? null : (state.illSince ?? toInstant(at)),
    nextDueAt,
    milliseconds: Math.round(performance.now() - started.real),
  };
  services.progress({ kind: "polled", feed: poll.feed, report });
  return report;
}

const recipes = new WeakMap<Feed, Recipe>();

/** The recipe by which a feed is read today. */
export function recipeOf(source: Source, feed: Feed): Recipe {
  const { id, revision } = source;
  const known = recipes.get(feed);
  if (known?.source === id && known.revision === revision) return known;
  const recipe = { source: id, revision, paramsHash: hashJson(source.recipeParams(feed.params)) };
  recipes.set(feed, recipe);
  return recipe;
}

async function begin(services: Services, state: FeedState, round: Round, confirmsNow: boolean): Promise<Poll> {
  const feed = services.feeds().get(state.feedId);
  const source = feed && services.sources.get(feed.source);
  if (!feed || !source) throw new Error(`${state.feedId} was claimed but is not in the catalogue`);
  const recipe = recipeOf(source, feed);
  return {
    services,
    feed,
    source,
    state,
    round,
    recipe,
    caution: createCaution({ services, feed, state, recipe, confirmsNow }),
    baseline: state.baselineAt === null,
    confirmsNow,
    confirmMinutes: source.confirmMinutes?.(feed.params) ?? null,
    gathers: source.gathers ?? false,
    secondHand: source.secondHand ?? false,
    reconciliation: source.reconcile ? await services.store.lastReconciliation(feed.id) : null,
    extract: (captured) =>
      services.observe("extract", { source: source.id, documentId: documentIdOf(feed.id, captured.key) }, async () =>
        source.extract(captured, feed.params),
      ),
  };
}

async function run(poll: Poll, tally: Tally, signal: AbortSignal): Promise<PollEnding> {
  const { services, feed, source, state } = poll;
  // Sources bear with a page that fails. What they say of it then must not stand where the failure was ours.
  let ours: StoreAwayError | undefined;
  const keepLease = async (): Promise<void> => {
    signal.throwIfAborted();
    if (ours) throw ours;
    if (!(await poll.round.holds(feed.id))) throw new LimitError(takenOver);
  };
  async function noting<Result>(work: Promise<Result>): Promise<Result> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof StoreAwayError) ours = error;
      throw error;
    }
  }
  try {
    await poll.caution.begin();
    const known = await reextractOutdated(poll, await poll.round.known(feed.id), tally, poll.caution.attempt);
    const namedHosts = [source.host(feed.params), ...hostsNamed(feed)];
    const context = {
      params: feed.params,
      cursor: state.cursor,
      baseline: poll.baseline,
      now: () => services.clock.now(),
      // A source may ask many times before it has something to say.
      fetch: async (url: string, options?: FetchOptions) => {
        await noting(keepLease());
        return noting(services.fetch(url, { ...options, namedHosts }));
      },
      render: (...asked: Parameters<typeof services.render>) => noting(services.render(...asked)),
      keys: services.keys,
      known,
      signal,
    };
    const { cursor, life, seen } = await consume(poll, source.poll(context), tally, keepLease, signal);
    const reconciliation = isReconciliationDue(poll)
      ? await compareCounts(poll, { ...context, cursor }, seen, tally, keepLease)
      : null;
    return { ok: true, cursor, seen, ...(life && { life }), ...(reconciliation && { reconciliation }) };
  } catch (error) {
    if (signal.aborted) return { ok: false, error: "Interrupted; it starts again at the next run.", interrupted: true };
    // The publisher has no part in it: nothing is said of the feed, and its next claim goes on from here.
    if (error instanceof StoreAwayError) throw error;
    if (!(error instanceof RegwatchError))
      services.log.error({ err: error, feedId: feed.id }, "poll failed unexpectedly");
    return { ok: false, error: plain(error), cause: error };
  }
}

// Where the database is away, it may be back by now; if not, the lease runs out.
async function runOrRelease(poll: Poll, tally: Tally, signal: AbortSignal): Promise<PollEnding> {
  try {
    const ending = await run(poll, tally, signal);
    tally.warnings.push(...(await poll.caution.end()));
    return ending;
  } catch (error) {
    await poll.caution.abandon().catch(() => {});
    await poll.round.release(poll.feed.id).catch(() => {});
    throw error;
  }
}

const takenOver = "Another worker took this feed over because the poll took too long.";

// Whoever holds the lease now says how the feed is doing.
async function end(
  poll: Poll,
  ending: PollEnding,
  warnings: readonly string[],
  at: string,
  nextDueAt: string,
): Promise<PollEnding> {
  const { round, feed, state, recipe } = poll;
  if (!ending.ok && ending.interrupted) {
    await round.release(feed.id);
    return ending;
  }
  const isHeld = await round.end({
    feedId: feed.id,
    at,
    nextDueAt,
    claimedDueAt: state.nextDueAt,
    seen: ending.ok ? ending.seen : [],
    result: ending.ok ? { ok: true, cursor: ending.cursor, warnings, recipe } : { ok: false, error: ending.error },
    pulse: ending.ok
      ? {
          ...(ending.life && { life: ending.life }),
          ...(ending.reconciliation && { reconciliation: ending.reconciliation }),
        }
      : { reach: reachOf(ending.cause) },
  });
  return isHeld ? ending : { ok: false, error: takenOver, interrupted: true };
}

async function consume(
  poll: Poll,
  sightings: ReturnType<Source["poll"]>,
  tally: Tally,
  keepLease: () => Promise<void>,
  signal: AbortSignal,
): Promise<PollEnd & { readonly seen: Unchanged[] }> {
  const unchanged: Unchanged[] = [];
  for (;;) {
    signal.throwIfAborted();
    const seen = unlessFailed(sightings.next(), () => flush(poll, unchanged));
    const step = await whileKeeping(keepLease, poll.services.leaseSeconds, seen);
    await keepLease();
    if (step.done) {
      tally.warnings.push(...(step.value.warnings ?? []));
      const { againInMinutes } = step.value;
      if (againInMinutes !== undefined) lookAgain(tally, poll.services.clock.now().add({ minutes: againInMinutes }));
      return { ...step.value, seen: unchanged };
    }
    tally.looked += 1;
    if (step.value.kind === "unchanged") unchanged.push(step.value);
    else await recordOne(poll, step.value, tally);
    if (unchanged.length >= 500) await flush(poll, unchanged);
  }
}

// What was seen before a poll fails was seen, and its source remembers it.
async function unlessFailed<Value>(work: Promise<Value>, keep: () => Promise<void>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    await keep();
    throw error;
  }
}

// A source may ask for hundreds of lists before it says anything.
async function whileKeeping<Result>(
  keepLease: () => Promise<void>,
  leaseSeconds: number,
  work: Promise<Result>,
): Promise<Result> {
  // Whether the lease was lost shows when it is renewed the next time.
  const timer = setInterval(() => void keepLease().catch(() => {}), (leaseSeconds * 1000) / 3);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

// One document that cannot be read must not keep the others back; it is named and tried again at the next poll, for a while.
async function recordOne(poll: Poll, sighting: Exclude<Sighting, Unchanged>, tally: Tally): Promise<void> {
  if (sighting.kind === "vanished") return recordVanished(poll, sighting, tally);
  const { services, feed, caution } = poll;
  const bytes = (): string => hashJson(sighting.parts.map(({ response }) => sha256Id(response.body)));
  const error = await caution.attempt(sighting.key, bytes, () => recordCapture(poll, sighting, tally));
  if (error === null) return;
  services.log.error({ err: error.cause, feedId: feed.id, document: sighting.key }, "a document could not be read");
  tally.warnings.push(`${sighting.key} could not be read and will be tried again: ${error.message}`);
}

async function compareCounts(
  poll: Poll,
  context: PollContext<unknown>,
  seen: Unchanged[],
  tally: Tally,
  keepLease: () => Promise<void>,
): Promise<Reconciliation | null> {
  await flush(poll, seen);
  const late = { ...poll, isLate: true };
  const compared = await reconcile(poll, context, async (sighting) => {
    await keepLease();
    await take(late, sighting, tally);
  });
  await keepLease();
  return compared;
}

// What a comparison of counts found: it comes late, and says so.
async function take(poll: Poll, sighting: Sighting, tally: Tally): Promise<void> {
  if (sighting.kind === "unchanged") await flush(poll, [sighting]);
  else await recordOne(poll, sighting, tally);
}

async function flush(poll: Poll, unchanged: Unchanged[]): Promise<void> {
  if (unchanged.length === 0) return;
  const at = toInstant(poll.services.clock.now());
  await poll.services.store.markSeen(poll.feed.id, unchanged.splice(0), at);
}

function dueAfter(
  poll: Poll,
  tally: Tally,
  started: Temporal.Instant,
  at: Temporal.Instant,
  ending: PollEnding,
): Temporal.Instant {
  if (ending.ok) return earlier(nextDue(poll.feed.schedule, poll.feed.timezone, started), tally.againAt);
  if (ending.interrupted) return at;
  const seconds = Math.max(retrySeconds(poll.state.failures + 1, poll.services.random()), retryAfter(ending.cause));
  return at.add({ milliseconds: Math.round(seconds * 1000) });
}

function earlier(a: Temporal.Instant, b: Temporal.Instant | null): Temporal.Instant {
  return b !== null && Temporal.Instant.compare(b, a) < 0 ? b : a;
}

// One minute, doubling, at most an hour, a tenth of jitter: soon back when the publisher is.
function retrySeconds(failures: number, random: number): number {
  return Math.min(3600, 60 * 2 ** Math.min(failures - 1, 10)) * (1 + random / 10);
}

function retryAfter(cause: unknown): number {
  const seconds = cause instanceof Error && "retryAfterSeconds" in cause ? cause.retryAfterSeconds : undefined;
  return typeof seconds === "number" ? seconds : 0;
}

function plain(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
