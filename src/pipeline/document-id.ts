import { hashJson } from "../lib/hash.ts";

/** A document's id: the same for the same key of the same feed, on every machine. */
export function documentIdOf(feedId: string, key: string): string {
  return hashJson(["document", feedId, key]).slice(0, 24);
}
