import { toInstant } from "../lib/time.ts";
import type { Services } from "./services.ts";

/** Makes due what a clock that was wrong, and was set back, had put off into a future that nobody will reach soon. */
export async function mendFuture({ store, clock, leaseSeconds, log }: Services): Promise<void> {
  const mended = await store.mendFuture(toInstant(clock.now()), leaseSeconds);
  if (mended > 0) log.warn({ mended }, "the clock was set back: what had been put off by it is due now");
}
