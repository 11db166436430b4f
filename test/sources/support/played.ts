import { StatusError, WrongBodyError } from "../../../src/model/errors.ts";
import type { Fetch } from "../../../src/model/snapshot.ts";
import type { Publisher } from "../../../src/world/publisher.ts";
import { served } from "./served.ts";

/** A publisher of the world in memory, as the door hands on what it says. */
export interface Played {
  /** What stands in for answers to paths that begin so: a body, a status, or an error to throw. */
  readonly instead: Map<string, string | number | Error>;
  readonly requests: URL[];
  readonly headers: Readonly<Record<string, string>>[];
  now: string;
  readonly fetch: Fetch;
}

export function played(publisher: Publisher, now: string): Played {
  const own: Played = {
    instead: new Map(),
    requests: [],
    headers: [],
    now,
    async fetch(address, options = {}) {
      const url = new URL(address);
      own.requests.push(url);
      own.headers.push(options.headers ?? {});
      const key = [...own.instead.keys()].find((path) => (url.pathname + url.search).startsWith(path));
      const stood = key === undefined ? undefined : own.instead.get(key);
      if (stood instanceof Error) throw stood;
      const answer =
        stood === undefined
          ? publisher.answer({ method: "GET", url, headers: options.headers ?? {} }, Temporal.Instant.from(own.now))
          : typeof stood === "number"
            ? { status: stood, headers: {}, body: "{}" }
            : { status: 200, headers: {}, body: stood };
      if (answer.status !== 200 && options.allowStatus?.includes(answer.status) !== true)
        throw new StatusError(`${url.host} answered ${answer.status}.`, answer.status);
      const body = String(answer.body);
      if (answer.status === 200 && options.expect === "json" && !/^\s*[{[]/.test(body))
        throw new WrongBodyError(`${url.host} sent something else instead of json.`);
      return served(body, answer.headers["content-type"] ?? "", {
        url: address,
        finalUrl: address,
        status: answer.status,
        headers: answer.headers,
      });
    },
  };
  return own;
}
