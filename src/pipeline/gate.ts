import { UnreachableError } from "../model/errors.ts";
import type { Store } from "../model/store.ts";
import type { Clock } from "../model/time.ts";

const gapMilliseconds = 1000;
const patienceMilliseconds = 60_000;

/** How long a worker books ahead on a host that it asks all the time; others wait so long at most for moments it leaves unused. */
const aheadMilliseconds = 2000;
const mostAhead = 100;

/** Moments that are booked and not used yet: `count` of them, `gap` milliseconds apart, from `next` on. */
interface Booked {
  readonly next: number;
  readonly gap: number;
  readonly count: number;
}

/**
 * Keeps every worker's requests to one host a second apart (or as `gap` says, in milliseconds), and away from a host that asked to be left alone: a wait in line is waited,
 * a longer one is refused with an `UnreachableError`, because a poll that sleeps for hours keeps its feed from everybody.
 */
export function createGate(
  store: Pick<Store, "reserveRequest" | "holdHost">,
  clock: Clock,
  sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>,
  gap: (host: string) => number | undefined = () => undefined,
): {
  reserve(host: string, asked?: number): Promise<void>;
  hold(host: string, until: Temporal.Instant): Promise<void>;
} {
  const ahead = new Map<string, Booked>();
  return {
    async reserve(host, asked = gapMilliseconds) {
      const least = gap(host) ?? Math.max(asked, gapMilliseconds);
      const at = taken(host, least) ?? (await book(host, least));
      const wait = at - clock.now().epochMilliseconds;
      if (wait > patienceMilliseconds) {
        const until = Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: "minute" });
        throw new UnreachableError(`${host} asked to be left alone until ${until}; it is not asked before.`);
      }
      if (wait > 0) await sleep(wait);
    },
    async hold(host, until) {
      ahead.delete(host);
      await store.holdHost(host, until.toString({ smallestUnit: "millisecond" }));
    },
  };

  // A moment that has passed may be close to one that another worker has booked, and one far ahead was booked by a clock that was wrong.
  function taken(host: string, least: number): number | null {
    const booked = ahead.get(host);
    if (booked === undefined || booked.count === 0) return null;
    const { next, count } = booked;
    const isPast = next < clock.now().epochMilliseconds - (least === 0 ? aheadMilliseconds : 0);
    const isFar = next > clock.now().epochMilliseconds + patienceMilliseconds;
    if (isPast || isFar || booked.gap !== least) return null;
    ahead.set(host, { next: next + least, gap: least, count: count - 1 });
    return next;
  }

  // Whoever comes back within the time it booked, and has used it up, asks all the time.
  async function book(host: string, least: number): Promise<number> {
    const now = clock.now();
    const before = ahead.get(host);
    const isSteady = before?.count === 0 && now.epochMilliseconds - before.next <= aheadMilliseconds;
    const count = isSteady ? Math.max(1, Math.min(mostAhead, Math.floor(aheadMilliseconds / least))) : 1;
    const first = await store.reserveRequest(host, now.toString({ smallestUnit: "millisecond" }), least, count);
    const at = Temporal.Instant.from(first).epochMilliseconds;
    ahead.set(host, { next: at + least, gap: least, count: count - 1 });
    return at;
  }
}
