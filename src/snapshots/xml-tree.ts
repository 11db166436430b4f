import { load } from "cheerio";
import { refuseNesting } from "./nesting.ts";

/** An XML element with its text and elements in order. Names keep their case. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
}

export type XmlNode = string | XmlElement;

// Publishers nest some 20 deep. Below this, text is kept and structure is not, so that hostile nesting cannot exhaust the stack.
const deepest = 200;

/** Reads XML as it comes: unclosed and stray tags are repaired. Throws `ReadingError` for monsters alone. The result is a nameless root. */
export function parseXml(source: string): XmlElement {
  refuseNesting(source, "xml");
  const document = load(source, { xml: true }).root()[0];
  return { name: "", attributes: {}, children: document === undefined ? [] : childrenOf(document.children, 0) };
}

/** All elements of that name below `element`, in document order. */
export function elementsNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.flatMap((child) => {
    if (typeof child === "string") return [];
    return child.name === name ? [child, ...elementsNamed(child, name)] : elementsNamed(child, name);
  });
}

interface ParsedNode {
  readonly type: string;
  readonly data?: string;
  readonly name?: string;
  readonly attribs?: Readonly<Record<string, string>>;
  readonly children?: readonly ParsedNode[];
}

function childrenOf(nodes: readonly unknown[], depth: number): readonly XmlNode[] {
  const children: XmlNode[] = [];
  for (const node of nodes as readonly ParsedNode[]) {
    if (node.type === "text") children.push(node.data ?? "");
    else if (node.type === "cdata" || (depth >= deepest && node.children !== undefined)) children.push(allText(node));
    else if (node.name !== undefined && node.type === "tag")
      children.push({
        name: node.name,
        attributes: node.attribs ?? {},
        children: childrenOf(node.children ?? [], depth + 1),
      });
  }
  return children;
}

function allText(node: ParsedNode): string {
  let text = "";
  const open: ParsedNode[] = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.type === "text") text += next.data ?? "";
    for (const child of (next.children ?? []).toReversed()) open.push(child);
  }
  return text;
}
