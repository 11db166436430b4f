import { writeFile } from "node:fs/promises";
import { UsageError } from "../model/errors.ts";

/** Writes what a command made. `name` is the path as it was given. */
export async function saveFile(path: string, name: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(path, content);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${name} cannot be written: ${reason}`, { cause: error });
  }
}
