import { readdir, realpath, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { ReadingError, UsageError } from "../model/errors.ts";
import { datedName } from "../pipeline/dated-name.ts";
import type { DatedFile } from "../pipeline/import.ts";
import { fileBytes } from "./file-bytes.ts";

/** The files of a folder that have a date in their names, and the names of those that have none. */
export interface DatedFolder {
  readonly files: readonly DatedFile[];
  readonly undated: readonly string[];
  /** Names that look dated and are not. */
  readonly problems: readonly string[];
}

/** Lists the dated files that lie directly in a folder. `name` is what errors call it. */
export async function datedFiles(dir: string, name: string): Promise<DatedFolder> {
  const entries = (await list(dir, name)).filter((entry) => !entry.startsWith("."));
  const dated = entries.map((entry) => ({ entry, found: datedName(entry) }));
  const files = dated.flatMap(({ entry, found }) =>
    found !== null && "date" in found ? [{ name: entry, date: found.date, bytes: () => bytesWithin(dir, entry) }] : [],
  );
  const problems = dated.flatMap(({ entry, found }) =>
    found !== null && "wrong" in found ? [`${entry}: there is no ${found.wrong} in the calendar`] : [],
  );
  if (files.length === 0 && problems.length === 0) {
    throw new UsageError(
      `${name} holds no dated files; their names must begin with a date, as in 2024-05-31.html or 001-2024-05-31.html.`,
    );
  }
  return { files, problems, undated: dated.flatMap(({ entry, found }) => (found === null ? [entry] : [])) };
}

async function list(dir: string, name: string): Promise<readonly string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ENOENT") throw new UsageError(`${name} does not exist.`, { cause: error });
    if (code === "ENOTDIR")
      throw new UsageError(`${name} is no folder; name the one that holds the files.`, { cause: error });
    throw error;
  }
}

// A folder of somebody else's must not make us read what lies outside of it.
async function bytesWithin(dir: string, name: string): Promise<Uint8Array> {
  const path = join(dir, name);
  const real = await realpath(path).catch(() => null);
  if (real === null) throw new ReadingError("is a link that leads nowhere");
  if (relative(await realpath(dir), real).startsWith("..")) {
    throw new ReadingError("is a link that leads out of the folder; put the file itself there");
  }
  if (!(await stat(real)).isFile()) throw new ReadingError("is no file");
  try {
    return await fileBytes(real, name);
  } catch (error) {
    throw error instanceof UsageError ? new ReadingError(error.message, { cause: error }) : error;
  }
}
