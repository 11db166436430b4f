import { getDocumentProxy } from "unpdf";
import { clauseLabel } from "./clause-label.ts";
import { settledPage, type PageText } from "./page-text.ts";
import type { Piece } from "./piece.ts";
import { statedDateOf } from "./stated-date.ts";

/**
 * The text of a PDF as passages: lines are joined where they run on, larger type is a heading, and what stands at the same place on
 * every page (running heads, page numbers) is left out. Rejects where the file is damaged or encrypted; a scan gives no pieces.
 */
export async function readPdf(bytes: Uint8Array): Promise<PageText> {
  // The library takes the bytes for itself.
  const document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
  const pages: (readonly Line[])[] = [];
  try {
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      pages.push(linesOf(items as readonly object[], number));
      page.cleanup();
    }
  } finally {
    await document.loadingTask.destroy();
  }
  const lines = withoutFurniture(pages);
  return settledPage(piecesOf(lines), { title: null, language: null });
}

type Line = Readonly<OpenLine>;

interface TextItem {
  readonly str?: string;
  readonly width?: number;
  readonly height?: number;
  readonly hasEOL?: boolean;
  readonly transform?: readonly number[];
}

function linesOf(items: readonly TextItem[], page: number): readonly Line[] {
  const lines: OpenLine[] = [];
  for (const { str = "", width = 0, height = 0, transform = [] } of items) {
    if (str === "") continue;
    const x = transform[4] ?? 0;
    const y = transform[5] ?? 0;
    const size = height > 0 ? height : Math.abs(transform[3] ?? 0);
    const open = lines.at(-1);
    if (open !== undefined && Math.abs(open.y - y) < Math.max(2, open.size * 0.4)) {
      const apart = x - open.right > size * 0.2 && !/\s$/.test(open.text) && !/^\s/.test(str);
      open.text += apart ? ` ${str}` : str;
      open.right = x + width;
      open.size = Math.max(open.size, size);
    } else if (str.trim() !== "") lines.push({ text: str, page, x, y, right: x + width, size });
  }
  return lines.map((line) => ({ ...line, text: line.text.replaceAll(/\s+/g, " ").trim() }));
}

interface OpenLine {
  text: string;
  readonly page: number;
  readonly x: number;
  readonly y: number;
  right: number;
  size: number;
}

// The same line at the same height on most pages, numbers aside, is said once.
function withoutFurniture(pages: readonly (readonly Line[])[]): readonly Line[] {
  const seen = new Map<string, number>();
  for (const page of pages) for (const key of new Set(page.map(placeOf))) seen.set(key, (seen.get(key) ?? 0) + 1);
  const repeated = (line: Line) => pages.length > 2 && (seen.get(placeOf(line)) ?? 0) > pages.length * 0.6;
  const number = (line: Line, page: readonly Line[]) =>
    (line === page.at(-1) || line === page[0]) &&
    /^(?:page )?[-–]?\s*\d{1,4}\s*[-–]?(?: (?:of|\/) \d{1,4})?$/i.test(line.text);
  const kept = new Set<string>();
  const again = (line: Line) => {
    if (!repeated(line)) return false;
    const key = placeOf(line);
    const before = kept.has(key) || !/\p{L}/u.test(line.text);
    kept.add(key);
    return before;
  };
  return pages.flatMap((page) => page.filter((line) => !again(line) && !number(line, page)));
}

function placeOf(line: Line): string {
  return `${Math.round(line.y / 3)} ${line.text.replaceAll(/\d+/g, "#")}`;
}

function piecesOf(lines: readonly Line[]): readonly Piece[] {
  const body = middle(lines.map((line) => line.size));
  const right = middle(lines.filter((line) => line.text.length > 40).map((line) => line.right));
  const spacing = middle(lines.flatMap((line, index) => gapBefore(line, lines[index - 1]) ?? []));
  const passages: { text: string; size: number; last: Line }[] = [];
  for (const line of lines) {
    const open = passages.at(-1);
    if (open === undefined || begins(line, open.last, open.text, right, spacing))
      passages.push({ text: line.text, size: line.size, last: line });
    else {
      open.text = /[\p{L}\d][-–/]$/u.test(open.text) ? open.text + line.text : `${open.text} ${line.text}`;
      open.last = line;
    }
  }
  return passages.map(({ text, size }, index) => pieceOf(text, size, body, index === passages.length - 1));
}

function gapBefore(line: Line, before: Line | undefined): number | null {
  if (before === undefined || before.page !== line.page || before.y <= line.y) return null;
  return before.y - line.y;
}

function begins(line: Line, before: Line, text: string, right: number, spacing: number): boolean {
  if (Math.abs(line.size - before.size) > 1) return true;
  if (
    clauseLabel(line.text) !== null ||
    /^[•●▪◦○■–-]\s/u.test(line.text) ||
    statedDateOf(text) !== null ||
    statedDateOf(line.text) !== null
  )
    return true;
  const gap = gapBefore(line, before);
  const ended = /[.;:。；：!?”"]$/u.test(text);
  if (gap !== null && gap > spacing * 1.35) return true;
  const short = before.right < right - line.size * 6;
  if (gap === null) return ended && (short || /^\p{Lu}/u.test(line.text));
  return short && (ended || !/^\p{Ll}/u.test(line.text));
}

function pieceOf(text: string, size: number, body: number, last: boolean): Piece {
  const bullet = /^[•●▪◦○■]\s*|^[–-]\s+/u.exec(text);
  if (bullet !== null) return { kind: "item", text: text.slice(bullet[0].length), markers: [""] };
  const bare = /^\d{1,2}(?= \p{Lu})/u.exec(text);
  const label = clauseLabel(text) ?? (bare === null ? null : { text: bare[0], style: "number" as const, depth: 1 });
  const rest = label === null ? text : text.slice(label.text.length).replace(/^[.)、:：\s]+/, "");
  const short = text.length <= 100 && !/[.,;。；，]$/u.test(text) && /\p{L}/u.test(rest) && !last;
  const numbered =
    label !== null && /^(?:number|decimal|article|Letter|Roman)$/.test(label.style) && rest.split(" ").length <= 8;
  if (short && size > body * 1.15) return { kind: "heading", text, level: label === null ? 1 : 1 + label.depth };
  if (short && (numbered || (text === text.toUpperCase() && text.length > 3 && text !== text.toLowerCase())))
    return { kind: "heading", text, level: label === null ? 2 : 2 + label.depth };
  return { kind: "paragraph", text };
}

function middle(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
