import { statfs } from "node:fs/promises";
import { dirname } from "node:path";

/** Bytes free on the disk of a folder, or of the folder that is to hold it; null where that cannot be said. */
export async function freeBytes(folder: string): Promise<number | null> {
  const stats = await statfs(folder)
    .catch(() => statfs(dirname(folder)))
    .catch(() => null);
  return stats && stats.bavail * stats.bsize;
}
