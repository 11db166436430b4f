import type { DocumentRecord, Store, VersionSummary } from "../model/store.ts";
import type { Version } from "../model/version.ts";
import { HttpProblem } from "./problem.ts";

/** A document the reader may see, or null: a private one is no different from one that does not exist. */
export async function readableDocument(store: Store, id: string, seesPrivate: boolean): Promise<DocumentRecord | null> {
  const document = await store.document(id);
  return document === null || (document.visibility === "private" && !seesPrivate) ? null : document;
}

/** The two versions asked for by number, or the latest alone. Versions are looked up through their document, never by a given id. */
export async function readVersions(
  store: Store,
  document: DocumentRecord,
  from: number | undefined,
  to: number | undefined,
): Promise<{ readonly before: Version | null; readonly after: Version | null }> {
  const newest = document.versions.toSorted((a, b) => b.sequence - a.sequence)[0];
  if (newest === undefined) return { before: null, after: null };
  const after = to === undefined ? newest : find(document, "to", to);
  if (from === undefined) return { before: null, after: await store.version(after.id) };
  const before = find(document, "from", from);
  const [old, current] = await Promise.all([store.version(before.id), store.version(after.id)]);
  return { before: old, after: current };
}

function find(document: DocumentRecord, field: string, sequence: number): VersionSummary {
  const version = document.versions.find((each) => each.sequence === sequence);
  if (version === undefined) throw new HttpProblem(404, missing(document, sequence), { field });
  return version;
}

// Versions are numbered without gaps until the retention rule lets some go.
function missing({ versions }: DocumentRecord, sequence: number): string {
  const wasThere = sequence >= 1 && versions.some((later) => later.sequence > sequence);
  return wasThere
    ? `Version ${sequence} of this document was let go by the retention rule.`
    : `This document has no version ${sequence}.`;
}
