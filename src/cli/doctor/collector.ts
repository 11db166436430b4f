import type { TraceSettings } from "../../telemetry/trace-settings.ts";
import { well, wrong, type Finding } from "./finding.ts";

/** Gives the collector a request without spans, which it takes if it takes any. Nothing is said where no traces are made. */
export async function checkCollector(settings: TraceSettings | null): Promise<readonly Finding[]> {
  if (settings === null) return [];
  const { origin, pathname } = new URL(settings.url);
  try {
    const { ok, status } = await fetch(settings.url, {
      method: "POST",
      headers: { ...settings.headers, "content-type": "application/json" },
      body: '{"resourceSpans":[]}',
      redirect: "manual",
      signal: AbortSignal.timeout(5000),
    });
    return [ok ? well(`Traces: ${origin} takes them.`) : wrong(`Traces: ${origin} ${objection(status, pathname)}`)];
  } catch {
    return [
      wrong(
        `Traces: ${origin} does not answer, and they are dropped. Is the collector running? Check OTEL_EXPORTER_OTLP_ENDPOINT.`,
      ),
    ];
  }
}

function objection(status: number, pathname: string): string {
  if (status === 401 || status === 403)
    return `refuses them (${status}). Check OTEL_EXPORTER_OTLP_HEADERS: values are percent-encoded.`;
  if (status === 404 || status === 405)
    return `takes none at ${pathname} (${status}). Check OTEL_EXPORTER_OTLP_ENDPOINT: the port for OTLP by HTTP is 4318 as a rule.`;
  return `does not take them (${status}). See the collector's log.`;
}
