import { createModelSummaries, type ModelSummaries, type ModelSummarySettings } from "../../src/summarise/by-model.ts";
import { startModelServer, type ModelServer, type ModelServerKind } from "../support/model-server.ts";

/** Summaries by the model double, with a clock that stands still until it is moved and a log that is kept. */
export interface ModelDesk {
  readonly server: ModelServer;
  readonly summaries: ModelSummaries;
  readonly warnings: readonly string[];
  readonly logged: readonly string[];
  readonly step: (duration: Temporal.DurationLike) => void;
  readonly close: () => Promise<void>;
}

export const key = "sk-loopback-0123456789";

export async function openModelDesk(
  kind: ModelServerKind = {},
  settings: Partial<ModelSummarySettings> = {},
): Promise<ModelDesk> {
  const server = await startModelServer(kind);
  const warnings: string[] = [];
  const logged: string[] = [];
  let now = Temporal.Instant.from("2031-01-15T09:00:00Z");
  const summaries = createModelSummaries({
    url: server.url,
    key,
    model: "test-model",
    network: { proxy: null, noProxy: null, extraCa: null },
    timeoutMs: 5000,
    dailyTokens: 1_000_000,
    clock: { now: () => now },
    log: {
      debug: (fields, message) => void logged.push(`${message} ${JSON.stringify(fields)}`),
      warn(fields, message) {
        warnings.push(`${message} ${JSON.stringify(fields)}`);
        logged.push(`${message} ${JSON.stringify(fields)}`);
      },
    },
    signal: new AbortController().signal,
    ...settings,
  });
  return {
    server,
    summaries,
    warnings,
    logged,
    step(duration) {
      now = now.add(duration);
    },
    close: server.close,
  };
}
