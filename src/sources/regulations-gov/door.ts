import { UsageError, WrongBodyError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import type { PollContext } from "../../model/source.ts";
import { decodeText } from "../../snapshots/charset.ts";
import type { RegulationsGovParams } from "./params.ts";

/** The API as a poll sees it. */
export interface Door {
  /** Asks for JSON under `/v4/`. Throws `UsageError` where the key is refused. */
  ask(path: string, query?: Readonly<Record<string, string>>): Promise<Fetched>;
  /** How many more requests the publisher allows just now, as it said last; null before it said. */
  left(): number | null;
}

const signUp = "A key is free at https://api.data.gov/signup/.";

/** Throws `UsageError` where there is no key: the first look waits for it, and nothing is told meanwhile. */
export function openDoor({ params, fetch, keys, signal }: PollContext<RegulationsGovParams>): Door {
  const key = keys["regulations-gov"];
  const { host } = new URL(params.baseUrl);
  if (key === undefined) throw new UsageError(`${host} answers with a key alone: set REGULATIONS_API_KEY. ${signUp}`);
  let left: number | null = null;
  return {
    left: () => left,
    async ask(path, query = {}) {
      signal.throwIfAborted();
      const search = new URLSearchParams(query).toString();
      const response = await fetch(`${params.baseUrl}/v4/${path}${search === "" ? "" : `?${search}`}`, {
        expect: "json",
        accept: "application/vnd.api+json, application/json;q=0.9",
        headers: { "x-api-key": key },
        allowStatus: [403],
      });
      if (response.status === 403) throw new UsageError(`${host} refuses the key in REGULATIONS_API_KEY. ${signUp}`);
      const stated = Number(response.headers["x-ratelimit-remaining"] ?? Number.NaN);
      if (Number.isInteger(stated)) left = stated;
      return response;
    },
  };
}

/** The JSON of an answer. Throws `WrongBodyError` where it is none. */
export function jsonOf(response: Fetched): unknown {
  try {
    return JSON.parse(decodeText(response.body, response.headers["content-type"]).text);
  } catch {
    throw new WrongBodyError(`${new URL(response.url).host} sent something that is not JSON.`);
  }
}
