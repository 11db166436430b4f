import { AsyncLocalStorage } from "node:async_hooks";
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { Attributes, Link, Span, SpanContext, Tracer } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TraceIdRatioBasedSampler, TracerProvider } from "@opentelemetry/sdk-trace";
import type { SpanExporter } from "@opentelemetry/sdk-trace";
import type { Notes, Step } from "../model/observe.ts";
import type { Within } from "./observe.ts";
import type { TraceSettings } from "./trace-settings.ts";

interface Parts {
  readonly version: string;
  /** Names this process, as its leases and its log do. */
  readonly process: string;
  readonly log: { warn(fields: object, message: string): void };
}

/** Sends what happens as traces. */
export interface Traces {
  readonly within: Within;
  /** Sends what is left, for two seconds at most. */
  close(): Promise<void>;
}

/** Traces over OTLP/HTTP. Nothing global is touched. Heavy: import it only where traces are wanted. */
export function openTraces(settings: TraceSettings, { version, process, log }: Parts): Traces {
  const exporter = new OTLPTraceExporter({ url: settings.url, headers: { ...settings.headers } });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      "service.instance.id": process,
      "service.version": version,
      ...settings.resource,
      "service.name": settings.serviceName,
    }),
    ...(settings.share < 1 && { sampler: new TraceIdRatioBasedSampler(settings.share) }),
    spanProcessors: [new BatchSpanProcessor({ exporter: complainingOnce(exporter, new URL(settings.url).host, log) })],
  });
  return { within: tracing(provider.getTracer("regwatch", version)), close: () => atMost(2000, provider.shutdown()) };
}

// Not the context of @opentelemetry/api: registering one would wake the instrumentation in the database's packages.
function tracing(tracer: Tracer): Within {
  const current = new AsyncLocalStorage<Span>();
  const alerts = createMemory();
  return (step, notes, work) => {
    const parent = current.getStore();
    const links = parent === undefined ? linksTo(alerts.get(notes["alert"])) : [];
    const span = tracer.startSpan(
      step,
      { kind: kinds[step] ?? SpanKind.INTERNAL, links },
      parent === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, parent),
    );
    return current.run(span, async () => {
      try {
        return await work();
      } catch (error) {
        // Its class alone: a message may quote what it stumbled over.
        span.setAttribute("error.type", error instanceof Error ? error.name : typeof error);
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.setAttributes(attributes(notes));
        if (step === "record") alerts.keep(notes["alert"], span.spanContext());
        span.end();
      }
    });
  };
}

const kinds: Partial<Record<Step, SpanKind>> = {
  fetch: SpanKind.CLIENT,
  "ask-model": SpanKind.CLIENT,
  send: SpanKind.CLIENT,
  look: SpanKind.CLIENT,
  amend: SpanKind.CLIENT,
  request: SpanKind.SERVER,
};

/** The names of OpenTelemetry's conventions where there are any. */
const conventional: Readonly<Record<string, string>> = {
  host: "server.address",
  code: "http.response.status_code",
  method: "http.request.method",
  route: "http.route",
};

function attributes(notes: Notes): Attributes {
  return Object.fromEntries(
    Object.entries(notes).map(([name, value]) => [
      conventional[name] ?? `regwatch.${name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
      typeof value === "object" ? [...value] : value,
    ]),
  );
}

/** Where the latest alerts were recorded, so that their deliveries point there. A delivery by another process finds nothing. */
function createMemory(most = 1000) {
  const known = new Map<string, SpanContext>();
  return {
    get: (alert: Notes[string] | undefined) => (typeof alert === "string" ? known.get(alert) : undefined),
    keep(alert: Notes[string] | undefined, context: SpanContext): void {
      if (typeof alert !== "string") return;
      known.set(alert, context);
      const [oldest] = known.keys();
      if (known.size > most && oldest !== undefined) known.delete(oldest);
    },
  };
}

function linksTo(context: SpanContext | undefined): Link[] {
  return context === undefined ? [] : [{ context }];
}

/** A collector that is away is said once, until it takes something again. */
function complainingOnce(exporter: SpanExporter, host: string, log: Parts["log"]): SpanExporter {
  let isWell = true;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const went = result.error === undefined;
        if (!went && isWell) {
          log.warn(
            { err: result.error, host },
            "traces cannot be sent; they are dropped until the collector takes them",
          );
        }
        isWell = went;
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
    ...(exporter.forceFlush && { forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve() }),
  };
}

async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const waiting = Promise.withResolvers<void>();
  const timer = setTimeout(waiting.resolve, milliseconds);
  await Promise.race([work.catch(() => {}), waiting.promise]);
  clearTimeout(timer);
}
