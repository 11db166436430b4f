import type { PollOutcome } from "../model/store.ts";
import { rowsOf, type Database } from "./database.ts";
import { sql } from "./drizzle.ts";
import { keepPulse, keepReach } from "./pulses.ts";
import { feedChecks, feeds } from "./schema.ts";
import { keepSeen } from "./seen.ts";

/** Ends the polls of feeds that the worker still holds, all of them with the same few statements. Returns which it held. */
export async function finishPolls(
  tx: Database,
  worker: string,
  outcomes: readonly PollOutcome[],
): Promise<ReadonlySet<string>> {
  const held = await endPolls(tx, worker, outcomes);
  const ended = outcomes.filter(({ feedId }) => held.has(feedId));
  await countChecks(tx, ended);
  await keepSeen(
    tx,
    ended.flatMap(({ feedId, at, seen = [] }) => seen.map((each) => ({ ...each, feedId, at }))),
  );
  await keepReach(tx, ended.filter(isPlain));
  for (const outcome of ended) if (!isPlain(outcome)) await keepPulse(tx, outcome);
  return held;
}

function isPlain({ pulse }: PollOutcome): boolean {
  return !pulse?.life && !pulse?.reconciliation;
}

// Instants are written with milliseconds, and what the database works out by itself has more.
const isMoved = sql`abs(extract(epoch from f.next_due_at - o.claimed)) >= 0.001`;

async function endPolls(tx: Database, worker: string, outcomes: readonly PollOutcome[]): Promise<ReadonlySet<string>> {
  const rows = outcomes.map(({ feedId, at, nextDueAt, claimedDueAt: claimed, result }) => ({
    feed: feedId,
    at,
    due: nextDueAt,
    claimed,
    ...result,
  }));
  const ended = await rowsOf<{ id: string }>(
    tx,
    sql`update ${feeds} as f set
        cursor = case when o.ok then o.cursor else f.cursor end,
        baseline_at = case when o.ok then coalesce(f.baseline_at, o.at) else f.baseline_at end,
        last_ok_at = case when o.ok then o.at else f.last_ok_at end,
        failures = case when o.ok then 0 else f.failures + 1 end,
        interruptions = case when o.ok then 0 else f.interruptions end,
        ill_since = case when o.ok then null else coalesce(f.ill_since, o.at) end,
        error = o.error,
        warnings = case when o.ok then o.warnings else f.warnings end,
        recipe = case when o.ok then o.recipe else f.recipe end,
        last_checked_at = o.at,
        next_due_at = case when ${isMoved} then least(f.next_due_at, o.due) else o.due end,
        checks = f.checks + 1,
        lease_worker = null,
        lease_until = null
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as o(feed text, at timestamptz, due timestamptz,
        claimed timestamptz, ok boolean, cursor jsonb, warnings jsonb, recipe jsonb, error text)
      where f.id = o.feed and f.lease_worker = ${worker}
      returning f.id`,
  );
  return new Set(ended.map(({ id }) => id));
}

async function countChecks(tx: Database, ended: readonly PollOutcome[]): Promise<void> {
  if (ended.length === 0) return;
  const rows = ended.map(({ feedId, at }) => ({ feed: feedId, hour: `${at.slice(0, 13)}:00:00.000Z` }));
  await tx.execute(
    sql`insert into ${feedChecks} (feed_id, hour, checks)
      select feed, hour, 1 from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as o(feed text, hour timestamptz)
      on conflict (hour, feed_id) do update set checks = ${feedChecks}.checks + 1`,
  );
}
