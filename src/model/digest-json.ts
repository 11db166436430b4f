import { type ChangeJson, toChangeJson } from "./change-json.ts";
import type { Digest, DigestThread } from "./digest.ts";

/** A digest as webhooks, the API and the command line give it: its changes in their own JSON form. */
export interface DigestJson extends Omit<Digest, "threads" | "retracted"> {
  readonly threads: readonly (Omit<DigestThread, "changes"> & { readonly changes: readonly ChangeJson[] })[];
  readonly retracted: readonly ChangeJson[];
}

/** The JSON form of a digest. `publicUrl` (no trailing slash) makes its links absolute. */
export function toDigestJson(digest: Digest, publicUrl: string): DigestJson {
  return {
    ...digest,
    threads: digest.threads.map((thread) => ({
      ...thread,
      changes: thread.changes.map((change) => toChangeJson(change, publicUrl)),
    })),
    retracted: digest.retracted.map((change) => toChangeJson(change, publicUrl)),
  };
}
