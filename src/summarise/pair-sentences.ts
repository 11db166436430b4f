import type { Extraction } from "../model/version.ts";
import { shortened } from "./sentences.ts";

/** What came between two comparisons of language versions, in the sentences of the comparison itself. */
export function pairSentences(before: Extraction | null, after: Extraction): readonly string[] {
  const came = only(after, before);
  const said = came.filter(({ kind }) => kind !== "item").map(inSection);
  const passages = came.filter(({ kind }) => kind === "item").map(({ text }) => `“${shortened(text, 240)}”`);
  const told = [
    ...said.slice(0, mostLines),
    ...(said.length > mostLines ? [`${said.length - mostLines} more places differ`] : []),
  ];
  if (passages.length > 0) told.splice(1, 0, `New there: ${passages.slice(0, mostPassages).join(" ")}`);
  const went = before === null ? [] : only(before, after).filter(({ kind }) => kind === "row" || kind === "paragraph");
  return [...told, ...went.slice(0, mostLines - 1).map((block) => `No longer so: ${inSection(block)}`)];
}

const mostLines = 3;
const mostPassages = 2;

type Line = Extraction["blocks"][number];

function inSection({ path, text }: Line): string {
  return path.length === 0 || text.includes(`section ${path.at(-1)}`) ? text : `${path.at(-1)}: ${text}`;
}

function only(one: Extraction, other: Extraction | null): readonly Line[] {
  const lines = new Set(other?.blocks.map(({ path, text }) => `${path.join("\n")}\n\n${text}`));
  return one.blocks.filter(({ path, text }) => !lines.has(`${path.join("\n")}\n\n${text}`));
}
