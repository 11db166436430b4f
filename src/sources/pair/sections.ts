import type { Block } from "../../model/text.ts";
import { clauseLabel } from "../../snapshots/clause-label.ts";
import { statedDateOf } from "../../snapshots/stated-date.ts";
import { chineseNumber } from "./numerals.ts";

/** The text of each numbered provision, in order: `9.9` with all that stands below it; "" holds what stands under no number. */
export type Sections = ReadonlyMap<string, string>;

/** Divides a text by its numbers, as both languages have them: `第九条`, `9.` and `Article 9` are all `9`. The page's own date is left out. */
export function sectionsOf(blocks: readonly Block[]): Sections {
  const sections = new Map<string, string>();
  for (const { path, text } of blocks) {
    if (statedDateOf(text) !== null) continue;
    const label = labelOf(path, text);
    const before = sections.get(label);
    sections.set(label, before === undefined ? text : `${before}\n${text}`);
  }
  return sections;
}

// Decimal numbers name a provision alone; of others the outermost, because inner ones begin again in every provision.
function labelOf(path: readonly string[], text: string): string {
  const labels = [...path, text].flatMap((one) => {
    const label = clauseLabel(one) ?? bareLabel(one);
    return label === null ? [] : [label];
  });
  const decimal = labels.findLast(({ style }) => style === "decimal")?.text;
  if (decimal !== undefined) return decimal;
  const outer = labels.find(({ style }) => style === "number" || style === "chinese" || style === "article");
  return outer === undefined ? "" : plainNumber(outer.text);
}

// A path holds labels alone, `9.9`, which in a text might be a quantity.
function bareLabel(text: string): { readonly text: string; readonly style: "decimal" } | null {
  return /^\d{1,3}(?:\.\d{1,3})+$/.test(text) ? { text, style: "decimal" } : null;
}

function plainNumber(label: string): string {
  const bare = label.replaceAll(/[第条條款章编节節、.\s]|Article|Section|Clause|Part/gi, "");
  return /^\d+$/.test(bare) ? bare : String(chineseNumber(bare) ?? bare);
}
