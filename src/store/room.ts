import { statfsSync } from "node:fs";
import { StoreAwayError } from "../model/errors.ts";

/**
 * Bytes that stay free on the disk of an embedded database: what its write-ahead log may need at once. PGlite does not survive a write that
 * fails for want of room, so it must not come to one.
 */
const reserve = 100 * 1024 ** 2;
/** Milliseconds for which an answer holds. */
const fresh = 1000;

/** A check that throws `StoreAwayError` while the disk of a folder is as good as full. */
export function roomOn(folder: string, free: (folder: string) => number = freeOn): () => void {
  let [bytes, at] = [Infinity, -Infinity];
  return () => {
    if (performance.now() - at > fresh) [bytes, at] = [free(folder), performance.now()];
    if (bytes >= reserve) return;
    const [left, needed] = [bytes, reserve].map((size) => Math.floor(size / 1024 ** 2));
    throw new StoreAwayError(
      `The disk that holds ${folder} has ${left} MB left, and regwatch writes nothing more below ${needed} MB: make room, and it goes on by itself`,
    );
  };
}

function freeOn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
