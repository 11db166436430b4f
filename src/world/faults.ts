import type { Answer, Ask, Publisher } from "./publisher.ts";

/** How a request goes wrong. */
export type FaultKind =
  | { readonly kind: "status"; readonly status: number; readonly retryAfter?: string; readonly body?: string }
  /** These very bytes, for answers that were recorded. */
  | { readonly kind: "answer"; readonly answer: Answer }
  /** The connection is cut before a byte is answered. */
  | { readonly kind: "reset" }
  /** The answer stops in the middle, though its length was announced. */
  | { readonly kind: "truncated" }
  /** The answer trickles over so many real milliseconds. */
  | { readonly kind: "slow"; readonly milliseconds: number }
  /** Half an answer, then silence until the client gives up. */
  | { readonly kind: "hang" }
  /** 200 with a web page where data was asked for. */
  | { readonly kind: "html" }
  /** 200 with the publisher's page for visitors it takes for robots. */
  | { readonly kind: "block-page" }
  /** 404 with the publisher's page for people. */
  | { readonly kind: "not-found" }
  /** The publisher's own answer to a search that finds nothing. */
  | { readonly kind: "empty" }
  /** Sent on to another host; by default to one whose name does not resolve. */
  | { readonly kind: "redirect"; readonly to?: string };

/** A fault and when it strikes: which publisher (all), paths matching `path` (all), world time, how often (always). */
export interface Fault {
  readonly publisher?: string;
  readonly path?: RegExp;
  readonly from?: Temporal.Instant;
  readonly until?: Temporal.Instant;
  readonly times?: number;
  /** `refused` closes the whole door: a path cannot be refused alone, so `path` and `times` do not apply. */
  readonly does: FaultKind | { readonly kind: "refused" };
}

/** The addresses of no host: `.invalid` never resolves (RFC 6761). */
export const unresolvableOrigin = "http://nowhere.invalid";

/** What the wire does with an answer: how many bytes of it go out, how slowly, and how it ends. */
export interface Course {
  readonly answer: Answer;
  readonly wire: "whole" | "reset" | "truncated" | "hang" | { readonly milliseconds: number };
}

export function courseOf(does: FaultKind, ask: Ask, publisher: Publisher, healthy: () => Answer): Course {
  switch (does.kind) {
    case "status":
      return whole(statusAnswer(does));
    case "answer":
      return whole(does.answer);
    case "html":
      return whole(htmlInstead);
    case "block-page":
      return whole(publisher.unwell.blockPage);
    case "not-found":
      return whole(publisher.unwell.notFound);
    case "empty":
      return whole(publisher.unwell.empty(ask));
    case "redirect":
      return whole({
        status: 302,
        headers: { location: does.to ?? `${unresolvableOrigin}${ask.url.pathname}${ask.url.search}` },
        body: "",
      });
    case "slow":
      return { answer: healthy(), wire: { milliseconds: does.milliseconds } };
    case "reset":
    case "truncated":
    case "hang":
      break;
  }
  return { answer: healthy(), wire: does.kind };
}

function whole(answer: Answer): Course {
  return { answer, wire: "whole" };
}

function statusAnswer(fault: {
  readonly status: number;
  readonly retryAfter?: string;
  readonly body?: string;
}): Answer {
  return {
    status: fault.status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      ...(fault.retryAfter === undefined ? {} : { "retry-after": fault.retryAfter }),
    },
    body:
      fault.body ?? `<html><head><title>${fault.status}</title></head><body><h1>${fault.status}</h1></body></html>\n`,
  };
}

const htmlInstead: Answer = {
  status: 200,
  headers: { "content-type": "text/html; charset=utf-8" },
  body: "<!DOCTYPE html>\n<html><head><title>Scheduled maintenance</title></head><body><p>We will be back shortly.</p></body></html>\n",
};
