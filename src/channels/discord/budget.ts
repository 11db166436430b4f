import type { Clock } from "../../model/time.ts";

// Discord shuts an address out for 10,000 such answers in ten minutes; people may share the address with us.
const most = 2000;
const windowSeconds = 600;

export interface Budget {
  note(status: number, scope: string | null): void;
  /** Seconds until requests may be made again; 0 as a rule. */
  secondsToStandStill(): number;
}

/** Counts the answers that lead to being shut out, and stops long before. A refused token stops everything at once. */
export function createBudget(clock: Clock): Budget {
  // `since` tells a clock that was set back: what was noted before it is not about this time.
  let since = 0;
  let until = 0;
  let count = 0;
  let windowEnd = 0;
  return {
    note(status, scope) {
      const now = seconds();
      if (now < since) [until, windowEnd] = [0, 0];
      since = now;
      if (status === 401) until = Math.max(until, now + windowSeconds);
      if (status !== 401 && status !== 403 && !(status === 429 && scope !== "shared")) return;
      if (now >= windowEnd) [count, windowEnd] = [0, now + windowSeconds];
      count += 1;
      if (count >= most) until = windowEnd;
    },
    secondsToStandStill: () => (seconds() < since ? 0 : Math.max(0, Math.ceil(until - seconds()))),
  };

  function seconds(): number {
    return clock.now().epochMilliseconds / 1000;
  }
}
