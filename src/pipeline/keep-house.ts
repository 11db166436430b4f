import { toInstant } from "../lib/time.ts";
import type { Services } from "./services.ts";

/** So many steps a minute, so that nothing else waits for them long. */
const stepsAtOnce = 20;

/** Once a day (UTC): compacts what only counts, and lets go of what the retention rule does not keep. */
export async function keepHouse({ store, clock, keepYears }: Services): Promise<void> {
  const now = clock.now();
  const before = keptSince(now, keepYears);
  for (let step = 0; step < stepsAtOnce; step += 1) {
    if (!(await store.keepHouse(toInstant(now), before))) return;
  }
}

/** What was fetched since then is kept. */
export function keptSince(now: Temporal.Instant, years: number): string {
  return toInstant(now.toZonedDateTimeISO("UTC").subtract({ years }).toInstant());
}
