import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

/** Recorded real texts beside the project, where there are any. They belong to others and are no part of it. */
export function corpusFolder(): string | null {
  const folder = resolve(fileURLToPath(new URL("..", import.meta.url)), "../shared/data");
  return existsSync(folder) ? folder : null;
}

/** The bytes of a recorded file, unpacked. */
export function recorded(...path: readonly string[]): Uint8Array {
  const bytes = readFileSync(join(...path));
  return path.at(-1)?.endsWith(".gz") ? gunzipSync(bytes) : bytes;
}

/** The dated files of a folder, oldest first. */
export function dated(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => /\d{4}-\d{2}-\d{2}/.test(name))
    .toSorted();
}
