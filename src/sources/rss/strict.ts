import Parser from "rss-parser";
import type { RawEntry, RawFeed } from "./entry.ts";

const parser = new Parser<Record<string, unknown>, Record<string, unknown>>({
  // What calls itself RSS of no known version is read as the latest.
  defaultRSS: 2,
  customFields: { item: ["published", "updated", "issued", "modified", "$"] },
});

/** A feed as rss-parser reads it. Rejects for what is not well-formed and for dates it cannot read. */
export async function readStrictly(xml: string): Promise<RawFeed> {
  const feed = await parser.parseString(xml);
  return { title: text(feed.title), entries: feed.items.map(entryOf) };
}

function entryOf(item: Readonly<Record<string, unknown>>): RawEntry {
  const own = item["$"];
  return {
    id: text(item["guid"]) ?? text(item["id"]) ?? text(item["rdf:about"]),
    link: text(item["link"]),
    title: text(item["title"]),
    body: text(item["content:encoded"]) ?? text(item["content"]) ?? text(item["summary"]),
    date:
      text(item["published"]) ??
      text(item["issued"]) ??
      text(item["pubDate"]) ??
      text(item["date"]) ??
      text(item["updated"]) ??
      text(item["modified"]),
    base: typeof own === "object" && own !== null && "xml:base" in own ? text(own["xml:base"]) : null,
  };
}

// Elements with attributes come as objects, with their text under `_`.
function text(value: unknown): string | null {
  if (typeof value === "string") return value.trim() === "" ? null : value.trim();
  if (typeof value === "object" && value !== null && "_" in value) return text(value._);
  return null;
}
