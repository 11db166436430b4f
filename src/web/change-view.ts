import type { Change } from "../model/change.ts";
import type { ServedAnswer } from "../model/evidence.ts";
import type { Redirect, Snapshot } from "../model/snapshot.ts";
import type { Store } from "../model/store.ts";
import type { DocumentLink, Version } from "../model/version.ts";
import type { Texts } from "./comparison.ts";

/** Everything the page of a change shows, read from the store. */
export interface ChangeView {
  readonly change: Change;
  readonly before: Version | null;
  readonly after: Version | null;
  readonly snapshots: readonly SnapshotView[];
  readonly links: readonly ResolvedLink[];
  readonly thread: readonly Change[];
  /** Who time-stamped the chain after the change was recorded, if somebody did. */
  readonly stamp: { readonly authority: string; readonly stampedAt: string } | null;
}

/** What was served, without the bytes. */
export interface SnapshotView {
  readonly id: string;
  readonly side: "before" | "after";
  readonly role: string;
  readonly url: string;
  readonly finalUrl: string;
  readonly status: number;
  readonly fetchedAt: string;
  readonly bytes: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly redirects: readonly Redirect[];
}

/** A related document; `documentId` is null where regwatch has not seen it, or the reader may not. */
export interface ResolvedLink extends DocumentLink {
  readonly documentId: string | null;
}

const threadShown = 30;

/** A change the reader may see, or null: a private one is no different from one that does not exist. */
export async function readableChange(store: Store, id: string, seesPrivate: boolean): Promise<Change | null> {
  const change = await store.change(id);
  return change === null || (change.visibility === "private" && !seesPrivate) ? null : change;
}

export async function readChangeView(store: Store, change: Change, seesPrivate: boolean): Promise<ChangeView> {
  const [versions, document, thread, stamp] = await Promise.all([
    store.changeVersions(change.id),
    store.document(change.documentId),
    store.timeline({ threadKey: change.threadKey, muted: "with", includePrivate: seesPrivate, limit: threadShown }),
    store.stampCovering(change.evidence.chain),
  ]);
  const before = versions?.before ?? null;
  const after = versions?.after ?? null;
  return {
    change,
    before,
    after,
    snapshots: shownSnapshots(await readServed(store, change, { before, after })),
    links: await resolveLinks(store, change.source, document?.links ?? after?.links ?? [], seesPrivate),
    thread: eventsBeside(thread.rows, [change]),
    stamp,
  };
}

/** What was served for both sides of a change. A document that came back as it was has no new text, and was served all the same. */
export async function readServed(
  store: Store,
  change: Change,
  { before, after }: Texts,
): Promise<Readonly<Record<SnapshotView["side"], readonly ServedAnswer[]>>> {
  return {
    before: before === null ? [] : await store.servedFor(before.id),
    after: after === null ? await store.servedBy(change.evidence.chain) : await store.servedFor(after.id),
  };
}

/** The ids of the snapshots that prove a change: only these are served under its address. */
export async function evidenceIds(store: Store, change: Change): Promise<ReadonlySet<string>> {
  const versions = await store.changeVersions(change.id);
  const read = [versions?.before, versions?.after].flatMap((version) => version?.snapshots.map(({ id }) => id) ?? []);
  const unread = versions?.after === null ? await store.servedBy(change.evidence.chain) : [];
  const ids = [...read, ...unread.map(({ snapshot }) => snapshot.id), change.evidence.before, change.evidence.after];
  return new Set(ids.filter((id) => id !== null));
}

/** A snapshot the reader may see, or null. */
export async function readableSnapshot(store: Store, id: string, seesPrivate: boolean): Promise<Snapshot | null> {
  const snapshot = await store.snapshot(id);
  return snapshot === null || (snapshot.visibility === "private" && !seesPrivate) ? null : snapshot;
}

function shownSnapshots(served: Awaited<ReturnType<typeof readServed>>): readonly SnapshotView[] {
  return (["before", "after"] as const).flatMap((side) => served[side].map((answer) => withoutBytes(answer, side)));
}

function withoutBytes({ role, snapshot }: ServedAnswer, side: SnapshotView["side"]): SnapshotView {
  const { id, url, finalUrl, status, fetchedAt, headers, redirects, body } = snapshot;
  return { id, side, role, url, finalUrl, status, fetchedAt, bytes: body.byteLength, headers, redirects };
}

/** The events of a thread beside those of the given changes; one event seen through several feeds is one event. */
export function eventsBeside(rows: readonly Change[], changes: readonly Change[]): readonly Change[] {
  const seen = new Set(changes.map(({ eventKey }) => eventKey));
  return rows.filter(({ eventKey }) => !seen.has(eventKey) && seen.add(eventKey));
}

export async function resolveLinks(
  store: Store,
  source: string,
  links: readonly DocumentLink[],
  seesPrivate: boolean,
): Promise<readonly ResolvedLink[]> {
  return Promise.all(
    links.map(async (link) => {
      const known = await store.documentByKey(link.source ?? source, link.key, seesPrivate);
      return known === null ? { ...link, documentId: null } : { ...link, documentId: known.id, title: known.title };
    }),
  );
}
