import { UsageError } from "../model/errors.ts";

/** Where traces go and how many. What is not here, such as OTEL_EXPORTER_OTLP_TIMEOUT, the exporter itself reads of the environment. */
export interface TraceSettings {
  /** The whole address, with `/v1/traces`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly resource: Readonly<Record<string, string>>;
  /** The share of traces that is kept, 0 to 1. */
  readonly share: number;
}

/** The standard OTEL_* settings; null where no address is set, or OTEL_SDK_DISABLED is true. Throws `UsageError`. */
export function readTraceSettings(get: (name: string) => string | null): TraceSettings | null {
  const url = get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") ?? ofBase(get("OTEL_EXPORTER_OTLP_ENDPOINT"));
  if (url === null || get("OTEL_SDK_DISABLED")?.toLowerCase() === "true") return null;
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? "")) {
    throw new UsageError(
      "OTEL_EXPORTER_OTLP_ENDPOINT must be an http:// or https:// address, such as http://127.0.0.1:4318.",
    );
  }
  const protocol = get("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL") ?? get("OTEL_EXPORTER_OTLP_PROTOCOL");
  if (protocol === "grpc") {
    throw new UsageError(
      "OTEL_EXPORTER_OTLP_PROTOCOL is grpc; traces go out by HTTP. Use the collector's HTTP port, 4318 as a rule.",
    );
  }
  const resource = pairs("OTEL_RESOURCE_ATTRIBUTES", get("OTEL_RESOURCE_ATTRIBUTES"));
  return {
    url,
    headers: pairs(
      "OTEL_EXPORTER_OTLP_HEADERS",
      get("OTEL_EXPORTER_OTLP_TRACES_HEADERS") ?? get("OTEL_EXPORTER_OTLP_HEADERS"),
    ),
    serviceName: get("OTEL_SERVICE_NAME") ?? resource["service.name"] ?? "regwatch",
    resource,
    share: readShare(get("OTEL_TRACES_SAMPLER"), get("OTEL_TRACES_SAMPLER_ARG")),
  };
}

function ofBase(base: string | null): string | null {
  return base === null ? null : `${base.replace(/\/+$/, "")}/v1/traces`;
}

// `name=value,name=value`, values percent-encoded (W3C Baggage, as the specification of OTLP exporters has it).
function pairs(name: string, text: string | null): Readonly<Record<string, string>> {
  const entries = (text ?? "").split(",").flatMap((pair) => {
    const [key = "", ...value] = pair.split("=");
    return key.trim() === "" ? [] : [[key.trim(), value.join("=").trim()] as const];
  });
  try {
    return Object.fromEntries(entries.map(([key, value]) => [key, decodeURIComponent(value)]));
  } catch {
    throw new UsageError(`${name} must be name=value pairs with commas between, values percent-encoded.`);
  }
}

function readShare(sampler: string | null, argument: string | null): number {
  const kind = (sampler ?? "parentbased_always_on").replace(/^parentbased_/, "");
  if (kind === "always_on") return 1;
  if (kind === "always_off") return 0;
  const share = Number(argument ?? "1");
  if (kind === "traceidratio" && share >= 0 && share <= 1) return share;
  throw new UsageError(
    "OTEL_TRACES_SAMPLER must be always_on, always_off or traceidratio (with OTEL_TRACES_SAMPLER_ARG from 0 to 1), or one of them after parentbased_.",
  );
}
