import type { Observe } from "../model/observe.ts";
import { createMeters, type Meters } from "./meters.ts";
import { createObserve } from "./observe.ts";
import { createStandstill, type Standstill } from "./standstill.ts";
import { followInLog, type StepLog } from "./step-log.ts";
import type { TraceSettings } from "./trace-settings.ts";

/** How operators see a process. */
export interface Telemetry {
  readonly observe: Observe;
  readonly meters: Meters;
  readonly standstill: Standstill;
  /** Sends the traces that are left. */
  close(): Promise<void>;
}

interface Wanted {
  readonly traces: TraceSettings | null;
  readonly roles: ReadonlySet<string>;
  readonly leaseSeconds: number;
  readonly version: string;
  readonly log: StepLog;
}

/** Follows the work. What sends traces is loaded only where they are wanted: it takes a quarter of a second and thirty megabytes. */
export async function openTelemetry({ traces, roles, leaseSeconds, version, log }: Wanted): Promise<Telemetry> {
  const meters = createMeters(version);
  const standstill = createStandstill({
    schedules: roles.has("scheduler"),
    works: roles.has("worker"),
    leaseSeconds,
  });
  const tracing = traces && (await import("./traces.ts")).openTraces(traces, { version, log });
  return {
    observe: createObserve([meters.follower, standstill.follower, followInLog(log)], tracing?.within ?? null),
    meters,
    standstill,
    close: async () => tracing?.close(),
  };
}
