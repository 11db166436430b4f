import { UsageError } from "../model/errors.ts";
import type { SubscriptionUpdate } from "../model/desk-store.ts";
import type { Json } from "../model/json.ts";
import type { Store, SubscriptionsSince } from "../model/store.ts";
import { defaultOptions, type Destination, type Subscription, type SubscriptionState } from "../model/subscription.ts";
import type { Instant } from "../model/time.ts";
import { queueAlert } from "./alerts.ts";
import type { Bell } from "./bell.ts";
import { withConsent } from "./consent.ts";
import { rowsOf, transact, type Database } from "./database.ts";
import { and, asc, eq, gte, inArray, isNotNull, isNull, sql } from "./drizzle.ts";
import { digestDrafts } from "./schema-drafts.ts";
import { auditLog, deliveries, subscriptions } from "./schema-told.ts";

type SubscriptionMethods = Pick<
  Store,
  | "addSubscription"
  | "updateSubscription"
  | "confirmSubscription"
  | "removeSubscription"
  | "setSubscriptionState"
  | "resumeMended"
  | "subscription"
  | "subscriptions"
  | "subscriptionsSince"
>;
type SubscriptionRow = typeof subscriptions.$inferSelect;

/** Who wants which changes, and the record of who changed that. */
export function subscriptionMethods(db: Database, bell: Bell): SubscriptionMethods {
  return {
    addSubscription: (subscription) => transact(db, (tx) => add(tx, subscription)),
    removeSubscription: (id, by, at) => transact(db, (tx) => remove(tx, id, by, at)),
    async setSubscriptionState(id, state, because, by, at, notice) {
      await bell.ready();
      return transact(db, async (tx) => {
        const row = await lock(tx, id);
        if (!row) return false;
        await setState(tx, bell, row, { state, because, by, at });
        if (notice && row.state !== state && row.state !== "pending") await queueAlert(tx, bell, notice, at);
        return true;
      });
    },
    async resumeMended(destination, by, at) {
      await bell.ready();
      return transact(db, async (tx) => {
        const paused = await pausedByItself(tx, destination);
        for (const row of paused) await setState(tx, bell, row, { state: "active", because: null, by, at });
        return paused.map(({ id }) => id);
      });
    },
    async subscription(id) {
      const [row] = await db
        .select()
        .from(subscriptions)
        .where(and(eq(subscriptions.id, id), isNull(subscriptions.removedAt)));
      return row ? toSubscription(row) : null;
    },
    confirmSubscription: (id, by, at) => transact(db, (tx) => confirm(tx, id, by, at)),
    updateSubscription: (id, update, action, by, at) => transact(db, (tx) => change(tx, id, update, action, by, at)),
    async subscriptions({ destination, tenant, state } = {}) {
      const rows = await db
        .select()
        .from(subscriptions)
        .where(
          and(
            isNull(subscriptions.removedAt),
            destination && eq(subscriptions.channel, destination.channel),
            destination && eq(subscriptions.address, destination.address),
            tenant === undefined ? undefined : eq(subscriptions.tenant, tenant),
            state === undefined ? undefined : eq(subscriptions.state, state),
          ),
        )
        .orderBy(asc(subscriptions.createdAt), asc(subscriptions.id));
      return rows.map(toSubscription);
    },
    subscriptionsSince: (mark) => since(db, mark),
  };
}

export function toSubscription(row: SubscriptionRow): Subscription {
  const { id, channel, address, query, when, minimum, secret, state, pausedBecause, options, tenant } = row;
  const { createdAt, createdBy, owner } = row;
  return {
    id,
    destination: { channel, address },
    query,
    when,
    minimum,
    secret,
    state,
    pausedBecause,
    options: { ...defaultOptions, ...options },
    tenant,
    createdAt,
    createdBy,
    owner,
  };
}

// The mark is read first: what is written in between comes twice.
async function since(db: Database, mark: string | null): Promise<SubscriptionsSince> {
  const [now] = await rowsOf<{ mark: string; server: string }>(
    db,
    sql`select pg_snapshot_xmin(pg_current_snapshot())::text as mark, extract(epoch from pg_postmaster_start_time())::text as server`,
  );
  const [server, xid] = mark?.split("/") ?? [];
  // A standby that took over may have given out numbers again that the lost server had given out before: then everything is read.
  const isSame = server === now?.server;
  const rows = await db
    .select()
    .from(subscriptions)
    .where(
      xid === undefined ? isNull(subscriptions.removedAt) : isSame ? gte(subscriptions.writtenBy, xid) : undefined,
    );
  return {
    mark: `${now?.server ?? ""}/${now?.mark ?? "0"}`,
    present: rows.filter(({ removedAt }) => removedAt === null).map(toSubscription),
    removed: rows.filter(({ removedAt }) => removedAt !== null).map(({ id }) => id),
  };
}

async function add(tx: Database, wanted: Subscription): Promise<void> {
  const subscription = withConsent(wanted);
  const { destination, ...rest } = subscription;
  const row = { ...rest, ...destination, removedAt: null };
  const anew = { ...row, writtenBy: sql`pg_current_xact_id()` };
  const added = await tx
    .insert(subscriptions)
    .values(row)
    .onConflictDoUpdate({ target: subscriptions.id, set: anew, setWhere: isNotNull(subscriptions.removedAt) })
    .returning({ id: subscriptions.id });
  if (added.length === 0) throw new UsageError(`There is a subscription ${subscription.id} already.`);
  const { query, when, minimum, createdAt, createdBy } = subscription;
  await audit(tx, createdAt, createdBy, "add", subscription.id, { channel: destination.channel, query, when, minimum });
}

// From here on: a digest's first time is worked out anew.
async function confirm(tx: Database, id: string, by: string, at: Instant): Promise<boolean> {
  const row = await lock(tx, id);
  if (row?.state !== "pending") return false;
  const options = { ...defaultOptions, ...row.options, consentedAt: at };
  await tx
    .update(subscriptions)
    .set({ state: "active", pausedBecause: null, options, nextDigestAt: null })
    .where(eq(subscriptions.id, id));
  await audit(tx, at, by, "confirm", id, null);
  return true;
}

async function change(
  tx: Database,
  id: string,
  update: SubscriptionUpdate,
  action: string,
  by: string,
  at: Instant,
): Promise<Subscription | null> {
  const row = await lock(tx, id);
  if (!row) return null;
  const options = { ...defaultOptions, ...row.options, ...update.options };
  const { query = row.query, when = row.when, minimum = row.minimum } = update;
  // A new schedule is worked out anew.
  const schedule = update.when === undefined ? {} : { nextDigestAt: null };
  await tx
    .update(subscriptions)
    .set({ query, when, minimum, options, ...schedule })
    .where(eq(subscriptions.id, id));
  await audit(tx, at, by, action, id, JSON.parse(JSON.stringify(update)) as Json);
  return toSubscription({ ...row, query, when, minimum, options });
}

// What waits is given up; what was sent stays on record. Address and secret are nobody's business any more.
async function remove(tx: Database, id: string, by: string, at: Instant): Promise<boolean> {
  if (!(await lock(tx, id))) return false;
  await tx
    .update(subscriptions)
    .set({ removedAt: at, address: "", secret: null, owner: null })
    .where(eq(subscriptions.id, id));
  await tx
    .update(deliveries)
    .set({ state: "failed", settledAt: at, lastError: "The subscription was removed." })
    .where(
      and(
        eq(deliveries.subscriptionId, id),
        inArray(deliveries.state, ["queued", "unknown", "held"]),
        isNull(deliveries.settledAt),
      ),
    );
  await tx.update(deliveries).set({ destination: null }).where(eq(deliveries.subscriptionId, id));
  await tx
    .update(digestDrafts)
    .set({ decision: "discarded", decidedBy: by, decidedAt: at })
    .where(and(eq(digestDrafts.subscriptionId, id), isNull(digestDrafts.decision)));
  await audit(tx, at, by, "remove", id, null);
  return true;
}

async function setState(
  tx: Database,
  bell: Bell,
  row: SubscriptionRow,
  to: {
    readonly state: SubscriptionState;
    readonly because: string | null;
    readonly by: string;
    readonly at: Instant;
  },
): Promise<void> {
  const { state, because, by, at } = to;
  // Only the reader of the address ends that.
  if (row.state === "pending") return;
  await tx.update(subscriptions).set({ state, pausedBecause: because }).where(eq(subscriptions.id, row.id));
  if (row.state === state) return;
  await audit(tx, at, by, state === "paused" ? "pause" : "resume", row.id, because === null ? null : { because });
  if (state === "active") await sendOn(tx, bell, row.id, at);
}

// The audit log remembers who paused: what a person paused, only a person resumes.
function pausedByItself(tx: Database, { channel, address }: Destination): Promise<SubscriptionRow[]> {
  return tx
    .select()
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.channel, channel),
        eq(subscriptions.address, address),
        eq(subscriptions.state, "paused"),
        isNull(subscriptions.removedAt),
        sql`'regwatch' = (select actor from ${auditLog} where subject = ${subscriptions.id} and action = 'pause' order by id desc limit 1)`,
      ),
    )
    .orderBy(asc(subscriptions.id))
    .for("update");
}

async function lock(tx: Database, id: string): Promise<SubscriptionRow | undefined> {
  const [row] = await tx
    .select()
    .from(subscriptions)
    .where(and(eq(subscriptions.id, id), isNull(subscriptions.removedAt)))
    .for("update");
  return row;
}

// What waited during the pause goes out now.
async function sendOn(tx: Database, bell: Bell, id: string, at: Instant): Promise<void> {
  const waiting = await tx
    .update(deliveries)
    .set({
      waitingSince: at,
      // A look that is made too early sees nothing.
      nextAttemptAt: sql`case when ${deliveries.state} = 'unknown' then ${deliveries.nextAttemptAt}
        else least(${deliveries.nextAttemptAt}, ${at}::timestamptz) end`,
    })
    .where(and(eq(deliveries.subscriptionId, id), inArray(deliveries.state, ["queued", "sending", "unknown"])))
    .returning({ lane: deliveries.lane });
  await bell.ring(tx, { lanes: [...new Set(waiting.map(({ lane }) => lane))] });
}

/** Takes away a mute that is over, and nothing else that somebody set since it was read. */
export async function endMute(tx: Database, id: string, until: Instant, now: Instant): Promise<void> {
  const ended = await tx
    .update(subscriptions)
    .set({ options: sql`${subscriptions.options} || '{"mute": null}'::jsonb` })
    .where(and(eq(subscriptions.id, id), sql`${subscriptions.options} #>> '{mute,until}' = ${until}`))
    .returning({ id: subscriptions.id });
  if (ended.length > 0) await audit(tx, now, "regwatch", "unmute", id, { until });
}

export async function audit(
  tx: Database,
  at: Instant,
  actor: string,
  action: string,
  subject: string,
  detail: Json,
): Promise<void> {
  await tx.insert(auditLog).values({ at, actor, action, subject, detail });
}
