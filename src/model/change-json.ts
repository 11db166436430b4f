import type { Change, Identifiers } from "./change.ts";

/** A change as `check --json`, webhooks and the API give it: no internal fields, identifiers beside the rest. */
export type ChangeJson = Omit<Change, "eventKey" | "identifiers" | "visibility"> & Identifiers;

/** The JSON form of a change. `publicUrl` (no trailing slash) makes a permalink that is a path absolute. */
export function toChangeJson(change: Change, publicUrl: string): ChangeJson {
  const { eventKey: _eventKey, visibility: _visibility, identifiers, ...rest } = change;
  return { ...rest, ...identifiers, permalink: absoluteLink(change.permalink, publicUrl) };
}

/** A link into regwatch, absolute. */
export function absoluteLink(link: string, publicUrl: string): string {
  return link.startsWith("/") ? `${publicUrl}${link}` : link;
}
