import { StatusError, WrongBodyError } from "../../../src/model/errors.ts";
import type { Fetch } from "../../../src/model/snapshot.ts";
import { congress } from "../../../src/sources/congress.ts";
import { createCongress, type Congress } from "../../../src/world/congress.ts";
import type { StoryBill } from "../../../src/world/congress/bill.ts";
import { pollOnce, type Memory } from "./poll.ts";
import { served } from "./served.ts";

/** Congress and its printer in memory, as the door hands on what they say. */
export interface Capitol extends Congress {
  /** Answers that stand in for the usual ones: a body, a status, or an error to throw. The longest matching path wins. */
  readonly instead: Map<string, string | number | Error>;
  readonly requests: URL[];
  readonly keysSeen: string[];
  now: string;
  readonly fetch: Fetch;
}

export function capitol(...bills: readonly StoryBill[]): Capitol {
  const { publisher, add, happen } = createCongress({ bills });
  const own: Capitol = {
    add,
    happen,
    instead: new Map(),
    requests: [],
    keysSeen: [],
    now: "2026-02-01T12:00:00Z",
    async fetch(address, options = {}) {
      const url = new URL(address);
      own.requests.push(url);
      own.keysSeen.push(options.headers?.["x-api-key"] ?? "");
      const other = [...own.instead.keys()]
        .filter((path) => (url.pathname + url.search).startsWith(path))
        .toSorted((a, b) => b.length - a.length)[0];
      const stood = other === undefined ? undefined : own.instead.get(other);
      if (stood instanceof Error) throw stood;
      const { etag, lastModified } = options.validators ?? {};
      const headers = {
        ...options.headers,
        ...(etag !== undefined && { "if-none-match": etag }),
        ...(lastModified !== undefined && { "if-modified-since": lastModified }),
      };
      const answer =
        stood === undefined
          ? publisher.answer({ method: "GET", url, headers }, Temporal.Instant.from(own.now))
          : typeof stood === "number"
            ? { status: stood, headers: {}, body: "" }
            : { status: 200, headers: {}, body: stood };
      const isGood = answer.status === 200 || (answer.status === 304 && options.validators !== undefined);
      if (!isGood && options.allowStatus?.includes(answer.status) !== true)
        throw new StatusError(`${url.host} answered ${answer.status}.`, answer.status);
      const body = String(answer.body);
      if (answer.status === 200 && !fits(body, options.expect))
        throw new WrongBodyError(`${url.host} sent something else instead of ${options.expect ?? ""}.`);
      return served(body, "", { url: address, finalUrl: address, status: answer.status, headers: answer.headers });
    },
  };
  return own;
}

function fits(body: string, expected: string | undefined): boolean {
  if (expected === "json") return body.startsWith("{") && body.trimEnd().endsWith("}");
  return (
    expected !== "xml" || (body.startsWith("<") && !/^<(?:!doctype )?html/i.test(body) && /<\/\w+>\s*$/.test(body))
  );
}

/** Polls Congress once, as the feed's next poll would. Without `key`, govinfo is asked. */
export async function pollCapitol(
  own: Capitol,
  kept: Memory,
  at: string,
  params: Readonly<Record<string, unknown>> = {},
  key: string | null = "a-key",
): ReturnType<typeof pollOnce> {
  own.now = at;
  return pollOnce(congress, { baseUrl: "http://capitol.test", bills: ["hr99041"], ...params }, kept, {
    at,
    fetch: own.fetch,
    ...(key === null ? {} : { keys: { congress: key } }),
  });
}
