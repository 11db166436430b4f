import type { IdentifiedEntry } from "./identity.ts";
import type { Memory } from "./memory.ts";

/** An entry of the feed and the document it is; `memory` is null for a new one. */
export interface Recognised extends IdentifiedEntry {
  readonly key: string;
  readonly memory: Memory | null;
}

/**
 * Finds out which entries are known: by what they were recognised by before, strongest first, and then by their words, where a feed has
 * given its entries other ids and addresses.
 */
export function recognise(
  entries: readonly IdentifiedEntry[],
  known: ReadonlyMap<string, Memory>,
): readonly Recognised[] {
  const claimed = new Map<IdentifiedEntry, string>();
  const taken = new Set<string>();
  const takenIds = new Set<string>();
  const claim = (entry: IdentifiedEntry, key: string | undefined) => {
    if (key === undefined || taken.has(key) || claimed.has(entry)) return;
    claimed.set(entry, key);
    taken.add(key);
    for (const id of entry.ids) takenIds.add(id);
  };
  const byId = new Map([...known].flatMap(([key, { ids }]) => [key, ...ids].map((id) => [id, key] as const)));
  for (const rank of [0, 1, 2]) for (const entry of entries) claim(entry, byId.get(entry.ids[rank] ?? ""));
  const strangers = entries.filter((entry) => !claimed.has(entry));
  for (const [entry, key] of renamed(strangers, entries.length, known, taken)) claim(entry, key);
  return entries.flatMap((entry) => {
    // The same entry again, on another page.
    if (!claimed.has(entry) && entry.ids.some((id) => takenIds.has(id))) return [];
    const key = claimed.get(entry) ?? newKey(entry, taken);
    if (key === null) return [];
    taken.add(key);
    for (const id of entry.ids) takenIds.add(id);
    return [{ ...entry, key, memory: known.get(key) ?? null }];
  });
}

function newKey({ ids, text }: IdentifiedEntry, taken: ReadonlySet<string>): string | null {
  return [...ids, `sha256:${text}`].find((id) => !taken.has(id)) ?? null;
}

/** So many entries with new ids and old words at once are no news: the publisher has moved house. */
const fewestMoved = 3;

// One entry that repeats an older one's words under an id of its own may be news ("Weekly report"), unless its date is the same too.
function renamed(
  strangers: readonly IdentifiedEntry[],
  listed: number,
  known: ReadonlyMap<string, Memory>,
  taken: ReadonlySet<string>,
): readonly (readonly [IdentifiedEntry, string])[] {
  const byText = new Map<string, string[]>();
  for (const [key, { text }] of known) if (!taken.has(key)) byText.set(text, [...(byText.get(text) ?? []), key]);
  const used = new Set<string>();
  const pairs = strangers.flatMap((entry) => {
    const candidates = (byText.get(entry.text) ?? []).filter((key) => !used.has(key));
    const dated = candidates.find((key) => known.get(key)?.publishedAt === entry.entry.publishedAt);
    const key = dated ?? candidates[0];
    if (key === undefined) return [];
    used.add(key);
    return [{ entry, key, sameDate: dated !== undefined && entry.entry.publishedAt !== null }];
  });
  const movedHouse = pairs.length >= fewestMoved && pairs.length >= listed / 2;
  return pairs.filter(({ sameDate }) => sameDate || movedHouse).map(({ entry, key }) => [entry, key] as const);
}
