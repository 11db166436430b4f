import { parseDocument, DomUtils } from "htmlparser2";
import { refuseNesting } from "../../snapshots/nesting.ts";
import type { RawEntry, RawFeed } from "./entry.ts";

type Tree = ReturnType<typeof parseDocument>;
type Node = Tree["children"][number];
type Element = Extract<Node, { readonly attribs: unknown }>;

/** A feed read in spite of its faults: unclosed or odd elements, prefixes of its own, mixed content in order. Null for what is no feed. */
export function readTolerantly(xml: string): RawFeed | null {
  refuseNesting(xml, "xml", 2000);
  const tree = parseDocument(xml, { xmlMode: true, decodeEntities: true });
  const root = elements(tree.children).find(({ name }) => /^(?:\w+:)?(?:rss|rdf|feed|channel)$/i.test(name));
  if (root === undefined) return null;
  const head = children(root, "channel")[0] ?? root;
  const found = DomUtils.findAll((element) => /^(?:item|entry)$/i.test(local(element)), [root]);
  return { title: textOf(head, "title"), entries: found.map(entryOf) };
}

function entryOf(entry: Element): RawEntry {
  return {
    id: textOf(entry, "guid") ?? textOf(entry, "id") ?? entry.attribs["rdf:about"],
    link: linkOf(entry),
    title: textOf(entry, "title", "dc:title"),
    body: markupOf(entry, "content:encoded", "content", "description", "summary", "xhtml:body"),
    date: textOf(
      entry,
      "published",
      "issued",
      "created",
      "pubDate",
      "dc:date",
      "dcterms:issued",
      "updated",
      "modified",
    ),
    base: entry.attribs["xml:base"],
  };
}

function linkOf(entry: Element): string | null {
  const links = children(entry, "link");
  const address = (link: Element) => link.attribs["href"]?.trim() || DomUtils.textContent(link).trim();
  const alternate = links.find((link) => (link.attribs["rel"] ?? "alternate") === "alternate" && address(link) !== "");
  const permalink = children(entry, "guid").find((guid) => guid.attribs["isPermaLink"] !== "false");
  const chosen = alternate ?? links[0];
  const found = chosen === undefined ? "" : address(chosen);
  return found === "" ? (permalink === undefined ? null : DomUtils.textContent(permalink).trim()) : found;
}

function textOf(parent: Element, ...names: readonly string[]): string | null {
  for (const name of names) {
    const [first] = children(parent, name);
    const text = first === undefined ? "" : DomUtils.textContent(first).trim();
    if (text !== "") return text;
  }
  return null;
}

// Markup that stands in the feed as elements (`type="xhtml"`) is written out again; what is escaped is text already.
function markupOf(parent: Element, ...names: readonly string[]): string | null {
  for (const name of names) {
    const [first] = children(parent, name);
    if (first === undefined) continue;
    const inline = elements(first.children).length > 0;
    const text = (inline ? DomUtils.getInnerHTML(first) : DomUtils.textContent(first)).trim();
    if (text !== "") return text;
  }
  return null;
}

function elements(nodes: readonly Node[]): readonly Element[] {
  return nodes.filter((node): node is Element => "attribs" in node);
}

// `title` is also found as `atom:title` where the entry itself is `atom:entry`, but never as `media:title`.
function children(parent: Element, name: string): readonly Element[] {
  const prefix = /^\w+:/.exec(parent.name)?.[0] ?? "";
  const wanted = new Set([name.toLowerCase(), `${prefix}${name}`.toLowerCase()]);
  return elements(parent.children).filter((child) => wanted.has(child.name.toLowerCase()));
}

function local(element: Element): string {
  return element.name.replace(/^\w+:/, "");
}
