const minute = 60;
const longest = 6 * 60 * minute;

/**
 * Seconds to wait after so many failures in a row (from 1): doubling from one minute to at most six hours, of which the upper
 * half is jitter. `random01` is from 0 (inclusive) to 1.
 */
export function backoffSeconds(failures: number, random01: number): number {
  const full = Math.min(longest, minute * 2 ** Math.max(1, failures));
  return Math.round(full / 2 + (full / 2) * random01);
}

/** What a `Retry-After` header asks for: seconds or an HTTP date (RFC 9110, 10.2.3). Undefined if it cannot be read. */
export function retryAfterSeconds(header: string | undefined, now: Temporal.Instant): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.ceil(Number(text));
  if (!/^[A-Za-z]{3,9},? /.test(text)) return undefined;
  // HTTP dates are in GMT even where the old forms do not say so.
  const at = Date.parse(/(GMT|UTC|[+-]\d{4})$/i.test(text) ? text : `${text} GMT`);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now.epochMilliseconds) / 1000));
}
