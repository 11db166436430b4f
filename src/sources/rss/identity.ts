import { sha256 } from "../../lib/hash.ts";
import { visibleText } from "../../snapshots/visible-text.ts";
import type { FeedEntry } from "./entry.ts";
import { linkIdentity } from "./link.ts";

/** An entry with what it can be recognised by, strongest first, and the hash of its words. */
export interface IdentifiedEntry {
  readonly entry: FeedEntry;
  /** Its id, its address, its title and date: those of them that no other entry of the feed has. Never empty. */
  readonly ids: readonly string[];
  /** Hash of title and text. Not of the date: a feed that dates its entries anew says nothing new. */
  readonly text: string;
}

/** The entries of a feed, each once. Depends on the feed alone, so that extraction finds the entry that the poll meant. */
export function identified(entries: readonly FeedEntry[]): readonly IdentifiedEntry[] {
  const before = identities.get(entries);
  if (before !== undefined) return before;
  const found = identify(entries);
  identities.set(entries, found);
  return found;
}

// Every entry of a feed is looked up among all of them.
const identities = new WeakMap<readonly FeedEntry[], readonly IdentifiedEntry[]>();

function identify(entries: readonly FeedEntry[]): readonly IdentifiedEntry[] {
  const all = entries.map((entry) => ({ entry, candidates: candidatesOf(entry), text: textHash(entry) }));
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  const once = all.filter(({ candidates, text }) => {
    const whole = [...candidates, text].join("\n");
    return !seen.has(whole) && seen.add(whole);
  });
  for (const { candidates } of once) for (const id of candidates) counts.set(id, (counts.get(id) ?? 0) + 1);
  return once.map(({ entry, candidates, text }) => {
    const own = candidates.filter((id) => counts.get(id) === 1);
    return { entry, ids: own.length > 0 ? own : [`sha256:${text}`], text };
  });
}

function candidatesOf({ id, link, title, publishedAt }: FeedEntry): readonly string[] {
  const byId = id === null ? null : /^https?:/i.test(id) ? linkIdentity(id, id) : short(id);
  const byLink = link === null ? null : linkIdentity(link, link);
  const byTitle = title === "" ? null : `sha256:${sha256(`${title}\n${publishedAt ?? ""}`)}`;
  return [...new Set([byId, byLink, byTitle])].filter((one) => one !== null);
}

function short(id: string): string {
  return id.length > 300 ? `sha256:${sha256(id)}` : id;
}

function textHash({ title, body }: FeedEntry): string {
  return sha256(`${title}\n${visibleText(body).normalize("NFKC")}`);
}
