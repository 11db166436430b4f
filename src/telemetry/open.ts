import type { Observe } from "../model/observe.ts";
import type { Meters } from "./meters.ts";
import { createObserve, type Follower } from "./observe.ts";
import { createStandstill, type Standstill } from "./standstill.ts";
import { followInLog, type StepLog } from "./step-log.ts";
import type { TraceSettings } from "./trace-settings.ts";

/** How operators see a process. */
export interface Telemetry {
  readonly observe: Observe;
  /** Counts from the first call on. Commands that serve nothing make none: that saves them a tenth of a second. */
  readonly meters: (channels: readonly string[]) => Promise<Meters>;
  readonly standstill: Standstill;
  /** Sends the traces that are left. */
  close(): Promise<void>;
}

interface Wanted {
  readonly traces: TraceSettings | null;
  readonly roles: ReadonlySet<string>;
  readonly leaseSeconds: number;
  readonly version: string;
  readonly process: string;
  readonly log: StepLog;
}

/** Follows the work. What sends traces is loaded only where they are wanted: it takes a quarter of a second and thirty megabytes. */
export async function openTelemetry({
  traces,
  roles,
  leaseSeconds,
  version,
  process,
  log,
}: Wanted): Promise<Telemetry> {
  const standstill = createStandstill({
    schedules: roles.has("scheduler"),
    works: roles.has("worker"),
    leaseSeconds,
  });
  const tracing = traces && (await import("./traces.ts")).openTraces(traces, { version, process, log });
  const followers: Follower[] = [standstill.follower, followInLog(log)];
  let meters: Promise<Meters> | undefined;
  return {
    observe: createObserve(followers, tracing?.within ?? null),
    meters: (channels) => (meters ??= openMeters(channels)),
    standstill,
    close: async () => tracing?.close(),
  };

  async function openMeters(channels: readonly string[]): Promise<Meters> {
    const { createMeters } = await import("./meters.ts");
    const opened = createMeters(version, channels);
    followers.push(opened.follower);
    return opened;
  }
}
