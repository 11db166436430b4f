import type { Block } from "../model/text.ts";
import { sectionName } from "../model/text.ts";
import type { Extraction } from "../model/version.ts";
import type { DocumentFinding } from "./finding.ts";

/** Two language versions of a page, laid side by side: their text says where they differ, one line for each place. */
export function isPair({ form }: Extraction): boolean {
  return form === "pair";
}

/** What came between two comparisons of a pair: a page left behind, places where they part ways, or agreement again. */
export function pairFindings(before: Extraction, after: Extraction): readonly DocumentFinding[] {
  const came = only(after, before);
  const alone = came.find(({ text }) => behind.test(text));
  const parted = came.filter(({ kind }) => kind === "row");
  const went = only(before, after).filter(({ kind, text }) => kind === "row" || behind.test(text));
  const left = after.blocks.some(({ kind, text }) => kind === "row" || behind.test(text));
  return [
    ...(alone === undefined ? [] : [changedAlone(alone.text)]),
    ...(parted.length === 0 ? [] : [partsWays(parted)]),
    ...(went.length === 0 ? [] : [inStep(went, left)]),
  ];
}

const behind = /^The (.+) page changed on .+; the (.+) page has not changed since\.$/;

function changedAlone(text: string): DocumentFinding {
  const [, changed, other] = behind.exec(text) ?? [];
  const headline = `${changed} page changed, ${other} page has not`;
  return { rule: "changed-alone", significance: "substantive", headline, after: text };
}

function partsWays(parted: readonly Block[]): DocumentFinding {
  const sections = [...new Set(parted.map(({ path }) => sectionName(path)).filter((name) => name !== ""))];
  const where =
    sections.length === 0 ? "" : ` in ${sections.slice(0, 3).join(", ")}${sections.length > 3 ? " and more" : ""}`;
  const after = parted.map(({ text }) => text).join(" ");
  return { rule: "parts-ways", significance: "substantive", headline: `Language versions part ways${where}`, after };
}

function inStep(went: readonly Block[], left: boolean): DocumentFinding {
  const headline = left ? "Language versions differ in less" : "Language versions are in step again";
  return { rule: "in-step", significance: "editorial", headline, before: went.map(({ text }) => text).join(" ") };
}

function only(one: Extraction, other: Extraction): readonly Block[] {
  const lines = new Set(other.blocks.map(line));
  return one.blocks.filter((block) => !lines.has(line(block)));
}

function line({ path, text }: Block): string {
  return `${path.join("\n")}\n\n${text}`;
}
