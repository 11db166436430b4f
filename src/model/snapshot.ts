import type { Instant } from "./time.ts";

/** One hop of a redirect chain, oldest first. */
export interface Redirect {
  readonly status: number;
  readonly from: string;
  readonly to: string;
}

/** What a publisher served, as it came: the bytes after transport decoding, with headers (lower-case names) and redirects. */
export interface Fetched {
  readonly url: string;
  readonly finalUrl: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly redirects: readonly Redirect[];
  readonly body: Uint8Array;
  readonly fetchedAt: Instant;
}

/** Evidence as it is kept: `id` is `sha256:` and the hex SHA-256 of the body. */
export interface Snapshot extends Fetched {
  readonly id: string;
}

/** How one request differs from the default one. */
export interface FetchOptions {
  /** Sent as `If-None-Match` / `If-Modified-Since`; a 304 then comes back as status 304 with an empty body. */
  readonly validators?: { readonly etag?: string; readonly lastModified?: string };
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes after decompression; more is an error. Default 50 MB. */
  readonly maxBytes?: number;
  /** What the body must be; anything else is a `WrongBodyError`, never a change. */
  readonly expect?: "json" | "xml" | "html" | "text";
  /** Hex SHA-256 of bytes that were taken for the right ones when they came. They are not judged again. */
  readonly knownBytes?: string;
  /** Statuses the caller handles itself (a 404 that means "not there yet"). All other non-2xx statuses are errors. */
  readonly allowStatus?: readonly number[];
  /** The host is asked so many seconds after whoever asked it last, whichever worker that was. Default one second. */
  readonly gapSeconds?: number;
  /** Hosts (`host:port`) on whose word it is asked. Where all of them are outside, it leads to none inside (`REGWATCH_ALLOW_HOSTS`). */
  readonly namedHosts?: readonly string[];
}

/** The one door to the network for all sources: polite, bounded, private addresses refused. Throws the errors of `errors.ts`. */
export type Fetch = (url: string, options?: FetchOptions) => Promise<Fetched>;

/**
 * Loads a page in a browser as a reader would see it, once its scripts have run, under the same address rules as `Fetch`. The body is
 * the page's HTML then, in UTF-8.
 */
export type Render = (url: string, options?: { readonly waitFor?: string }) => Promise<Fetched>;
