import { sha256 } from "../../src/lib/hash.ts";
import { unzip } from "../exports/unzip.ts";
import type { Examples } from "./make.ts";

export const folder = new URL("../../examples/", import.meta.url);

/** Where it stands of which page each picture is. */
export const picturesFile = "pictures.json";

/**
 * What of an example has to be the same: its text. Style sheets change with every page of the web; archives hold the time they were packed,
 * and Word files number their links by chance.
 */
export function essenceOf(name: string, bytes: Uint8Array): string {
  if (name.endsWith(".docx")) return (unzip(bytes).get("word/document.xml") ?? "").replaceAll(/ r:id="[^"]*"/g, "");
  return new TextDecoder().decode(bytes).replace(/<style>.*?<\/style>/s, "");
}

/** The hash of the page that each picture shows. */
export function picturedPages({ pages }: Examples): Readonly<Record<string, string>> {
  return Object.fromEntries([...pages].map(([name, page]) => [name, sha256(page)]));
}
