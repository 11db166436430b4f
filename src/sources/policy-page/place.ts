import { WrongBodyError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import type { Memory } from "./memory.ts";
import type { PolicyPageParams } from "./params.ts";

/** Where the page is fetched: at its own address, or the same path at `baseUrl`. */
export function askedAddress({ url, baseUrl }: PolicyPageParams): string {
  if (baseUrl === undefined) return url;
  const { pathname, search, hash } = new URL(url);
  return baseUrl + pathname + search + hash;
}

/** Host and path, as two addresses of one page have them alike: case, `www.`, a closing slash and the query do not count. */
export function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return (host.replace(/^www\./, "") + pathname.replace(/\/(?:index\.html?)?$/i, "")).toLowerCase();
}

/**
 * Throws `WrongBodyError` where the publisher sent us elsewhere. On the first look an address may lead to another one; from then on it
 * must be the same.
 */
export function refuseMoved(params: PolicyPageParams, response: Fetched, before: Memory | null): void {
  const asked = askedAddress(params);
  if (response.finalUrl === asked) return;
  const place = placeOf(response.finalUrl);
  if (place === placeOf(asked) || place === before?.place) return;
  const { host, pathname } = new URL(asked);
  const from = `${host} sends us from ${pathname} to ${shortened(response.finalUrl)}`;
  const what = standIn(new URL(response.finalUrl).pathname);
  if (what !== null)
    throw new WrongBodyError(`${from}, ${what}: the page has moved, is gone, or is not for everybody.`);
  if (before === null) return;
  throw new WrongBodyError(`${from}: the page has moved. Look at it, and change \`url\` if it lives there now.`);
}

function standIn(path: string): string | null {
  if (/^\/?(?:[a-z]{2}(?:[-_][a-z]{2,4})?\/?)?(?:(?:index|home|default)(?:\.\w+)?)?$/i.test(path))
    return "its home page";
  if (/\/(?:log-?in|sign-?in|sso|oauth2?|authorize|passport)(?:[/.]|$)/i.test(path)) return "a login page";
  return /\/(?:404|not-?found|error)(?:[/.]|$)/i.test(path) ? "an error page" : null;
}

function shortened(url: string): string {
  const { origin, pathname } = new URL(url);
  return (origin + pathname).slice(0, 200);
}
