import { frHead, itemOrParagraph, numberedBlocks, type DraftBlock, type FrText } from "./fr-text.ts";
import { rawParagraphs, type RawParagraph } from "./fr-raw-lines.ts";
import { leadingLabels } from "./legal-path.ts";

/**
 * A document from raw text: the printing office's 72-column text, or what the inspection desk takes out of a filed PDF. Sections are
 * read from headings and labels as printed, since raw text has no other structure.
 */
export function readFrRawText(source: string): FrText {
  const paragraphs = rawParagraphs(source);
  const start = paragraphs.findIndex((paragraph) => !isPreliminary(paragraph.text));
  const body = paragraphs.slice(Math.max(0, start)).filter((paragraph) => !isApparatus(paragraph.text));
  const { main, notes } = partedNotes(body);
  const drafts = drafted(main);
  return { head: headOf(paragraphs, main), blocks: numberedBlocks([...drafts, ...notes]) };
}

const labels =
  /^(AGENC(?:Y|IES)|ACTION|SUMMARY|DATES?|EFFECTIVE DATES?|COMPLIANCE DATES?|ADDRESS(?:ES)?|COMMENTS|FOR FURTHER INFORMATION(?:,? CONTACT)?|SUPPLEMENTARY INFORMATION):\s*/;

function isPreliminary(text: string): boolean {
  return (
    /^\[(?:Federal Register Volume|Rules and Regulations|Proposed Rules|Notices|Presidential Documents|Pages? )/.test(
      text,
    ) ||
    text.startsWith("From the Federal Register Online") ||
    text.startsWith("[FR Doc No:") ||
    /^BILLING CODE:?\s/i.test(text)
  );
}

function isApparatus(text: string): boolean {
  return (
    /^\[FR Doc\.? /.test(text) ||
    /^BILLING CODE:?\s/i.test(text) ||
    /^(?:Presidential Documents|Title 3\s*(?:--|—|-)?|The President)$/.test(text) ||
    isPreliminary(text)
  );
}

interface Reading {
  path: readonly string[];
  levels: number[];
  amending: string | null;
  scope: number;
  numbered: boolean;
}

function drafted(paragraphs: readonly RawParagraph[]): readonly DraftBlock[] {
  const reading: Reading = { path: [], levels: [], amending: null, scope: 0, numbered: false };
  return paragraphs.flatMap((paragraph, index) => draft(paragraph, reading, paragraphs[index + 1]));
}

function draft(paragraph: RawParagraph, reading: Reading, next: RawParagraph | undefined): readonly DraftBlock[] {
  const { text } = paragraph;
  const labelled = labels.exec(text);
  if (labelled !== null) return underLabel(labelled[1] ?? "", text.slice(labelled[0].length), reading);
  const part = /^PART (\d+)\s*(?:--|—|–)/.exec(text);
  if (part !== null) return amending(`part ${part[1]}`, text, reading);
  if (isSectionHeading(text)) return sectionHeading(text, reading);
  if (isInstruction(paragraph, reading)) return instruction(text, reading);
  if (/^List of Subjects in \d+ CFR/.test(text)) return heading(text, 1, reading);
  if (isHeading(paragraph, reading, next)) return heading(text, headingLevel(text), reading);
  const { kind, text: bare } = itemOrParagraph(text);
  if (!reading.numbered) return [{ kind, path: reading.path, text: bare }];
  const gap = /^(?:\* ?){3,}$/.test(text);
  return [
    {
      kind,
      path: reading.path,
      text: bare,
      scope: String(reading.scope),
      numbering: "cfr",
      labels: leadingLabels(text),
      gap,
    },
  ];
}

function underLabel(label: string, rest: string, reading: Reading): readonly DraftBlock[] {
  Object.assign(reading, { path: [label], levels: [0], amending: null, numbered: false });
  const title: DraftBlock = { kind: "heading", path: reading.path, text: `${label}:` };
  return rest === "" ? [title] : [title, { ...itemOrParagraph(rest), path: reading.path }];
}

function amending(part: string, text: string, reading: Reading): readonly DraftBlock[] {
  Object.assign(reading, { path: [part], levels: [], amending: part, numbered: false });
  return [{ kind: "heading", path: reading.path, text }];
}

function isSectionHeading(text: string): boolean {
  return (
    text.length < 250 &&
    /^(?:§{1,2}|Secs?\.)\s+\d+[\w.]*\.\d+[\w-]*\s+\S/.test(text) &&
    !/^§+ [\d.]+(?:\([a-z\d]+\))+ /.test(text)
  );
}

function sectionHeading(text: string, reading: Reading): readonly DraftBlock[] {
  const shown = text.replace(/^Sec\.\s+/, "§ ").replace(/\s+/g, " ");
  const number = /^§{1,2} \S+/.exec(shown)?.[0] ?? shown;
  Object.assign(reading, { path: [number], levels: [], scope: reading.scope + 1, numbered: true });
  return [{ kind: "heading", path: reading.path, text: shown }];
}

function isInstruction(paragraph: RawParagraph, reading: Reading): boolean {
  if (paragraph.instruction) return true;
  return (
    reading.amending !== null &&
    /^\d+[a-z]?\. (?:The authority|Amend|Revise|Add|Remove|Section|Supplement|Effective|In |Part|Appendix|Subpart|Redesignate|Republish)/.test(
      paragraph.text,
    )
  );
}

function instruction(text: string, reading: Reading): readonly DraftBlock[] {
  const part = reading.amending ?? "Amendments";
  const number = /^(\d+[a-z]?)\.\s/.exec(text)?.[1];
  const path = number === undefined ? [part] : [part, `instruction ${number}`];
  Object.assign(reading, { path, levels: [], amending: part, scope: reading.scope + 1, numbered: true });
  return [{ kind: "instruction", path, text }];
}

function isHeading(paragraph: RawParagraph, reading: Reading, next: RawParagraph | undefined): boolean {
  const { text } = paragraph;
  if (paragraph.indented || text.length > 200 || /[.;:,!]$/.test(text)) return false;
  if (reading.path.length === 0) return true;
  if (reading.path[0] !== "SUPPLEMENTARY INFORMATION" && reading.amending === null) return false;
  return next !== undefined && /^(?:(?:[IVX]+|[A-Z]|\d{1,2}|[a-z])\.\s+)?[\p{Lu}“"]/u.test(text);
}

function headingLevel(text: string): number {
  if (/^[IVX]+\.\s/.test(text)) return 1;
  if (/^[A-Z]\.\s/.test(text)) return 2;
  if (/^\d{1,2}\.\s/.test(text)) return 3;
  return /^[a-z]\.\s/.test(text) ? 4 : 1;
}

function heading(text: string, level: number, reading: Reading): readonly DraftBlock[] {
  if (reading.path.length === 0) return [{ kind: "heading", path: [], text }];
  const kept = reading.levels.filter((open) => open < level).length;
  const base = reading.path.slice(0, reading.path.length - reading.levels.length);
  const path = [...base, ...reading.path.slice(base.length, base.length + kept), text];
  Object.assign(reading, { path, levels: [...reading.levels.slice(0, kept), level], scope: reading.scope + 1 });
  return [{ kind: "heading", path, text }];
}

// Footnotes stand at the foot of a page, in the middle of the text: "\1\ See …" in the office's text, "1 See …" in filed ones.
function partedNotes(paragraphs: readonly RawParagraph[]): {
  readonly main: readonly RawParagraph[];
  readonly notes: readonly DraftBlock[];
} {
  const main: RawParagraph[] = [];
  const notes: DraftBlock[] = [];
  for (const paragraph of paragraphs) {
    const marked = /^\\(\d{1,3})\\\s*/.exec(paragraph.text);
    const plain = marked === null ? /^(\d{1,3}) (?=[\p{Lu}“"])/u.exec(paragraph.text) : null;
    const isNext = plain !== null && Number(plain[1]) === notes.length + 1;
    const found = marked ?? (isNext && takeMark(main, plain[1] ?? "") ? plain : null);
    if (found === null) main.push(paragraph);
    else notes.push({ kind: "note", path: ["Footnotes", found[1] ?? ""], text: paragraph.text.slice(found[0].length) });
  }
  const unmarked = main.map((paragraph) => ({ ...paragraph, text: paragraph.text.replaceAll(/ ?\\\d{1,3}\\/g, "") }));
  return { main: unmarked, notes };
}

// A footnote is one only if its number was set against a word before.
function takeMark(main: RawParagraph[], number: string): boolean {
  const mark = new RegExp(`(?<=[\\p{Ll}.,;:)\\]”’"'])${number}(?=[\\s.,;:)]|$)`, "u");
  const index = main.findLastIndex((paragraph) => mark.test(paragraph.text));
  const paragraph = main[index];
  if (paragraph === undefined) return false;
  main[index] = { ...paragraph, text: paragraph.text.replace(mark, "") };
  return true;
}

function headOf(all: readonly RawParagraph[], main: readonly RawParagraph[]): FrText["head"] {
  const texts = main.map((paragraph) => paragraph.text);
  const end = texts.findIndex((text) => labels.test(text));
  const top = end < 0 ? texts.slice(0, 8) : texts.slice(0, end);
  const preliminary = all.map((paragraph) => paragraph.text);
  const issue = firstMatch(preliminary, /^\[Federal Register Volume (\d+)/);
  const page = firstMatch(preliminary, /\[Pages? (\d+)/);
  return frHead({
    subject: top.findLast(isSubject) ?? null,
    action: firstMatch(texts, /^ACTION:\s*(.+)/),
    cfr: top.filter((text) => /^\d+ CFR /.test(text)),
    dockets: top.flatMap((text) => text.match(/\[Docket[^[\]]*\]/gi) ?? []),
    rins: top.filter((text) => /\bRINs? /.test(text)),
    citation: issue !== null && page !== null ? `${issue} FR ${page}` : null,
    filing: preliminary.findLast((text) => /^\[FR Doc\.? /.test(text)) ?? null,
  });
}

function isSubject(text: string): boolean {
  return !/^(?:\[|RIN |\d+ CFR )/.test(text) && !/^[\p{Lu}\s,&.]+$/u.test(text);
}

function firstMatch(texts: readonly string[], pattern: RegExp): string | null {
  for (const text of texts) {
    const match = pattern.exec(text)?.[1];
    if (match !== undefined) return match;
  }
  return null;
}
