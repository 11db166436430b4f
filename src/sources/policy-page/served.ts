import { checkBody } from "../../lib/body-check.ts";
import { WrongBodyError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import { isPdf } from "../../snapshots/format.ts";
import type { Memory } from "./memory.ts";

/** Throws `WrongBodyError` for what stands in for the page: block pages, walls, errors, nothing at all, half of it. */
export function refuseWrongBody(response: Fetched, before: Memory | null): void {
  const { body, headers } = response;
  const host = new URL(response.url).host;
  if (isPdf(body)) return;
  const isText = /^text\/(?:plain|markdown)\b/i.test(headers["content-type"] ?? "");
  const problem = checkBody(body, headers, isText ? "text" : "html");
  if (problem !== null) throw new WrongBodyError(`${host} sent ${problem.what} instead of the page.`);
  if (before?.closed === true && !isClosed(body))
    throw new WrongBodyError(`${host} sent a page that breaks off before its end (</html> is missing).`);
}

/** Whether a page has its closing tag, as whole pages that ever had it do. */
export function isClosed(body: Uint8Array): boolean {
  return /<\/html\s*>/i.test(new TextDecoder("latin1").decode(body.subarray(-4096)));
}
