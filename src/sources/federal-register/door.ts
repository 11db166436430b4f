import { WrongBodyError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import type { PollContext } from "../../model/source.ts";
import { decodeText } from "../../snapshots/charset.ts";
import type { FederalRegisterParams } from "./params.ts";
import { isObject, recordsOf } from "./record.ts";

/** An answer of the API with the records found in it. */
export interface Page {
  readonly response: Fetched;
  readonly records: readonly unknown[];
  readonly next: string | null;
}

/** The publisher as a poll sees it. */
export interface Door {
  readonly baseUrl: string;
  /** Asks the API. Null for a 404 where that is an answer. */
  page(url: string, missing?: "allowed"): Promise<Page | null>;
  /** Asks for an answer that is no list of records. */
  json(url: string): Promise<unknown>;
  text(url: string, expect: "xml" | "text"): Promise<Fetched>;
}

const publisher = "www.federalregister.gov";

/** All requests of a poll: the publisher's own addresses are asked of `baseUrl`, so that a mirror stands in for all of it. */
export function openDoor({ params, fetch, signal }: PollContext<FederalRegisterParams>): Door {
  const at = (url: string) => rebased(url, params.baseUrl);
  return {
    baseUrl: params.baseUrl,
    async page(url, missing) {
      signal.throwIfAborted();
      const response = await fetch(at(url), {
        expect: "json",
        accept: "application/json",
        ...(missing === "allowed" ? { allowStatus: [404] } : {}),
      });
      return response.status === 404 ? null : readPage(response);
    },
    async json(url) {
      signal.throwIfAborted();
      return parsed(await fetch(at(url), { expect: "json", accept: "application/json" }));
    },
    async text(url, expect) {
      signal.throwIfAborted();
      const accept = expect === "xml" ? "application/xml, text/xml;q=0.9, */*;q=0.1" : "text/plain, text/html;q=0.9";
      return fetch(at(url), { expect, accept, allowStatus: [404] });
    },
  };
}

/** The address with `baseUrl` in the place of the publisher's origin; other hosts stay as they are. */
function rebased(url: string, baseUrl: string): string {
  const target = new URL(url, `${baseUrl}/`);
  return target.hostname === publisher ? `${baseUrl}${target.pathname}${target.search}` : target.href;
}

function readPage(response: Fetched): Page {
  const body = parsed(response);
  const records = recordsOf(body);
  if (records === null || !isObject(body)) {
    throw new WrongBodyError(`${hostOf(response)} sent JSON that has neither results nor a document.`);
  }
  const next = body["next_page_url"];
  return { response, records, next: typeof next === "string" && next !== "" ? next : null };
}

function parsed(response: Fetched): unknown {
  try {
    return JSON.parse(decodeText(response.body, response.headers["content-type"]).text);
  } catch {
    throw new WrongBodyError(`${hostOf(response)} sent something that is not JSON.`);
  }
}

// The address itself names every field that is asked for; the host is what people need.
function hostOf(response: Fetched): string {
  return new URL(response.url).host;
}
