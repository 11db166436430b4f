import { RegwatchError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import { decodeText } from "../../snapshots/charset.ts";
import { readFrText } from "../../snapshots/fr-document.ts";
import type { FrText } from "../../snapshots/fr-text.ts";
import type { Door } from "./door.ts";
import type { FiledRecord, PublishedRecord } from "./record.ts";

/** What asking for a document's text came to: the text, not there (yet), or a failure to be named. */
export type TextAnswer =
  | { readonly kind: "text"; readonly response: Fetched }
  | { readonly kind: "absent" }
  | { readonly kind: "failed"; readonly why: string };

/** Fetches the text. A failure of one document's text is an answer, so that the others go on. */
export async function fetchText(door: Door, address: TextAddress | null): Promise<TextAnswer> {
  if (address === null) return { kind: "absent" };
  try {
    const response = await door.text(address.url, address.expect);
    if (response.status === 404 || response.body.byteLength === 0) return { kind: "absent" };
    if (readText(response).blocks.length === 0) return { kind: "failed", why: `${response.url} has no text in it.` };
    return { kind: "text", response };
  } catch (error) {
    if (!(error instanceof RegwatchError)) throw error;
    return { kind: "failed", why: error.message };
  }
}

export interface TextAddress {
  readonly url: string;
  readonly expect: "xml" | "text";
}

/** XML where there is some, else raw text, else the page's own fragment (documents of 1994 and before have no XML). */
export function publishedTextAddress(record: PublishedRecord): TextAddress | null {
  const xml = record.full_text_xml_url === undefined ? usualXmlAddress(record) : record.full_text_xml_url;
  if (xml !== null) return { url: xml, expect: "xml" };
  const other = record.raw_text_url ?? record.body_html_url ?? null;
  return other === null ? null : { url: other, expect: "text" };
}

export function filedTextAddress(record: FiledRecord): TextAddress | null {
  return record.raw_text_url == null ? null : { url: record.raw_text_url, expect: "text" };
}

/** A text as its reader sees it, in whichever form it came. */
export function readText(response: Fetched): FrText {
  return readFrText(decodeText(response.body, response.headers["content-type"]).text);
}

// Where the publisher did not say, the text stands where it always does.
function usualXmlAddress(record: PublishedRecord): string {
  const day = record.publication_date.replaceAll("-", "/");
  return `/documents/full_text/xml/${day}/${record.document_number}.xml`;
}
