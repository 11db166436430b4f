import type { StoreAwayError } from "../model/errors.ts";
import type { StoreLog } from "./store.ts";

/** Quiet for so long, in milliseconds, before it is said to be over: connections break and heal one by one. */
const calm = 2000;

/** Whether the database is away, as the calls to it show. */
interface Outage {
  answered(): void;
  failed(error: StoreAwayError): void;
}

/** Says once that the database is away, and once that it is back, however many calls fail meanwhile. `now` is in milliseconds. */
export function createOutage(log: StoreLog, now: () => number = () => performance.now()): Outage {
  let outage: { readonly since: number; last: number } | null = null;
  return {
    failed(error: StoreAwayError) {
      if (outage === null) {
        log.error({}, `${error.message}. What is under way is tried again until it can be`);
        outage = { since: now(), last: now() };
      }
      outage.last = now();
    },
    answered() {
      if (outage === null || now() - outage.last < calm) return;
      log.warn({ seconds: Math.round((now() - outage.since) / 1000) }, "the database answers again");
      outage = null;
    },
  };
}
