import { ForbiddenAddressError, StatusError } from "../model/errors.ts";
import { checkUrl, hostAndPort, refuseFromOutside, type AllowList } from "./address.ts";

export function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** Where a redirect leads, if it may be followed there. Private addresses are refused again on every hop. */
export function redirectTarget(
  from: URL,
  location: string | undefined,
  status: number,
  allow: AllowList,
  resolvedElsewhere: boolean,
): URL {
  const target = location === undefined ? null : URL.parse(asUtf8(location), from);
  if (target === null) throw new StatusError(`${from.host} answered ${status} but does not say where to go.`, status);
  target.hash = "";
  if (from.protocol === "https:" && target.protocol === "http:") {
    throw new ForbiddenAddressError(
      `${from.host} redirects from https to plain http (${target.host}), which is not followed.`,
    );
  }
  try {
    refuseFromOutside([hostAndPort(from)], target, allow);
    return checkUrl(target.href, allow, resolvedElsewhere);
  } catch (error) {
    if (!(error instanceof ForbiddenAddressError)) throw error;
    throw new ForbiddenAddressError(`${from.host} redirects to an address that is not fetched: ${error.message}`);
  }
}

// Header bytes arrive as Latin-1; some servers put raw UTF-8 there.
function asUtf8(location: string): string {
  const bytes = Buffer.from(location, "latin1");
  const text = bytes.toString("utf8");
  return text.includes("\ufffd") ? location : text;
}
