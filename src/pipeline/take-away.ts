import { composeClientDigest } from "../alerts/client-digest.ts";
import { composeDigest } from "../alerts/compose-digest.ts";
import { compose } from "../alerts/compose.ts";
import { reasonInWords } from "../alerts/reasons.ts";
import { toInstant } from "../lib/time.ts";
import type { Change } from "../model/change.ts";
import type { Letterhead } from "../model/client-digest.ts";
import type { Digest } from "../model/digest.ts";
import type { Feed } from "../model/feed.ts";
import type { Store } from "../model/store.ts";
import type { SubscriptionOptions } from "../model/subscription.ts";
import type { Clock } from "../model/time.ts";
import { redline } from "../redline/redline.ts";
import { addressesIn } from "./named-addresses.ts";

interface File {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What people take away from where they are told. */
export interface TakeAway {
  /** A change that anybody may see; null for others and where there is none. */
  change(id: string): Promise<Change | null>;
  /** The whole redline of a change as a page that needs nothing else. */
  redline(changeId: string): Promise<File | null>;
  digest(digest: Digest): Promise<readonly File[]>;
  /** A digest as a Word file, in the form asked for. */
  word(digest: Digest, form: SubscriptionOptions["form"]): Promise<File>;
  /** The public feed that watches a page, or any; null where there is none. */
  feedAt(url: string, includePrivate: boolean): { readonly id: string; readonly title: string } | null;
}

/** `style` is the style sheet of the pages on the web. The writers of files are loaded when somebody asks for one. */
export function createTakeAway(parts: {
  readonly store: Store;
  readonly feeds: () => ReadonlyMap<string, Feed>;
  readonly style: string;
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly letterhead: Letterhead | null;
}): TakeAway {
  const { store, feeds, style, clock, publicUrl, letterhead } = parts;
  return {
    async change(id) {
      const change = await store.change(id);
      return change?.visibility === "public" ? change : null;
    },
    async redline(changeId) {
      const [change, versions] = await Promise.all([store.change(changeId), store.changeVersions(changeId)]);
      if (change === null || versions === null) return null;
      const [before, after] = [versions.before?.blocks ?? [], versions.after?.blocks ?? []];
      const { redlinePage } = await import("../exports/redline-page.ts");
      const page = await redlinePage(
        {
          title: change.title,
          language: change.language,
          before: { name: change.evidence.before ?? "nothing", blocks: before },
          after: { name: change.evidence.after ?? "nothing", blocks: after },
          redline: redline(before, after),
          significance: change.significance,
          headline: change.headline,
          summary: change.summary,
          reasons: change.reasons.map(reasonInWords),
          at: change.detectedAt,
        },
        style,
      );
      return { name: `${fileName(change.title)}.html`, bytes: new TextEncoder().encode(page) };
    },
    async digest(digest) {
      const now = clock.now();
      const at = toInstant(now);
      const composed = compose({ kind: "digest", id: "files", at, digest }, { now, publicUrl });
      if (composed.kind !== "digest") return [];
      const [{ digestDocx }, { digestPage }] = await Promise.all([
        import("../exports/digest-docx.ts"),
        import("../exports/digest-page.ts"),
      ]);
      const name = `regwatch-digest-${digest.to.slice(0, 10)}`;
      return [
        { name: `${name}.docx`, bytes: await digestDocx(composed.digest, at) },
        { name: `${name}.html`, bytes: new TextEncoder().encode(await digestPage(composed.digest, style)) },
      ];
    },
    async word(digest, form) {
      const now = clock.now();
      const name = `${digest.to.slice(0, 10)}.docx`;
      if (form === "client") {
        const { clientDocx } = await import("../exports/client-docx.ts");
        const client = composeClientDigest(digest, { now, publicUrl }, letterhead);
        return { name: `regulatory-update-${name}`, bytes: await clientDocx(client, digest.to, false) };
      }
      const { digestDocx } = await import("../exports/digest-docx.ts");
      const composed = composeDigest(digest, { now, publicUrl });
      return { name: `regwatch-digest-${name}`, bytes: await digestDocx(composed, digest.to) };
    },
    feedAt(url, includePrivate) {
      const wanted = pageKey(url);
      const found = [...feeds().values()].find(
        ({ params, visibility }) =>
          (includePrivate || visibility === "public") && addressesIn(params).some((one) => pageKey(one) === wanted),
      );
      return found ? { id: found.id, title: found.title } : null;
    },
  };
}

/** A title that every system takes as a file's name. */
function fileName(title: string): string {
  const name = title
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
  return Array.from(name).slice(0, 80).join("") || "redline";
}

// A page is the same with and without its www, its last slash and its fragment.
function pageKey(address: string): string {
  const url = URL.parse(address);
  return url === null
    ? address
    : `${url.hostname.replace(/^www\./, "")}${url.pathname.replace(/\/+$/, "")}${url.search}`;
}
