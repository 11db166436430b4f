import { withoutEntities } from "./entities.ts";

/** A paragraph of a raw text on one line, with what its setting said. */
export interface RawParagraph {
  readonly text: string;
  /** Set in from the margin on its first line. */
  readonly indented: boolean;
  /** The printing office's bullet for amendatory instructions, a lone `0`, stood before it. */
  readonly instruction: boolean;
}

/**
 * Undoes the setting of a raw text: tags, entities, page marks and headers, rules, the banner of filed documents, lines of 72 columns,
 * hyphens at line ends. Lines about the document itself (citation, filing) are kept, for the reader of the head.
 */
export function rawParagraphs(source: string): readonly RawParagraph[] {
  const lines = singleSpaced(withoutPageMarks(textLines(source)));
  const known = hyphenatedWords(lines);
  const paragraphs: { lines: string[]; instruction: boolean }[] = [];
  let open: string[] | null = null;
  let instruction = false;
  for (const line of lines) {
    if (line.trim() === "" || isRule(line)) open = null;
    else if (line.trim() === "0") {
      open = null;
      instruction = true;
    } else if (open !== null && !beginsParagraph(line, open)) open.push(line);
    else {
      open = [line];
      paragraphs.push({ lines: open, instruction });
      instruction = false;
    }
  }
  return paragraphs.map((paragraph) => ({
    text: joined(paragraph.lines, known),
    indented: /^\s{2,}/.test(paragraph.lines[0] ?? ""),
    instruction: paragraph.instruction,
  }));
}

function textLines(source: string): readonly string[] {
  const body =
    /<pre[^<>]*>([\s\S]*?)(?:<\/pre>|$)/i.exec(source)?.[1] ??
    source.replace(/<head>(?:(?!<head>)[\s\S])*?<\/head>/i, "");
  const text = body.replaceAll(/<bullet>/gi, "• ").replaceAll(/<\/?[a-z][a-z\d-]*(?:\s[^<>]*)?\/?>/gi, "");
  return withoutEntities(text)
    .replaceAll("\u00AD", "")
    .split(/\r\n|[\n\r\f]/);
}

const banner = [
  /^\s*This document is scheduled to be published in the\s*$/i,
  /^\s*Federal Register on \d\d?\/\d\d?\/\d{4} and available online at/i,
  /^\s*(?:and available online at\s*)?(?:https?:\/\/)?(?:www\.)?federalregister\.gov\/d\/[\w-]+,? and on (?:https?:\/\/)?(?:www\.)?govinfo\.gov/i,
];

const wholeBanner =
  /^\s*This document is scheduled to be published in the Federal Register on \S+ and available online at \S+ and on \S+\s*$/i;

const pageMark = /^\s*\[\[Page [A-Z]?\d+\]\]\s*$/;
const pageNumber = /^\s*(?:-\s*)?\d{1,4}(?:\s*-)?\s*$/;

function withoutPageMarks(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    if (wholeBanner.test(line) || banner.some((pattern) => pattern.test(line))) continue;
    const isMark = pageMark.test(line);
    if (!isMark && !(line.trim() !== "0" && pageNumber.test(line) && aroundIsBlank(lines, index))) {
      kept.push(line);
      continue;
    }
    // A page break parts a paragraph only if the sentence before it is done.
    const before = kept.findLast((previous) => previous.trim() !== "") ?? "";
    const next = blankLinesAfter(lines, index);
    if (
      index + 1 + next === lines.length ||
      /[.:;!?]["”)\]]*\s*$/.test(before) ||
      /^\s/.test(lines[index + 1 + next] ?? "")
    )
      continue;
    while (kept.at(-1)?.trim() === "") kept.pop();
    index += next;
  }
  return kept;
}

function blankLinesAfter(lines: readonly string[], index: number): number {
  let count = 0;
  while ((lines[index + 1 + count] ?? "x").trim() === "") count += 1;
  return count;
}

function aroundIsBlank(lines: readonly string[], index: number): boolean {
  return (lines[index - 1] ?? "").trim() === "" && (lines[index + 1] ?? "").trim() === "";
}

// Manuscripts are double-spaced: every line is followed by a blank one.
function singleSpaced(lines: readonly string[]): readonly string[] {
  const text = lines.filter((line) => line.trim() !== "").length;
  const pairs = lines.filter((line, index) => line.trim() !== "" && (lines[index + 1] ?? "").trim() !== "").length;
  if (text < 20 || pairs > text * 0.05) return lines;
  const long = lines.filter((line) => line.trim().length > 55).length;
  if (long < text * 0.6) return lines;
  return lines.filter((line, index) => line.trim() !== "" || (lines[index - 1] ?? "").trim() === "");
}

function isRule(line: string): boolean {
  return /^\s*(?:[-=_]{10,}|\*{10,})\s*$/.test(line);
}

const label =
  /^(?:AGENCY|ACTION|SUMMARY|DATES?|EFFECTIVE DATES?|ADDRESSES|COMMENTS|FOR FURTHER INFORMATION(?: CONTACT)?|SUPPLEMENTARY INFORMATION):/;

function beginsParagraph(line: string, open: readonly string[]): boolean {
  if (/^\s{2,}\S/.test(line)) return !/^\s{2,}/.test(open.at(-1) ?? "") || open.length > 1 || /^\s*[•\\]/.test(line);
  return (
    label.test(line) ||
    /^\s*(?:RIN \d{4}-[A-Z]{2}\d\d|\[Docket|\[FR Doc|BILLING CODE|\d{1,2} CFR Parts? \d|•)/.test(line)
  );
}

// How the text itself writes compounds elsewhere decides whether a hyphen at a line's end stays.
function hyphenatedWords(lines: readonly string[]): ReadonlySet<string> {
  const words = new Set<string>();
  lines.forEach((line, index) => {
    const isRest = /\p{L}-\s*$/u.test(lines[index - 1] ?? "");
    const whole = (isRest ? line.replace(/^\s*[\p{L}-]+/u, "") : line).replace(/(?<![\p{L}-])[\p{L}-]+-\s*$/u, "");
    for (const word of whole.match(/\p{L}+(?:-\p{L}+)*/gu) ?? []) words.add(word.toLowerCase());
  });
  return words;
}

function joined(lines: readonly string[], known: ReadonlySet<string>): string {
  const pieces: string[] = [];
  for (const line of lines) {
    const next = line.trim();
    const last = pieces.at(-1) ?? "";
    const broken = /(?<!\p{L})(\p{L}+)-$/u.exec(last)?.[1];
    const rest = /^\p{Ll}+/u.exec(next)?.[0];
    if (broken !== undefined && rest !== undefined) {
      if (!staysHyphenated(broken, rest, known)) pieces[pieces.length - 1] = last.slice(0, -1);
      pieces.push(next);
    } else pieces.push(last === "" || /\w[-–—/]$/.test(last) ? next : ` ${next}`);
  }
  return pieces
    .join("")
    .replaceAll(/[\s\u00A0]+/g, " ")
    .trim();
}

const compounds =
  /^(?:all|anti|co|cross|de|dual|end|ex|first|five|four|full|high|in|inter|large|license|long|low|mid|mis|multi|non|off|on|one|open|over|own|post|pre|quasi|re|real|risk|second|self|semi|short|single|small|sub|third|three|two|ultra|under|well|year)$/i;

function staysHyphenated(broken: string, rest: string, known: ReadonlySet<string>): boolean {
  const whole = (broken + rest).toLowerCase();
  const compound = `${broken}-${rest}`.toLowerCase();
  if (known.has(compound)) return true;
  if (known.has(whole)) return false;
  return (
    compounds.test(broken) || (known.has(broken.toLowerCase()) && known.has(rest.toLowerCase()) && broken.length > 2)
  );
}
