import { UnreachableError } from "../model/errors.ts";
import type { Store } from "../model/store.ts";
import type { Clock } from "../model/time.ts";

const gapMilliseconds = 1000;
const patienceMilliseconds = 60_000;

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
  return {
    async reserve(host, asked = gapMilliseconds) {
      const least = gap(host) ?? Math.max(asked, gapMilliseconds);
      const booked = Temporal.Instant.from(await store.reserveRequest(host, now(), least));
      const wait = booked.epochMilliseconds - clock.now().epochMilliseconds;
      if (wait > patienceMilliseconds) {
        const until = booked.toString({ smallestUnit: "minute" });
        throw new UnreachableError(`${host} asked to be left alone until ${until}; it is not asked before.`);
      }
      if (wait > 0) await sleep(wait);
    },
    hold: (host, until) => store.holdHost(host, until.toString({ smallestUnit: "millisecond" })),
  };

  function now(): string {
    return clock.now().toString({ smallestUnit: "millisecond" });
  }
}
