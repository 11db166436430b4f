import type { Clock } from "../model/time.ts";

/** Failed attempts to show a token, per address. */
export interface Throttle {
  /** Seconds until this address may try again, or 0. */
  wait(address: string): number;
  failed(address: string): void;
}

const attempts = 10;
const windowSeconds = 15 * 60;
const addressesKept = 10_000;

/**
 * Ten wrong tokens in a quarter of an hour, then that address waits. Behind a proxy that is not named (`REGWATCH_TRUST_PROXY`) all readers
 * share one address: those with a session are not asked again, so that a stranger's guesses lock nobody out who is signed in.
 */
export function createThrottle(clock: Clock): Throttle {
  const failures = new Map<string, readonly number[]>();
  const now = () => Math.floor(clock.now().epochMilliseconds / 1000);
  const recent = (address: string) =>
    (failures.get(address) ?? []).filter((at) => at > now() - windowSeconds && at <= now());
  return {
    wait(address) {
      const [oldest, ...others] = recent(address);
      if (oldest === undefined || others.length + 1 < attempts) return 0;
      return Math.max(1, oldest + windowSeconds - now());
    },
    failed(address) {
      const times = [...recent(address), now()].slice(-attempts);
      failures.delete(address);
      failures.set(address, times);
      const first = failures.size > addressesKept ? failures.keys().next().value : undefined;
      if (first !== undefined) failures.delete(first);
    },
  };
}
