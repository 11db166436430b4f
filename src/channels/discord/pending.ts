import { randomBytes } from "node:crypto";
import type { CommandCall } from "../../model/command.ts";
import type { Clock } from "../../model/time.ts";

/** Commands that wait for their caller's word; answers to them work for a quarter of an hour, as Discord's own do. */
export interface Pending {
  keep(call: CommandCall): string;
  /** The command, or null where it was answered, is too old or was somebody else's. */
  take(key: string, actorId: string): CommandCall | null;
}

const minutes = 15;

export function createPending(clock: Clock): Pending {
  const calls = new Map<string, { readonly call: CommandCall; readonly until: Temporal.Instant }>();
  return {
    keep(call) {
      const now = clock.now();
      for (const [key, { until }] of calls) if (Temporal.Instant.compare(until, now) < 0) calls.delete(key);
      const key = randomBytes(9).toString("base64url");
      calls.set(key, { call, until: now.add({ minutes }) });
      return key;
    },
    take(key, actorId) {
      const kept = calls.get(key);
      if (!kept || kept.call.actor.id !== actorId || Temporal.Instant.compare(kept.until, clock.now()) < 0) return null;
      calls.delete(key);
      return kept.call;
    },
  };
}
