import type { Block } from "../model/text.ts";
import { clauseLabel, type ClauseLabel, type LabelStyle } from "./clause-label.ts";
import type { Piece } from "./piece.ts";
import { statedDateOf } from "./stated-date.ts";

/**
 * Gives every piece of a page its path: the headings it stands under, then the number of its clause, then the markers of the lists
 * it stands in. The one heading that names the whole page is no label.
 */
export function outlined(pieces: readonly Piece[]): readonly Block[] {
  const headed = pieces.map((piece, index) => promoted(piece, pieces[index + 1]));
  const title = pageTitle(headed);
  const outline: Outline = { trail: [], clauses: [] };
  return headed.map((piece) => {
    if (piece === title) return { kind: "heading", path: [], text: piece.text };
    return { kind: piece.kind, path: pathOf(piece, outline), text: piece.text };
  });
}

/** The heading that names the whole page, if one does: it is alone at the top and stands at the beginning. */
function pageTitle(pieces: readonly Piece[]): Piece | null {
  const headings = pieces.filter((piece) => piece.kind === "heading");
  const [opening] = pieces;
  if (opening?.kind === "heading" && levelOf(opening) === boldLevel && headings.length > 1) return opening;
  const top = headings.reduce((least, piece) => Math.min(least, levelOf(piece)), Number.POSITIVE_INFINITY);
  const [first, second] = headings.filter((piece) => levelOf(piece) === top);
  if (first === undefined || second !== undefined || headings.length < 2) return null;
  return first === headings[0] && clauseLabel(first.text) === null ? first : null;
}

interface Outline {
  trail: readonly Entry[];
  clauses: readonly OpenClause[];
}

interface Entry {
  readonly level: number;
  readonly label: string;
  /** The list markers the heading took into its label. */
  readonly markers: readonly string[];
}

interface OpenClause {
  readonly style: LabelStyle;
  readonly text: string;
}

// A paragraph that is bold from end to end is how many pages write a heading. Below the real ones, and numbered above unnumbered.
const boldLevel = 20;

function promoted(piece: Piece, next: Piece | undefined): Piece {
  if (piece.kind !== "paragraph" || piece.bold !== true || next === undefined) return piece;
  const label = clauseLabel(piece.text);
  const long = /\p{Script=Han}/u.test(piece.text) ? 40 : 120;
  if (piece.text.length > long || statedDateOf(piece.text) !== null) return piece;
  if (/[.,;:!。；，：！]["”]?$/u.test(piece.text) && label === null) return piece;
  if (/[.。]\s+\S/u.test(piece.text.slice(label?.text.length ?? 0).replace(/^[.)]*\s*/, ""))) return piece;
  return { ...piece, kind: "heading", level: label === null ? boldLevel : 8 + label.depth };
}

function levelOf(piece: Piece): number {
  return piece.level ?? boldLevel;
}

function pathOf(piece: Piece, outline: Outline): readonly string[] {
  const markers = (piece.markers ?? []).filter((marker) => marker !== "");
  if (piece.kind === "heading") return headingPath(piece, markers, outline);
  const taken = outline.trail.findLast((entry) => startsWith(markers, entry.markers))?.markers.length ?? 0;
  const own = piece.kind === "row" || piece.kind === "preformatted" ? null : clauseLabel(piece.text);
  if (own !== null) outline.trail = outline.trail.filter((entry) => !isPast(entry, own));
  outline.clauses = own === null ? carriedOn(outline.clauses, piece) : withClause(outline.clauses, own);
  // A number in the text counts more than the one its list would give it.
  const kept = own === null ? markers.slice(taken) : markers.slice(taken, -1);
  const labels = outline.clauses.map((clause) => clause.text);
  const repeated = outline.trail.at(-1)?.label === labels[0] ? labels.slice(1) : labels;
  return [...trailLabels(outline), ...repeated, ...kept, ...(piece.keys ?? [])];
}

function headingPath(piece: Piece, markers: readonly string[], outline: Outline): readonly string[] {
  const level = levelOf(piece);
  const marker = piece.first === true && clauseLabel(piece.text) === null ? markers.at(-1) : undefined;
  const text = marker === undefined ? piece.text : `${marker} ${piece.text}`;
  const entry = { level, label: headingLabel(text), markers: marker === undefined ? [] : markers };
  outline.trail = [...outline.trail.filter((open) => open.level < level), entry];
  outline.clauses = [];
  return trailLabels(outline);
}

// "1.20" does not stand under the heading "1.17 Payment".
function isPast(entry: Entry, own: ClauseLabel): boolean {
  if (own.style !== "decimal") return false;
  const heading = clauseLabel(entry.label);
  return heading?.style === "decimal" && heading.depth >= own.depth && heading.text !== own.text;
}

const longestLabel = 100;

function headingLabel(text: string): string {
  const label = clauseLabel(text);
  if (label?.style === "article" && /[条條款]$/.test(label.text)) return label.text;
  const bare = text.replace(/(?<!\s)\s*[.:：]$/, "");
  return bare.length > longestLabel ? `${bare.slice(0, longestLabel).trimEnd()}…` : bare;
}

function trailLabels(outline: Outline): readonly string[] {
  return outline.trail.map((entry) => entry.label);
}

function startsWith(markers: readonly string[], head: readonly string[]): boolean {
  return head.length > 0 && head.every((marker, index) => marker === markers[index]);
}

const brackets: ReadonlySet<LabelStyle> = new Set([
  "letter",
  "roman",
  "Letter",
  "Roman",
  "number-paren",
  "chinese-paren",
]);

// Text after (a), (b) more often goes on with the clause they belong to than with (b).
function carriedOn(clauses: readonly OpenClause[], piece: Piece): readonly OpenClause[] {
  if (piece.kind !== "paragraph") return clauses;
  const inner = clauses.findIndex((clause) => brackets.has(clause.style));
  return inner < 0 ? clauses : clauses.slice(0, inner);
}

function withClause(clauses: readonly OpenClause[], label: ClauseLabel): readonly OpenClause[] {
  const style = styleAt(clauses, label);
  const own = { style, text: label.text };
  if (style === "decimal") return [...clauses.filter((clause) => clause.style === "article"), own];
  if (style === "article") return [own];
  const sibling = clauses.findIndex((clause) => clause.style === style);
  if (sibling >= 0) return [...clauses.slice(0, sibling), own];
  // A number never stands inside a bracketed letter's clause, but the other way round.
  const outer =
    style === "number" || style === "chinese" ? clauses.filter((open) => !brackets.has(open.style)) : clauses;
  return [...outer, own];
}

// (i) after (h) is a letter; so is (v) after (u).
function styleAt(clauses: readonly OpenClause[], label: ClauseLabel): LabelStyle {
  if (label.style !== "roman" && label.style !== "Roman") return label.style;
  const style = label.style === "roman" ? "letter" : "Letter";
  const open = clauses.findLast((clause) => clause.style === style)?.text.replaceAll(/[().]/g, "");
  const bare = label.text.replaceAll(/[().]/g, "");
  const inRoman = clauses.some((clause) => clause.style === label.style);
  const follows = open?.length === 1 && bare.length === 1 && bare.codePointAt(0) === (open.codePointAt(0) ?? 0) + 1;
  if (follows && !inRoman) return style;
  return /^(?:i|ii|iii|iv|v|vi|vii|viii|ix|x|xi|xii|xiii|xiv|xv|xvi|xvii|xviii|xix|xx)$/i.test(bare) || bare.length > 1
    ? label.style
    : style;
}
