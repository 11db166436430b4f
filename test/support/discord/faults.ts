/** What happens to one request instead of the usual. `taken`: it did its work before. */
export type Fault =
  | { readonly kind: "reset" | "hang"; readonly taken: boolean }
  | {
      readonly kind: "status";
      readonly status: number;
      readonly taken: boolean;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    };

export interface Faults {
  /** The next requests that match `METHOD /path` meet these, one each. */
  script(match: RegExp, ...faults: readonly Fault[]): void;
  /** Asked for every request that nothing is scripted for. */
  chance: (request: string) => Fault | null;
  next(request: string): Fault | null;
}

/** An error as Discord words it. */
export function refused(status: number, code: number, message: string): Fault {
  return { kind: "status", status, taken: false, body: { message, code } };
}

/** A 429 that is not this bot's own doing. */
export function limited(seconds: number, scope: "user" | "shared" | "global"): Fault {
  return {
    kind: "status",
    status: 429,
    taken: false,
    body: { message: "You are being rate limited.", retry_after: seconds, global: scope === "global" },
    headers: {
      "Retry-After": String(seconds),
      "X-RateLimit-Scope": scope,
      ...(scope === "global" && { "X-RateLimit-Global": "true" }),
    },
  };
}

export function createFaults(): Faults {
  const scripted: { readonly match: RegExp; readonly faults: Fault[] }[] = [];
  const faults: Faults = {
    chance: () => null,
    script: (match, ...faults) => void scripted.push({ match, faults: [...faults] }),
    next(request) {
      const line = scripted.find(({ match, faults }) => faults.length > 0 && match.test(request));
      return line?.faults.shift() ?? faults.chance(request);
    },
  };
  return faults;
}
