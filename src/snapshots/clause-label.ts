/** How a clause is numbered. Clauses of one style at one place are siblings. */
export type LabelStyle =
  | "article"
  | "decimal"
  | "number"
  | "number-paren"
  | "chinese"
  | "chinese-paren"
  | "letter"
  | "roman"
  | "Letter"
  | "Roman";

/** The number a clause begins with, as people cite it: `9.9`, `(a)`, `第三条`. `letter` where `roman` might be a letter too. */
export interface ClauseLabel {
  readonly text: string;
  readonly style: LabelStyle;
  /** Levels a heading with this number lies below one without dots: `9.` is 1, `9.9` is 2. */
  readonly depth: number;
}

/** The number that `text` begins with, or null. Quantities ("30 days", "99.9 percent") are none. */
export function clauseLabel(text: string): ClauseLabel | null {
  const head = text.slice(0, 48);
  for (const { pattern, style, show, depth } of patterns) {
    const match = pattern.exec(head);
    if (match !== null) return { text: show(match), style, depth: depth(match) };
  }
  return null;
}

interface LabelPattern {
  readonly pattern: RegExp;
  readonly style: LabelStyle;
  readonly show: (match: RegExpExecArray) => string;
  readonly depth: (match: RegExpExecArray) => number;
}

const han = "一二三四五六七八九十百零〇两";
const open = "^[“\"'‘]?";

function labelPattern(source: string, style: LabelStyle, show: (label: string) => string, depth = 1): LabelPattern {
  return { pattern: new RegExp(open + source, "u"), style, show: (match) => show(match[1] ?? ""), depth: () => depth };
}

function same(label: string): string {
  return label;
}

function bracketed(label: string): string {
  return `(${label})`;
}

const patterns: readonly LabelPattern[] = [
  labelPattern(`(第\\s?[${han}\\d]{1,6}\\s?[编章])(?![${han}])`, "article", same, 1),
  labelPattern(`(第\\s?[${han}\\d]{1,6}\\s?[节節])(?![${han}])`, "article", same, 2),
  labelPattern(`(第\\s?[${han}\\d]{1,6}\\s?[条條款])(?=[\\s：:、【（(]|$)`, "article", same, 3),
  labelPattern(
    "((?:Article|ARTICLE|Section|SECTION|Clause|Schedule|Annex|Exhibit|Appendix|Part|PART) (?:\\d{1,3}[A-Z]?|[IVXLC]{1,6}|[A-Z]))(?=\\s*[.:–—-]|$)",
    "article",
    same,
  ),
  {
    pattern: new RegExp(
      `${open}((?:[A-Z]\\.)?\\d{1,3}(?:\\.\\d{1,3}){1,5}|[A-Z]\\.\\d{1,3})(?:[.)、]|(?=\\s+[\\p{Lu}\\p{Script=Han}“"(‘【])|(?=[\\p{Script=Han}【（]))`,
      "u",
    ),
    style: "decimal",
    show: (match) => match[1] ?? "",
    depth: (match) => (match[1] ?? "").split(".").length,
  },
  labelPattern("(\\d{1,3})(?:[.、．]|[:：])(?=\\s*\\S)(?![\\d/])", "number", (label) => `${label}.`),
  labelPattern("[(（](\\d{1,3})[)）]", "number-paren", bracketed, 2),
  labelPattern("(\\d{1,3})[)）]", "number-paren", (label) => `${label})`, 2),
  labelPattern(`([${han}]{1,4})[、．.]`, "chinese", (label) => `${label}、`),
  labelPattern(`[（(]([${han}]{1,4})[）)]`, "chinese-paren", (label) => `（${label}）`, 2),
  labelPattern("\\(([ivxlc]{1,6})\\)", "roman", bracketed, 3),
  labelPattern("\\(([IVXLC]{1,6})\\)", "Roman", bracketed, 3),
  labelPattern("\\(([a-z]{1,2})\\)", "letter", bracketed, 2),
  labelPattern("\\(([A-Z]{1,2})\\)", "Letter", bracketed, 2),
  labelPattern("([ivx]{1,5}[.)])(?=\\s)", "roman", same, 3),
  labelPattern("([a-z][.)])(?=\\s)", "letter", same, 2),
  labelPattern("([IVX]{1,5}\\.)(?=\\s)", "Roman", same, 1),
  labelPattern("([A-Z]\\.)(?=\\s+\\p{Lu}\\p{Ll})", "Letter", same, 2),
];
