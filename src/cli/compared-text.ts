import { resolve } from "node:path";
import { ReadingError } from "../model/errors.ts";
import type { Fetch } from "../model/snapshot.ts";
import { readingOf } from "../snapshots/blocks-of.ts";
import type { Reading } from "../snapshots/reading.ts";
import { fileBytes } from "./file-bytes.ts";

/** CSS selectors of the part of a page that counts, and of parts within it that do not. */
export interface PageParts {
  readonly select: readonly string[];
  readonly remove: readonly string[];
}

/** A text to be compared, with the name it was asked for by. */
export interface NamedReading {
  readonly name: string;
  readonly reading: Reading;
}

/** Reads a file, or a page at an http(s) address. `fetch` is made when the first address is asked for. */
export async function readComparedText(
  name: string,
  parts: PageParts,
  at: { readonly cwd: string; readonly fetch: () => Fetch },
): Promise<NamedReading> {
  if (isAddress(name)) {
    const { body, headers, finalUrl } = await at.fetch()(name);
    const hint = { name: new URL(finalUrl).pathname, contentType: headers["content-type"], ...parts };
    return { name, reading: await read(name, body, hint) };
  }
  const bytes = await fileBytes(resolve(at.cwd, name), name);
  return { name, reading: await read(name, bytes, { name: name.replace(/\.gz$/i, ""), ...parts }) };
}

export function isAddress(name: string): boolean {
  return /^https?:\/\//i.test(name);
}

async function read(name: string, ...[bytes, hint]: Parameters<typeof readingOf>): Promise<Reading> {
  try {
    return await readingOf(bytes, hint);
  } catch (error) {
    if (!(error instanceof ReadingError)) throw error;
    const told = hint?.name === undefined ? error.message : error.message.replace(hint.name, name);
    throw new ReadingError(told.includes(name) ? `${told}.` : `${name}: ${told}.`, { cause: error });
  }
}
