import type { DocumentRecord, Store } from "../model/store.ts";
import type { Version } from "../model/version.ts";
import { carryOrigins, firstOrigins } from "../redline/blame.ts";
import type { Origin } from "../redline/blame.ts";

/** For each passage of a version, when it came in and when it last changed. */
export type Blame = (document: DocumentRecord, version: Version) => Promise<readonly Origin[]>;

const remembered = 100;

/** Walks a document's versions once; what is asked for again, or for the next version, begins where the last walk ended. */
export function createBlame(store: Pick<Store, "version">): Blame {
  const known = new Map<string, Promise<readonly Origin[]>>();
  return (document, version) => {
    const found = known.get(version.id) ?? walk(store, document, version, known);
    known.delete(version.id);
    known.set(version.id, found);
    found.catch(() => known.delete(version.id));
    if (known.size > remembered) known.delete(known.keys().next().value ?? "");
    return found;
  };
}

async function walk(
  store: Pick<Store, "version">,
  document: DocumentRecord,
  target: Version,
  known: ReadonlyMap<string, Promise<readonly Origin[]>>,
): Promise<readonly Origin[]> {
  const history = document.versions
    .filter(({ sequence }) => sequence <= target.sequence)
    .toSorted((a, b) => a.sequence - b.sequence);
  const start = Math.max(
    0,
    history.findLastIndex(({ id }) => known.has(id)),
  );
  let before: Version | null = null;
  let origins: readonly Origin[] = [];
  for (const { id, sequence } of history.slice(start)) {
    const version: Version | null = id === target.id ? target : await store.version(id);
    if (version === null) continue;
    if (before === null) origins = (await known.get(id)) ?? firstOrigins(version.blocks, sequence);
    else origins = carryOrigins(before.blocks, origins, version.blocks, sequence, isReading(before, version));
    before = version;
  }
  return origins;
}

// A version that another recipe made is another reading: even of other bytes, what differs may be the reading alone.
function isReading({ recipe: old }: Version, { recipe: current }: Version): boolean {
  return old.source !== current.source || old.revision !== current.revision || old.paramsHash !== current.paramsHash;
}
