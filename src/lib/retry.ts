/** What a `Retry-After` header asks for: seconds or an HTTP date (RFC 9110, 10.2.3). Undefined if it cannot be read. */
export function retryAfterSeconds(header: string | undefined, now: Temporal.Instant): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.ceil(Number(text));
  if (!/^[A-Za-z]{3,9},? /.test(text)) return undefined;
  // HTTP dates are in GMT even where the old forms do not say so.
  const at = Date.parse(/(GMT|UTC|[+-]\d{4})$/i.test(text) ? text : `${text} GMT`);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now.epochMilliseconds) / 1000));
}
