import { readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { Letterhead } from "../model/client-digest.ts";
import { UsageError } from "../model/errors.ts";
import { complaints } from "./complaint.ts";

const largestLogo = 512 * 1024;

const schema = z.strictObject({
  name: z.string().min(1).max(200),
  lines: z.array(z.string().max(200)).max(8).default([]),
  logo: z.string().optional(),
});

/**
 * Reads the letterhead of what is sent to clients: a YAML file with `name`, `lines` and `logo`, a PNG file named from where the YAML file
 * is. Throws `UsageError` that names the file and the field.
 */
export async function readLetterhead(file: string): Promise<Letterhead> {
  const read = schema.safeParse(parsed(file, await bytesOf(file)));
  if (!read.success) {
    const [first] = complaints(read.error, schema);
    throw new UsageError(`${file}: ${first?.path.join(".") || "the file"} ${first?.message ?? "cannot be used."}`);
  }
  const { name, lines, logo } = read.data;
  return { name, lines, logo: logo === undefined ? null : await readLogo(resolve(dirname(file), logo)) };
}

async function bytesOf(file: string): Promise<Buffer> {
  try {
    if ((await stat(file)).isFile()) return await readFile(file);
  } catch {
    // Said below.
  }
  throw new UsageError(`${file}, named for the letterhead, cannot be read; see REGWATCH_LETTERHEAD.`);
}

function parsed(file: string, bytes: Buffer): unknown {
  try {
    return parse(bytes.toString("utf8"));
  } catch (error) {
    throw new UsageError(`${file} is no YAML: ${error instanceof Error ? error.message.split("\n")[0] : "unreadable"}`);
  }
}

// The size stands in the first chunk. https://www.w3.org/TR/png-3/#11IHDR
async function readLogo(file: string): Promise<NonNullable<Letterhead["logo"]>> {
  const bytes = await bytesOf(file);
  const isPng =
    bytes.length > 24 && bytes.readUInt32BE(0) === 0x89504e47 && bytes.toString("latin1", 12, 16) === "IHDR";
  if (!isPng) throw new UsageError(`The letterhead's logo ${file} is no PNG file.`);
  if (bytes.length > largestLogo) throw new UsageError(`The letterhead's logo ${file} is larger than 512 KB.`);
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (width === 0 || height === 0) throw new UsageError(`The letterhead's logo ${file} has no size.`);
  return { bytes: new Uint8Array(bytes), width, height };
}
