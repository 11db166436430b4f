import type { Clock } from "../model/time.ts";

/** Leaves a server alone for a while after failures in a row, so that nothing waits for one that is down. */
export interface Breaker {
  /** False during a pause. After it one failure is enough for the next. */
  isClosed(): boolean;
  succeeded(): void;
  /** True when this failure began a pause. */
  failed(): boolean;
}

const pauseAfter = 3;
export const pauseMinutes = 10;

export function createBreaker(clock: Clock): Breaker {
  let failures = 0;
  let until: Temporal.Instant | null = null;
  const isClosed = (): boolean => until === null || Temporal.Instant.compare(clock.now(), until) >= 0;
  return {
    isClosed,
    succeeded() {
      failures = 0;
      until = null;
    },
    failed() {
      failures += 1;
      if (failures < pauseAfter || !isClosed()) return false;
      until = clock.now().add({ minutes: pauseMinutes });
      return true;
    },
  };
}
