import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createZstdCompress, createZstdDecompress } from "node:zlib";
import { z } from "zod";
import { UsageError } from "../model/errors.ts";
import { copyPart, type CopyHeading, type CopyPart, type Take } from "../model/copy.ts";

/**
 * Writes a backup: a line of JSON for each part, and a last one with the SHA-256 of the lines before it, all compressed with zstd. It
 * takes its name when it is whole, and is for its owner alone: it has the addresses of webhooks in it.
 */
export async function writeBackup(path: string, produce: (take: Take) => Promise<number>): Promise<number> {
  const unfinished = `${path}.part`;
  const hash = createHash("sha256");
  const packed = createZstdCompress();
  const broken = new AbortController();
  const written = pipeline(packed, createWriteStream(unfinished, { mode: 0o600, flush: true }));
  written.catch((error: unknown) => broken.abort(error));
  try {
    const rows = await produce(async (part) => {
      const line = `${JSON.stringify(part)}\n`;
      hash.update(line);
      // Where the disk is full nothing drains any more.
      if (!packed.write(line)) await once(packed, "drain", { signal: broken.signal });
    });
    packed.end(`${JSON.stringify({ sha256: hash.digest("hex") })}\n`);
    await written;
    await rename(unfinished, path);
    return rows;
  } catch (error) {
    const reason: unknown = broken.signal.aborted ? broken.signal.reason : error;
    packed.destroy();
    await rm(unfinished, { force: true });
    throw isFileError(reason)
      ? new UsageError(`${path} cannot be written: ${reason.message}`, { cause: error })
      : reason;
  }
}

/** Reads a whole backup and returns its heading. Throws `UsageError` where it is no backup, cut off, or not as it was written. */
export async function checkBackup(path: string): Promise<CopyHeading> {
  let heading: CopyHeading | null = null;
  for await (const part of readBackup(path)) if ("format" in part) heading = part;
  if (heading === null) throw new UsageError(`${path} is no backup of regwatch.`);
  return heading;
}

/** The parts of a backup. Throws `UsageError` at its end where it is cut off or was altered. */
export async function* readBackup(path: string): AsyncGenerator<CopyPart> {
  const hash = createHash("sha256");
  let expected: string | null = null;
  try {
    for await (const line of linesOf(await unpacked(path))) {
      if (expected !== null) throw new UsageError(`${path} goes on after its end; it was altered.`);
      const value: unknown = JSON.parse(line);
      const last = seal.safeParse(value);
      if (last.success) expected = last.data.sha256;
      else {
        hash.update(`${line}\n`);
        yield copyPart.parse(value);
      }
    }
  } catch (error) {
    throw inWords(error, path);
  }
  if (expected === null) throw new UsageError(`${path} is cut off; take another backup.`);
  if (hash.digest("hex") !== expected)
    throw new UsageError(`${path} was altered since it was written; take another backup.`);
}

const seal = z.strictObject({ sha256: z.string() });

async function unpacked(path: string): Promise<Readable> {
  const file = createReadStream("", { fd: await open(path) });
  const lines = createZstdDecompress();
  // An error of either ends the reader's loop.
  pipeline(file, lines).catch((error: Error) => lines.destroy(error));
  return lines;
}

async function* linesOf(stream: Readable): AsyncGenerator<string> {
  const parts: string[] = [];
  stream.setEncoding("utf8");
  for await (const chunk of stream as AsyncIterable<string>) {
    const [first = "", ...rest] = chunk.split("\n");
    parts.push(first);
    for (const next of rest) {
      yield parts.join("");
      parts.splice(0, parts.length, next);
    }
  }
  const left = parts.join("");
  if (left !== "") yield left;
}

function inWords(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof UsageError) return error;
  if (isFileError(error)) {
    const why = error.code === "ENOENT" ? "does not exist" : `cannot be read: ${error.message}`;
    return new UsageError(`${path} ${why}.`, { cause: error });
  }
  const reason = error.message.split("\n")[0];
  return new UsageError(`${path} is damaged, cut off, or no backup of regwatch (${reason}).`, { cause: error });
}

// The operating system's codes; those of Node and its libraries have an underscore.
function isFileError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && "code" in error && /^E[A-Z0-9]+$/.test(String(error.code));
}
