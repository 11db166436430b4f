import { edge, tidy } from "./inline-text.ts";
import type { DraftBlock } from "./fr-text.ts";
import type { XmlElement, XmlNode } from "./xml-tree.ts";

/** A GPOTABLE row by row, cells parted by ` | `; its title is a heading, its notes are notes. */
export function tableBlocks(table: XmlElement, path: readonly string[]): readonly DraftBlock[] {
  return table.children.flatMap((child) => (typeof child === "string" ? [] : tablePart(child, path)));
}

function tablePart(part: XmlElement, path: readonly string[]): readonly DraftBlock[] {
  switch (part.name) {
    case "TTITLE":
      return [{ kind: "heading", path, text: cellText(part) }];
    case "BOXHD":
      return [{ kind: "row", path, text: rowText(part, "CHED") }];
    case "ROW":
      return [{ kind: "row", path, text: rowText(part, "ENT") }];
    case "TNOTE":
    case "TDESC":
      return [{ kind: "note", path, text: cellText(part) }];
    case "PRTPAGE":
      return [];
    default:
      return [{ kind: "row", path, text: cellText(part) }];
  }
}

function rowText(row: XmlElement, cell: string): string {
  const cells = row.children.filter((child) => typeof child !== "string" && child.name === cell);
  const texts = cells.map((child) => cellText(child as XmlElement));
  while (texts.at(-1) === "") texts.pop();
  return texts.join(" | ");
}

// In cells, LI is a line break and a raised number marks a table note; both would run into the word before.
function cellText(cell: XmlElement): string {
  return tidy(cell.children.map((child) => spaced(child)).join(""));
}

function spaced(node: XmlNode): string {
  if (typeof node === "string") return node;
  if (node.name === "PRTPAGE" || node.name === "FTREF") return "";
  const text = node.children.map((child) => spaced(child)).join("");
  return node.name === "E" ? `${edge}${text}${edge}` : ` ${text} `;
}
