import type { Now } from "./state.ts";

export interface Rates {
  /** Requests to one bucket (route and channel) in `windowMs`. */
  readonly perBucket: number;
  readonly windowMs: number;
  /** Requests a second by everybody together; answers to interactions are exempt. */
  readonly perSecond: number;
}

export const usualRates: Rates = { perBucket: 5, windowMs: 5000, perSecond: 50 };

type Headers = Readonly<Record<string, string>>;

export interface Verdict {
  readonly headers: Headers;
  /** The body of a 429, where the request came too early. */
  readonly limited: { readonly message: string; readonly retry_after: number; readonly global: boolean } | null;
}

/** Counts requests in fixed windows, per bucket and in all, and says so in Discord's headers. */
export function createBuckets(now: Now, rates: Rates): (route: string, major: string) => Verdict {
  const windows = new Map<string, { until: number; used: number }>();
  return (route, major): Verdict => {
    const isExempt = route.startsWith("/interactions") || route.startsWith("/webhooks");
    const all = isExempt ? null : use("global", 1000, rates.perSecond);
    if (all !== null && all.used > rates.perSecond) {
      const seconds = secondsLeft(all.until);
      return {
        headers: { "Retry-After": String(seconds), "X-RateLimit-Global": "true", "X-RateLimit-Scope": "global" },
        limited: { message: "You are being rate limited.", retry_after: seconds, global: true },
      };
    }
    const bucket = use(`${route} ${major}`, rates.windowMs, rates.perBucket);
    const headers: Headers = {
      "X-RateLimit-Bucket": Buffer.from(route).toString("hex").slice(-32),
      "X-RateLimit-Limit": String(rates.perBucket),
      "X-RateLimit-Remaining": String(Math.max(0, rates.perBucket - bucket.used)),
      "X-RateLimit-Reset": String(bucket.until / 1000),
      "X-RateLimit-Reset-After": String(secondsLeft(bucket.until)),
    };
    if (bucket.used <= rates.perBucket) return { headers, limited: null };
    const seconds = secondsLeft(bucket.until);
    return {
      headers: { ...headers, "Retry-After": String(seconds), "X-RateLimit-Scope": "user" },
      limited: { message: "You are being rate limited.", retry_after: seconds, global: false },
    };
  };

  function use(key: string, length: number, most: number): { readonly until: number; readonly used: number } {
    const open = windows.get(key);
    const window = open !== undefined && open.until > now() ? open : { until: now() + length, used: 0 };
    windows.set(key, window);
    window.used = Math.min(window.used + 1, most + 1);
    return window;
  }

  function secondsLeft(until: number): number {
    return Math.max(0, (until - now()) / 1000);
  }
}
