import { hashJson, sha256 } from "../lib/hash.ts";
import { plainText } from "../model/text.ts";
import type { Extraction } from "../model/version.ts";

/** What a reading says: its facts and its text. */
export function readingHash(extraction: Extraction): string {
  return sha256(`${hashJson(extraction.facts)}\n${plainText(extraction.blocks)}`);
}
