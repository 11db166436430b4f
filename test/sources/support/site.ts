import { StatusError } from "../../../src/model/errors.ts";
import type { Fetch } from "../../../src/model/snapshot.ts";
import { served } from "./served.ts";

/** What a site answers at an address: a body, a status, an error, or more. */
export type SiteAnswer =
  | string
  | number
  | Error
  | { readonly body?: string; readonly type?: string; readonly to?: string; readonly etag?: string };

/** A site in memory that answers as the door reports it. Whatever it does not know is a 404. */
export interface Site {
  readonly answers: Map<string, SiteAnswer>;
  /** Paths asked for since the last look. */
  asked: string[];
  readonly fetch: Fetch;
}

export function site(): Site {
  const own: Site = {
    answers: new Map(),
    asked: [],
    async fetch(address, options = {}) {
      const { pathname, search, origin } = new URL(address);
      own.asked.push(pathname + search);
      const answer = own.answers.get(pathname + search) ?? 404;
      if (answer instanceof Error) throw answer;
      const status = typeof answer === "number" ? answer : 200;
      if (status !== 200 && options.allowStatus?.includes(status) !== true)
        throw new StatusError(`${new URL(address).host} answered ${status}.`, status);
      const {
        body = "",
        type = "text/html",
        to,
        etag,
      } = typeof answer === "object" ? answer : { body: String(answer) };
      if (etag !== undefined && etag === options.validators?.etag)
        return served("", type, { url: address, finalUrl: address, status: 304 });
      const headers = { "content-type": type, ...(etag === undefined ? {} : { etag }) };
      return served(status === 200 ? body : "", type, {
        url: address,
        finalUrl: to === undefined ? address : origin + to,
        status,
        headers,
      });
    },
  };
  return own;
}
