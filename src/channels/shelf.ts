import type { Digest } from "../model/digest.ts";

/** A file to hand over. */
export interface FileToHand {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What people take away, made elsewhere. */
export interface Shelf {
  /** The whole redline of a change as a page that needs nothing else; null where there is none. */
  redline(changeId: string): Promise<FileToHand | null>;
  /** All of a digest, as Word and as a page. */
  digest(digest: Digest): Promise<readonly FileToHand[]>;
}
