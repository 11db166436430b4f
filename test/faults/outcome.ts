import type { Delivery } from "../../src/model/delivery.ts";
import type { Store } from "../../src/model/store.ts";
import type { Received, WebhookReceiver } from "../support/webhook-receiver.ts";

/** A subscription of the run: who it posts to, and which events it ought to hear of. */
export interface Listener {
  readonly id: Delivery["subscription"]["id"];
  readonly receiver: WebhookReceiver;
  hears(event: string): boolean;
}

/** What became of the alerts. Everything from `lost` on ought to be nothing. */
export interface Account {
  readonly expected: number;
  readonly accepted: number;
  /** Requests beyond the first for a delivery that had been taken: the receiver knows them by their id. */
  readonly repeats: number;
  readonly lost: readonly string[];
  /** Events told to one subscription under several ids, or never to be told to it. */
  readonly doubled: readonly string[];
  readonly problems: readonly string[];
}

/** Compares what the receivers took with what ought to have been told, and with the order in which it was queued. */
export function account(listeners: readonly Listener[], events: readonly string[]): Account {
  const told = listeners.map((listener) => ({ listener, ...toldTo(listener) }));
  const due = listeners.flatMap((listener) =>
    events.filter((event) => listener.hears(event)).map((event) => `${listener.id}: ${event}`),
  );
  const owed = new Set(due);
  return {
    expected: due.length,
    accepted: told.reduce((sum, { ids }) => sum + ids.size, 0),
    repeats: told.reduce((sum, { requests, ids }) => sum + requests - ids.size, 0),
    lost: due.filter((one) => !told.some(({ byEvent }) => byEvent.has(one))),
    doubled: told.flatMap(({ byEvent }) =>
      [...byEvent].filter(([one, ids]) => ids.size > 1 || !owed.has(one)).map(([one]) => one),
    ),
    problems: [...new Set(listeners.flatMap(({ receiver }) => receiver.problems))],
  };
}

/** Whether everybody has heard everything there was to hear. */
export function isAllTold(listeners: readonly Listener[], events: readonly string[]): boolean {
  return account(listeners, events).lost.length === 0;
}

/** What the store itself says against the run: a broken chain, something left over, another order than the receiver's. */
export async function complaintsOf(store: Store, listeners: readonly Listener[]): Promise<readonly string[]> {
  const complaints: string[] = [];
  const verification = await store.verify();
  if (!verification.ok) complaints.push(`evidence of ${verification.documentId}: ${verification.problem}`);
  const pending = await store.pendingDeliveries();
  if (pending > 0) complaints.push(`${pending} deliveries are not settled`);
  for (const { feedId, error } of await store.feedStates())
    if (error !== null && !killed.test(error)) complaints.push(`${feedId}: ${error}`);
  for (const notice of await store.healthNotices(10))
    if (notice.state !== "recovered" && !killed.test(notice.message))
      complaints.push(`${notice.feedId} was said to be ${notice.state}: ${notice.message}`);
  for (const listener of listeners) {
    const queued = (await store.deliveriesOf(listener.id, 10_000)).toReversed();
    const unsent = queued.filter(({ state }) => state !== "sent");
    const [first] = unsent;
    if (first) {
      complaints.push(
        `${listener.id}: ${unsent.length} deliveries did not end as sent; the first is ${first.state} after ${first.attempts} attempts: ${first.lastError}`,
      );
    }
    const taken = [...toldTo(listener).ids];
    if (queued.map(({ id }) => id).join() !== taken.join())
      complaints.push(`${listener.id}: taken in another order than queued`);
  }
  return complaints;
}

/** What is rightly said of a feed whose polls are killed again and again. */
const killed = /^regwatch ended several times/;

interface Told {
  /** Delivery ids in the order in which they were first taken. */
  readonly ids: ReadonlySet<string>;
  readonly requests: number;
  readonly byEvent: ReadonlyMap<string, ReadonlySet<string>>;
}

// A request that was refused or left hanging was received but not taken.
function toldTo({ id, receiver }: Listener): Told {
  const taken = receiver.accepted();
  const mine = receiver.received.filter(({ deliveryId, body }) => body.subscriptionId === id && taken.has(deliveryId));
  const byEvent = new Map<string, Set<string>>();
  for (const { deliveryId, body } of mine) {
    if (isOfKills(body)) continue;
    const event = `${id}: ${eventOf(body.changes[0])}`;
    byEvent.set(event, (byEvent.get(event) ?? new Set()).add(deliveryId));
  }
  const order = [...taken.keys()].filter((deliveryId) => mine.some((one) => one.deliveryId === deliveryId));
  return {
    ids: new Set(order),
    requests: order.reduce((sum, deliveryId) => sum + (taken.get(deliveryId) ?? 0), 0),
    byEvent,
  };
}

// A notice that a feed is well again has nothing else to say.
function isOfKills({ health: notice }: Received["body"]): boolean {
  return notice?.state === "recovered" || killed.test(notice?.message ?? "");
}

function eventOf(change: { readonly kind: string; readonly [field: string]: unknown } | undefined): string {
  return change === undefined ? "a notice" : `${String(change["documentNumber"])} ${change.kind}`;
}
