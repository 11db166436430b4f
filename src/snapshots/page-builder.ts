import type { BlockKind } from "../model/text.ts";
import { clauseLabel } from "./clause-label.ts";
import { isBlock, isChrome, listMarker, neverText, type Attributes } from "./html-elements.ts";
import { isSpokenAside } from "./noise.ts";
import type { Piece } from "./piece.ts";
import { statedDateOf } from "./stated-date.ts";
import { tablePieces, type TableRow } from "./table-rows.ts";

/** Where in the page a piece stood: in `main`, in an `article`, or elsewhere. */
export type Region = "main" | "article" | "body";

export interface PagePiece extends Piece {
  readonly region: Region;
}

/** Takes a page tag by tag and gives its passages. */
export interface PageBuilder {
  open(name: string, attributes: Attributes): void;
  text(data: string): void;
  close(name: string): void;
  /** Nothing between is written: for the parts outside a selection. */
  pause(paused: boolean): void;
  finish(): readonly PagePiece[];
}

interface PageBuilderOptions {
  /** Keeps the frame of the page too (header, navigation, dialogs), for pages that have nothing else. */
  readonly lenient?: boolean;
  /** What is read was selected by hand, so that a header or footer in it belongs to it. */
  readonly selected?: boolean;
}

export function pageBuilder({ lenient = false, selected = false }: PageBuilderOptions = {}): PageBuilder {
  const pieces: PagePiece[] = [];
  const frames: Frame[] = [];
  const lists: OpenList[] = [];
  const tables: OpenTable[] = [];
  let run = emptyRun();
  let dropped = 0;
  let paused = false;
  let listCount = 0;
  const inside = { main: 0, article: 0, section: 0, link: 0, bold: 0, pre: 0, heading: 0 };

  function flush(broken = false): void {
    const done = run;
    run = broken ? { ...emptyRun(), target: done.target } : emptyRun();
    if (!done.hasText) return;
    const text = inside.pre > 0 ? preformatted(done.text) : singleSpaced(done.text);
    if (text === "" || (done.letters === 0 && inside.pre === 0 && tables.length === 0)) return;
    const item = lists.at(-1);
    const level = headingLevel(frames);
    const first = item !== undefined && item.first;
    if (item !== undefined) item.first = false;
    const kind: BlockKind =
      level > 0 ? "heading" : inside.pre > 0 ? "preformatted" : first && item.marked ? "item" : "paragraph";
    const onlyLink = done.letters > 0 && done.letters === done.linked;
    emit({
      kind,
      text,
      region: inside.main > 0 ? "main" : inside.article > 0 ? "article" : "body",
      ...(level > 0 ? { level } : {}),
      ...(lists.length > 0 ? { markers: markersOf(lists), list: lists[0]?.id } : {}),
      ...(first ? { first } : {}),
      ...(done.letters > 0 && done.letters === done.bold ? { bold: true } : {}),
      ...(onlyLink ? { target: done.target ?? "" } : {}),
    });
  }

  function emit(piece: PagePiece): void {
    const table = tables.at(-1);
    if (table?.cell == null) pieces.push(piece);
    else {
      table.cell.push(piece);
      if (piece.kind === "heading") table.layout = true;
    }
  }

  function closeTable(): void {
    const table = tables.pop();
    if (table === undefined) return;
    const outer = tables.at(-1);
    if (outer !== undefined) outer.layout = true;
    const rows = table.rows.filter((row) => row.cells.some((cell) => cell.length > 0));
    const inner = rows.flatMap((row) => row.cells.flat());
    if (table.layout || rows.every((row) => row.cells.length < 2) || inner.length > rows.length * 40) {
      for (const piece of [...table.captions, ...inner]) emit(piece);
      return;
    }
    const [any] = inner;
    const markers = markersOf(lists);
    const region = any?.region ?? "body";
    for (const caption of table.captions) emit(caption);
    for (const row of tablePieces(
      rows.map((row, index) => rowText(row, index === 0)),
      markers,
    ))
      emit({ ...row, region });
  }

  function lineBreak(): void {
    run.text += inside.pre > 0 ? "\n" : " ";
    run.breaks += 1;
    if (inside.pre > 0 || inside.heading > 0 || tables.length > 0) return;
    if (run.breaks > 1 || endsPassage(run.text)) flush(true);
    else run.afterBreak = run.text.length;
  }

  function append(data: string): void {
    if (data.length > longRun && inside.pre === 0 && blankLine.test(data)) {
      for (const passage of data.split(blankLine)) {
        append(passage);
        flush();
      }
      return;
    }
    if (run.afterBreak > 0 && run.breaks === 1 && /\S/.test(data)) {
      // A line break parts passages where a numbered or dated line begins; else it is typesetting.
      if (clauseLabel(data.trimStart()) !== null || statedDateOf(data.trim()) !== null) flush(true);
      run.afterBreak = 0;
    }
    if (run.glued && /^\p{Lu}/u.test(data)) run.text += " ";
    run.glued = false;
    run.text += data;
    if (!run.hasText && !/\S/.test(data)) return;
    run.hasText = true;
    if (!/[\p{L}\p{N}]/u.test(data) || isSpokenAside(data)) return;
    run.breaks = 0;
    const size = data.trim().length;
    run.letters += size;
    if (inside.link > 0) run.linked += size;
    if (inside.bold > 0) run.bold += size;
  }

  function begin(frame: Frame, attributes: Attributes): void {
    const { name } = frame;
    if (name === "br" || name === "hr") {
      if (name === "br") lineBreak();
      else flush();
      return;
    }
    if (frame.block) flush();
    count(frame, attributes, 1);
    if (name === "a") openLink(attributes);
    if (name === "ul" || name === "ol" || name === "menu" || name === "dl") {
      if (lists.length === 0) listCount += 1;
      lists.push({
        name,
        attributes,
        id: listCount,
        count: startOf(attributes),
        marker: "",
        first: false,
        marked: false,
      });
    } else if (name === "li") openItem(attributes);
    else if (name === "dt" || name === "dd") {
      const list = lists.at(-1);
      if (list?.name === "dl") Object.assign(list, { first: true, marked: name === "dd" });
    } else if (name === "table")
      tables.push({ rows: [], row: null, cell: null, captions: [], layout: attributes["role"] === "presentation" });
    else if (name === "tr") openRow();
    else if (name === "td" || name === "th") openCell(name, attributes);
    else if (name === "caption") {
      const table = tables.at(-1);
      if (table !== undefined) table.cell = table.captions;
    }
  }

  // A link set against the word before it ("May 1, 2025Previous version") stands apart on the page.
  function openLink(attributes: Attributes): void {
    run.target ??= attributes["href"] ?? null;
    if (/[\p{Ll}\d]$/u.test(run.text.slice(-1))) run.glued = true;
  }

  function openItem(attributes: Attributes): void {
    const list = lists.at(-1);
    if (list === undefined) return;
    const value = Number(attributes["value"] ?? "");
    list.count = attributes["value"] !== undefined && Number.isInteger(value) ? value : list.count + 1;
    list.marker = list.name === "ol" ? listMarker(list.count, list.attributes) : "";
    list.first = true;
    list.marked = true;
  }

  function openRow(): void {
    const table = tables.at(-1);
    if (table === undefined) return;
    table.row = { cells: [], headers: 0 };
    table.rows.push(table.row);
    table.cell = null;
  }

  function openCell(name: string, attributes: Attributes): void {
    const table = tables.at(-1);
    if (table === undefined) return;
    if (table.row === null) openRow();
    const cell: PagePiece[] = [];
    table.cell = cell;
    table.row?.cells.push(cell);
    if (name === "th" && attributes["scope"] !== "row" && table.row !== null) table.row.headers += 1;
  }

  function end(frame: Frame): void {
    const { name } = frame;
    if (frame.block) flush();
    count(frame, {}, -1);
    if (name === "ul" || name === "ol" || name === "menu" || name === "dl") lists.pop();
    else if (name === "table") closeTable();
    else if (name === "td" || name === "th" || name === "caption") {
      const table = tables.at(-1);
      if (table !== undefined) table.cell = null;
    }
  }

  function count(frame: Frame, attributes: Attributes, by: 1 | -1): void {
    if (by === 1) frame.counts = countersOf(frame, attributes);
    for (const counter of frame.counts) inside[counter] += by;
  }

  return {
    open(name, attributes) {
      if (dropped > 0) {
        dropped += 1;
        frames.push({ name, block: false, level: 0, counts: [] });
        return;
      }
      const sectioned = selected || inside.main + inside.article + inside.section > 0;
      const drops = !paused && (neverText(name, attributes) || (!lenient && isChrome(name, attributes, sectioned)));
      const frame: Frame = { name, block: isBlock(name, attributes), level: levelOf(name, attributes), counts: [] };
      if (drops) {
        if (frame.block) flush();
        dropped = 1;
      } else begin(frame, attributes);
      frames.push(frame);
    },
    text(data) {
      if (dropped === 0 && !paused) append(data);
    },
    close() {
      const frame = frames.at(-1);
      if (frame === undefined) return;
      if (dropped > 0) dropped -= 1;
      else end(frame);
      frames.pop();
    },
    pause(next) {
      if (next !== paused) flush();
      paused = next;
    },
    finish() {
      flush();
      while (tables.length > 0) closeTable();
      return pieces;
    },
  };
}

type Counter = "main" | "article" | "section" | "link" | "bold" | "pre" | "heading";

interface Frame {
  readonly name: string;
  readonly block: boolean;
  readonly level: number;
  counts: readonly Counter[];
}

interface OpenList {
  readonly name: string;
  readonly attributes: Attributes;
  readonly id: number;
  count: number;
  marker: string;
  first: boolean;
  marked: boolean;
}

interface OpenTable {
  readonly rows: OpenTableRow[];
  row: OpenTableRow | null;
  cell: PagePiece[] | null;
  readonly captions: PagePiece[];
  layout: boolean;
}

interface OpenTableRow {
  readonly cells: PagePiece[][];
  headers: number;
}

/** Text gathered for the next piece, and how much of it is linked or bold. */
interface Run {
  text: string;
  hasText: boolean;
  letters: number;
  linked: number;
  bold: number;
  target: string | null;
  glued: boolean;
  breaks: number;
  afterBreak: number;
}

function emptyRun(): Run {
  return {
    text: "",
    hasText: false,
    letters: 0,
    linked: 0,
    bold: 0,
    target: null,
    glued: false,
    breaks: 0,
    afterBreak: 0,
  };
}

// Many pages set their header row in bold instead of marking it.
function rowText(row: OpenTableRow, first: boolean): TableRow {
  const cells = row.cells.map((cell) => cell.map((piece) => piece.text).join(" "));
  const bold = first && row.cells.flat().every((piece) => piece.bold === true);
  return { cells, header: bold || (row.headers > 0 && row.headers === row.cells.length) };
}

// Nobody nests lists deeper, and hostile pages would make a long list of markers for every item.
const deepestList = 16;

function markersOf(lists: readonly OpenList[]): readonly string[] {
  return lists.slice(0, deepestList).map((list) => list.marker);
}

function startOf(attributes: Attributes): number {
  const start = Number(attributes["start"] ?? "1");
  return Number.isInteger(start) ? start - 1 : 0;
}

// An accordion's button or summary heads what it opens.
const accordionLevel = 7;

function levelOf(name: string, attributes: Attributes): number {
  const heading = /^h([1-6])$/.exec(name);
  if (heading !== null) return Number(heading[1]);
  if (name === "summary" || name === "button") return accordionLevel;
  if (attributes["role"] !== "heading") return 0;
  const level = Number(attributes["aria-level"] ?? "2");
  return level >= 1 && level <= 6 ? level : 2;
}

function headingLevel(frames: readonly Frame[]): number {
  const levels = frames.filter((frame) => frame.level > 0).map((frame) => frame.level);
  return levels.length === 0 ? 0 : Math.min(...levels);
}

function countersOf(frame: Frame, attributes: Attributes): readonly Counter[] {
  const { name } = frame;
  const found: Counter[] = [];
  if (name === "main" || attributes["role"] === "main") found.push("main");
  if (name === "article" || attributes["role"] === "article") found.push("article");
  if (name === "section") found.push("section");
  if (name === "a") found.push("link");
  if (name === "pre") found.push("pre");
  if (frame.level > 0) found.push("heading");
  const weight = /font-weight:\s*(bold|[6-9]00)/i.test(attributes["style"] ?? "");
  if (name === "b" || name === "strong" || weight) found.push("bold");
  return found;
}

function singleSpaced(text: string): string {
  return (/[^\S ]| {2}/.test(text) ? text.replaceAll(/\s+/g, " ") : text).trim();
}

// A whole document in one text node, set with its own line ends.
const longRun = 1500;
const blankLine = /\n[ \t]*\n/;

function preformatted(text: string): string {
  return text.replaceAll(/(?<![ \t\u00A0])[ \t\u00A0]+$/gm, "").replaceAll(/^\n+|(?<!\n)\n+$/g, "");
}

function endsPassage(text: string): boolean {
  return /[.;:。；：！？]["”’)]*\s*$/u.test(text.slice(-8));
}
