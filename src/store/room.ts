import { statfsSync } from "node:fs";
import { StoreAwayError } from "../model/errors.ts";

const megabyte = 1024 ** 2;
/**
 * What stays free on the disk of an embedded database, in bytes: what its write-ahead log may need at once for what leads to rows, and for
 * anything at all. PGlite does not survive a write that fails for want of room, so it must not come to one.
 */
const reserves = { growing: 100 * megabyte, any: 40 * megabyte } as const;

/** A check that throws `StoreAwayError` while the disk of a folder is as good as full. */
export function roomOn(folder: string, free: (folder: string) => number = freeOn): (isGrowing: boolean) => void {
  return (isGrowing) => {
    const bytes = free(folder);
    if (bytes >= (isGrowing ? reserves.growing : reserves.any)) return;
    const [left, needed] = [bytes, reserves.growing].map((size) => Math.floor(size / megabyte));
    throw new StoreAwayError(
      `The disk that holds ${folder} has ${left} MB left, and regwatch writes nothing more below ${needed} MB: make room, and it goes on by itself`,
    );
  };
}

function freeOn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
