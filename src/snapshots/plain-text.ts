import { clauseLabel } from "./clause-label.ts";
import { settledPage, type PageText } from "./page-text.ts";
import type { Piece } from "./piece.ts";

/** Plain text as passages: wrapped lines are joined, and lines that stand alone without a full stop are headings. */
export function readPlainText(source: string): PageText {
  const paragraphs = plainParagraphs(source);
  const pieces = paragraphs.map((text, index) => pieceOf(text, index, paragraphs));
  return settledPage(pieces, { title: null, language: null });
}

/**
 * The paragraphs of a plain text, each on one line. Text set in lines of some 72 columns is joined; elsewhere every line is a paragraph.
 * Page marks, page numbers and rules are left out.
 */
export function plainParagraphs(source: string): readonly string[] {
  const lines = source
    .replaceAll(/\r\n?|\f/g, "\n")
    .split("\n")
    .map((line) => line.trimEnd());
  const kept = lines.filter((line, index) => !isFurniture(line, lines, index));
  return isWrapped(kept) ? joinedLines(kept) : kept.map(spaced).filter((line) => line !== "");
}

function spaced(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function isFurniture(line: string, lines: readonly string[], index: number): boolean {
  const text = line.trim();
  if (/^\[\[?Page [A-Z]?\d+\]\]?$/i.test(text) || /^(?:[-=_*~]{4,}|(?:[-=_] ){4,}[-=_]?)$/.test(text)) return true;
  const alone = (lines[index - 1] ?? "").trim() === "" && (lines[index + 1] ?? "").trim() === "";
  return alone && /^(?:-\s*\d{1,4}\s*-|\d{1,4}|Page \d+(?: of \d+)?)$/i.test(text);
}

// Lines that another one follows directly end near one column, if the text was wrapped.
function isWrapped(lines: readonly string[]): boolean {
  let followed = 0;
  let full = 0;
  let long = 0;
  lines.forEach((line, index) => {
    if (line.length > 110) long += 1;
    if (line.trim() === "" || (lines[index + 1] ?? "").trim() === "") return;
    followed += 1;
    if (line.length >= 45 && line.length <= 100) full += 1;
  });
  return followed > 0 && full >= followed * 0.5 && long <= lines.length * 0.05;
}

function joinedLines(lines: readonly string[]): readonly string[] {
  const paragraphs: string[] = [];
  let open: string | null = null;
  let before = "";
  for (const line of lines) {
    const text = spaced(line);
    if (text === "") open = null;
    else if (open === null || begins(line, text, before)) {
      paragraphs.push(text);
      open = text;
    } else {
      open = /[\p{L}\d][-–—/]$/u.test(open) && /^[\p{L}\d]/u.test(text) ? open + text : `${open} ${text}`;
      paragraphs[paragraphs.length - 1] = open;
    }
    before = line;
  }
  return paragraphs;
}

function begins(line: string, text: string, before: string): boolean {
  const deeper = indentOf(line) - indentOf(before);
  if (/^[•●▪◦■*+-]\s/u.test(text)) return true;
  if (/[:.;。；：]["”')]*$/.test(before) && (deeper >= 2 || clauseLabel(text) !== null)) return true;
  // A level of a bill is set deeper than the lines that its paragraph runs on with.
  if (deeper >= 4 && /^[“"]?\(\w{1,5}\) /.test(text)) return true;
  return before.length < 50 && /[.;:。；：]["”')]*$/.test(before);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function pieceOf(text: string, index: number, all: readonly string[]): Piece {
  const bullet = /^[•●▪◦■]\s*|^[*+-]\s+/u.exec(text);
  if (bullet !== null) return { kind: "item", text: text.slice(bullet[0].length), markers: [""] };
  const level = headingLevel(text, index === all.length - 1);
  return level === 0 ? { kind: "paragraph", text } : { kind: "heading", text, level };
}

function headingLevel(text: string, last: boolean): number {
  if (last || text.length > 90 || !/\p{L}/u.test(text)) return 0;
  const label = clauseLabel(text);
  const rest = label === null ? text : text.slice(label.text.length).replace(/^[.)、:：\s]+/, "");
  if (/[.,;!?。，；！？]["”')]*$/.test(text) || /[.。;；]\s/.test(rest)) return 0;
  if (rest !== "" && rest === rest.toUpperCase() && rest !== rest.toLowerCase() && rest.length > 3)
    return label === null ? 1 : 1 + label.depth;
  if (label === null) return 0;
  if (label.style === "article" || label.style === "chinese") return rest.length <= 30 ? 1 + label.depth : 0;
  const short = rest.split(" ").length <= 8 && rest.length <= 60;
  return (label.style === "number" || label.style === "decimal") && short && /^[\p{Lu}\p{Script=Han}]/u.test(rest)
    ? 1 + label.depth
    : 0;
}
