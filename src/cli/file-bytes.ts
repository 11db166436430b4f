import { open, type FileHandle } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { LimitError, ReadingError, UsageError } from "../model/errors.ts";

const mostBytes = 50_000_000;

/** The bytes of a file or a pipe; a gzip file is unpacked. `name` is what errors call it. */
export async function fileBytes(path: string, name: string): Promise<Uint8Array> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path);
    if ((await handle.stat()).isDirectory()) throw new UsageError(`${name} is a folder; name a file.`);
    return unpacked(await upTo(handle, name), name);
  } catch (error) {
    throw inWords(error, name);
  } finally {
    await handle?.close();
  }
}

// Read as it comes, because a pipe does not say how much there is.
async function upTo(handle: FileHandle, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of handle.createReadStream({ autoClose: false }) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > mostBytes) throw tooLarge(name);
  }
  return Buffer.concat(chunks);
}

function unpacked(bytes: Uint8Array, name: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: mostBytes });
  } catch (error) {
    if (codeOf(error) === "ERR_BUFFER_TOO_LARGE") throw tooLarge(name);
    throw new ReadingError(`${name} is a gzip file that is damaged.`, { cause: error });
  }
}

function tooLarge(name: string): LimitError {
  return new LimitError(`${name} has more than ${mostBytes / 1_000_000} MB; that is no text for people.`);
}

function inWords(error: unknown, name: string): unknown {
  const code = codeOf(error);
  if (code === "ENOENT" || code === "ENOTDIR") return new UsageError(`${name} does not exist.`);
  if (code === "EACCES" || code === "EPERM") return new UsageError(`${name} may not be read; check its permissions.`);
  return error;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
