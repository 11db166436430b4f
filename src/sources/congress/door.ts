import { WrongBodyError } from "../../model/errors.ts";
import type { Fetched, FetchOptions } from "../../model/snapshot.ts";
import type { PollContext } from "../../model/source.ts";
import { decodeText } from "../../snapshots/charset.ts";
import type { CongressParams } from "./params.ts";

/** Both publishers as a poll sees them: their own addresses are asked of the feed's, so that mirrors can stand in. */
export interface Door {
  /** Whether api.congress.gov can be asked. */
  readonly hasKey: boolean;
  /** Asks the API for JSON; null for a 404. `path` begins with `/v3/`, or is the whole address of a next page. */
  api(path: string): Promise<Fetched | null>;
  /** Asks govinfo; null for a 404. A 304 comes back as it is. */
  govinfo(url: string, options: Pick<FetchOptions, "expect" | "validators">): Promise<Fetched | null>;
}

const govinfoHost = /^https?:\/\/(?:www\.)?govinfo\.gov/;

export function openDoor({ params, fetch, keys, signal }: PollContext<CongressParams>): Door {
  const key = keys["congress"];
  return {
    hasKey: key !== undefined,
    async api(path) {
      signal.throwIfAborted();
      const response = await fetch(apiUrl(path, params.baseUrl), {
        expect: "json",
        accept: "application/json",
        headers: { "x-api-key": key ?? "" },
        allowStatus: [404],
      });
      return response.status === 404 ? null : response;
    },
    async govinfo(url, options) {
      signal.throwIfAborted();
      const rebased = url.startsWith("/") ? params.govinfoUrl + url : url.replace(govinfoHost, params.govinfoUrl);
      const response = await fetch(rebased, {
        ...options,
        accept: options.expect === "json" ? "application/json" : "application/xml, text/xml;q=0.9, */*;q=0.1",
        allowStatus: [404],
      });
      return response.status === 404 ? null : response;
    },
  };
}

// The default format has been XML since April 2026, and next pages name the real host.
function apiUrl(path: string, baseUrl: string): string {
  const target = new URL(path, `${baseUrl}/`);
  const url = new URL(`${baseUrl}${target.pathname}`);
  for (const [name, value] of target.searchParams) if (!/^api_?key$/i.test(name)) url.searchParams.set(name, value);
  url.searchParams.set("format", "json");
  return url.href;
}

/** The JSON of an answer. Throws `WrongBodyError` where it is none. */
export function jsonOf(response: Fetched): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(textOf(response));
    if (typeof parsed === "object" && parsed !== null) return parsed as Readonly<Record<string, unknown>>;
  } catch {
    // Said below.
  }
  throw new WrongBodyError(`${new URL(response.url).host} sent something that is not a JSON object.`);
}

export function textOf(response: Fetched): string {
  return decodeText(response.body, response.headers["content-type"]).text;
}
