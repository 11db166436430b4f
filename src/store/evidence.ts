import { hashJson } from "../lib/hash.ts";
import type { Change } from "../model/change.ts";
import type { Json } from "../model/json.ts";
import type { Instant } from "../model/time.ts";
import type { Recipe } from "../model/version.ts";
import type { Database } from "./database.ts";
import { evidenceLog } from "./schema.ts";

/**
 * Why an entry was written: a version was recorded, made again by a new recipe, the document vanished or came back, or the retention rule let
 * go of what earlier entries speak of.
 */
export type EntryKind = "version" | "reextracted" | "vanished" | "returned" | "noted" | "let-go";

/** Where a document's chain ends. `head` is empty before the first entry. */
export interface ChainEnd {
  readonly head: string;
  readonly entries: number;
}

/** What one entry of the chain says. The entry's hash is the SHA-256 of its canonical JSON. */
export interface Entry {
  readonly previous: string | null;
  readonly documentId: string;
  readonly entry: number;
  readonly kind: EntryKind;
  readonly at: Instant;
  readonly version: { readonly sequence: number; readonly recipe: Recipe; readonly content: string } | null;
  /** Every served answer: its bytes by their id, everything served with them by a hash. */
  readonly snapshots: readonly { readonly role: string; readonly id: string; readonly sighting: string }[];
  readonly change: { readonly id: string; readonly content: string } | null;
  /** What is here no longer, by the retention rule: versions with their bytes, and changes. */
  readonly letGo?: LetGo;
}

export interface LetGo {
  readonly versions: readonly number[];
  readonly changes: readonly string[];
  readonly fetchedBefore: Instant;
}

/** Where the chain of a stored document ends. */
export function chainEnd(document: { readonly chainHead: string; readonly chainEntries: number }): ChainEnd {
  return { head: document.chainHead, entries: document.chainEntries };
}

/** Appends an entry to a document's chain and returns where the chain ends now. */
export async function appendEntry(
  tx: Database,
  documentId: string,
  end: ChainEnd,
  what: Omit<Entry, "previous" | "documentId" | "entry">,
): Promise<ChainEnd> {
  const entry: Entry = { previous: end.head || null, documentId, entry: end.entries + 1, ...what };
  const head = entryHash(entry);
  await tx
    .insert(evidenceLog)
    .values({ documentId, entry: entry.entry, hash: head, body: { ...entry } as unknown as Json });
  return { head, entries: entry.entry };
}

/** `sha256:` and the hash of an entry, from the entry as written or as stored. */
export function entryHash(entry: unknown): string {
  return `sha256:${hashJson(entry)}`;
}

/** What the chain says of a change: everything but the place in the chain, which is not known yet, and who may see it. */
export function changeHash(change: Change): string {
  const { visibility: _, ...told } = change;
  return hashJson({ ...told, evidence: { ...change.evidence, chain: "" } });
}
