import type { FetchOptions } from "../model/snapshot.ts";

/**
 * The headers of one request. A caller's own headers may hold its key, which is for the `origin` it asked and no other that a
 * redirect leads to. The user agent is always ours.
 */
export function requestHeaders(
  url: URL,
  origin: string,
  userAgent: string,
  options: FetchOptions,
): Readonly<Record<string, string>> {
  const own = url.origin === origin ? (options.headers ?? {}) : {};
  const { etag, lastModified } = options.validators ?? {};
  return {
    accept: options.accept ?? acceptFor(options.expect),
    ...Object.fromEntries(Object.entries(own).map(([name, value]) => [name.toLowerCase(), value])),
    ...(etag === undefined ? {} : { "if-none-match": etag }),
    ...(lastModified === undefined ? {} : { "if-modified-since": lastModified }),
    "user-agent": userAgent,
  };
}

function acceptFor(expect: FetchOptions["expect"]): string {
  if (expect === "json") return "application/json, */*;q=0.1";
  if (expect === "xml") return "application/xml, text/xml, application/rss+xml, application/atom+xml, */*;q=0.1";
  if (expect === "html") return "text/html, application/xhtml+xml, */*;q=0.1";
  return "*/*";
}
