import { STATUS_CODES } from "node:http";
import { StatusError } from "../model/errors.ts";
import { findBlockPage } from "./body-check.ts";
import type { Answer } from "./exchange.ts";
import { retryAfterSeconds } from "./retry.ts";
import type { SoftError } from "./soft-errors.ts";

/** Seconds to stay away from a host that turned us away and did not say for how long. */
export const blockPageHold = 15 * 60;
const tooManyRequestsHold = 5 * 60;

/** What an error status comes to: the error in a person's words, and how long the host is to be left alone, or null. */
export function refusalOf(
  url: URL,
  { status, headers, body }: Answer,
  now: Temporal.Instant,
): { readonly error: StatusError; readonly holdSeconds: number | null } {
  const asked = retryAfterSeconds(headers["retry-after"], now);
  const block = findBlockPage(body, headers);
  const name = STATUS_CODES[status] === undefined ? "" : ` ${STATUS_CODES[status]}`;
  const place = status === 404 || status === 410 ? ` for ${url.pathname.slice(0, 120)}` : "";
  const page = block === null ? "" : ` with ${block.what}`;
  const wait = asked === undefined ? "" : ` and asks to wait ${asked} s`;
  return {
    error: new StatusError(`${url.host} answered ${status}${name}${place}${page}${wait}.`, status, asked),
    holdSeconds: holdFor(status, asked, block),
  };
}

function holdFor(status: number, asked: number | undefined, block: SoftError | null): number | null {
  if ((status === 429 || status === 503) && asked !== undefined) return asked;
  if (block !== null) return block.holdSeconds ?? blockPageHold;
  return status === 429 ? tooManyRequestsHold : null;
}
