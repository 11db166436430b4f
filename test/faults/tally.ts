import type { WebhookReceiver } from "../support/webhook-receiver.ts";

/** What should have been told against what was. Everything from `lost` on ought to be nothing. */
export interface SoakTally {
  readonly expected: number;
  readonly told: number;
  /** Requests beyond the first for a delivery that had been taken: the receiver knows them by their id. */
  readonly repeats: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** Told though nothing of the kind was published. */
  readonly wrong: readonly string[];
  /** A later entry of a feed told before an earlier one. */
  readonly disordered: readonly string[];
  readonly problems: readonly string[];
}

/** Compares what receivers took with the titles that were published; each title belongs to one receiver. */
export function tallyOf(published: readonly string[], receivers: readonly WebhookReceiver[]): SoakTally {
  const owed = new Set(published);
  const ids = new Map<string, Set<string>>();
  const disordered: string[] = [];
  let repeats = 0;
  for (const { received, accepted } of receivers) {
    const bodies = new Map(received.map(({ deliveryId, body }) => [deliveryId, body]));
    const newest = new Map<string, number>();
    for (const [deliveryId, times] of accepted()) {
      repeats += times - 1;
      for (const { title, kind } of bodies.get(deliveryId)?.changes ?? []) {
        const name = kind === "first-seen" ? title : `${title}, ${kind}`;
        ids.set(name, (ids.get(name) ?? new Set()).add(deliveryId));
        const [, number = "", feed = ""] = /^Notice (\d+) of feed (\d+)$/.exec(title) ?? [];
        if (Number(number) < (newest.get(feed) ?? 0)) disordered.push(title);
        newest.set(feed, Math.max(Number(number), newest.get(feed) ?? 0));
      }
    }
  }
  return {
    expected: owed.size,
    told: ids.size,
    repeats,
    lost: [...owed].filter((title) => !ids.has(title)),
    doubled: [...ids].filter(([, one]) => one.size > 1).map(([title]) => title),
    wrong: [...ids.keys()].filter((title) => !owed.has(title)),
    disordered,
    problems: [...new Set(receivers.flatMap(({ problems }) => problems))],
  };
}
