import { remembered } from "../../lib/remembered.ts";
import { WrongBodyError } from "../../model/errors.ts";
import type { Fetched, FetchOptions } from "../../model/snapshot.ts";
import type { PollContext } from "../../model/source.ts";
import { decodeText } from "../../snapshots/charset.ts";
import type { EcfrParams } from "./params.ts";

/** The eCFR as a poll sees it. */
export interface Door {
  /** Asks for JSON under `/api/versioner/v1/`. */
  json(path: string): Promise<Fetched>;
  /** The XML of a part, a section or an appendix on a day; null where there is none. */
  full(date: string, where: Readonly<Record<string, string>>): Promise<Fetched | null>;
}

/** The largest parts (the control list) have some 10 MB. */
const maxBytes = 80_000_000;

export function openDoor({ params, fetch, signal }: PollContext<EcfrParams>): Door {
  const ask = (path: string, options: FetchOptions): Promise<Fetched> => {
    signal.throwIfAborted();
    return fetch(`${params.baseUrl}/api/versioner/v1/${path}`, options);
  };
  return {
    json: (path) => ask(path, { expect: "json", accept: "application/json" }),
    async full(date, where) {
      const query = new URLSearchParams(where).toString();
      const response = await ask(`full/${date}/title-${params.title}.xml?${query}`, {
        expect: "xml",
        accept: "application/xml",
        maxBytes,
        allowStatus: [404],
      });
      return response.status === 404 ? null : response;
    },
  };
}

export const textOf = remembered(
  (response: Fetched): string => decodeText(response.body, response.headers["content-type"]).text,
);

/** The JSON of an answer. Throws `WrongBodyError` where it is none. */
export const jsonOf = remembered((response: Fetched): unknown => {
  try {
    return JSON.parse(textOf(response));
  } catch {
    throw new WrongBodyError(`${new URL(response.url).host} sent something that is not JSON.`);
  }
});
