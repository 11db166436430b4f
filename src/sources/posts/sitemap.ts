import { gunzipSync } from "node:zlib";
import { LimitError, WrongBodyError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import { decodeText } from "../../snapshots/charset.ts";
import { visibleText } from "../../snapshots/visible-text.ts";

/** A sitemap as read (https://www.sitemaps.org/protocol.html): pages, or other sitemaps. */
export interface Sitemap {
  readonly kind: "pages" | "index";
  readonly entries: readonly { readonly address: string; readonly changed: string | null }[];
}

const maxBytes = 50_000_000;

/** Reads a served sitemap, gzip too. Throws `WrongBodyError` for what is none, `LimitError` for one that is too large. */
export function readSitemap(response: Fetched): Sitemap {
  const { host } = new URL(response.finalUrl);
  const { text } = decodeText(unpacked(response.body, host), response.headers["content-type"]);
  const root = /<(urlset|sitemapindex)[\s>]/i.exec(text.slice(0, 5000))?.[1]?.toLowerCase();
  if (root === undefined) throw new WrongBodyError(`${host} sent something that is no sitemap.`);
  if (!text.slice(-2000).toLowerCase().includes(`</${root}`))
    throw new WrongBodyError(`${host} sent a sitemap that breaks off before its end.`);
  const element = root === "urlset" ? "url" : "sitemap";
  const entries = text.split(new RegExp(`<${element}>`, "i")).slice(1);
  return {
    kind: root === "urlset" ? "pages" : "index",
    entries: entries.flatMap((entry) => {
      const address = valueOf(entry, "loc");
      return address === null ? [] : [{ address, changed: valueOf(entry, "lastmod") }];
    }),
  };
}

function unpacked(body: Uint8Array, host: string): Uint8Array {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body;
  try {
    return gunzipSync(body, { maxOutputLength: maxBytes });
  } catch (error) {
    if (error instanceof RangeError) throw new LimitError(`${host} sent a sitemap of more than ${maxBytes / 1e6} MB.`);
    throw new WrongBodyError(`${host} sent a sitemap whose gzip data cannot be read.`);
  }
}

function valueOf(entry: string, name: string): string | null {
  const value = new RegExp(`<${name}>\\s*(?:<!\\[CDATA\\[)?([^<\\]]*)`, "i").exec(entry)?.[1] ?? "";
  const text = visibleText(value);
  return text === "" ? null : text;
}
