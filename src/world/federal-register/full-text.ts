/** The text of a document: what stands in its preamble, and its body in reading order. */
export interface FullText {
  /** As in `Bureau of Industry and Security, Department of Commerce.` */
  readonly agencyLine?: string;
  readonly summary?: string;
  /** The DATES section, a paragraph each. */
  readonly dates?: readonly string[];
  readonly addresses?: string;
  readonly contact?: string;
  readonly body: readonly TextBlock[];
  /** `["Dated: March 5, 2026.", "Name,", "Office."]` */
  readonly signature?: readonly string[];
  readonly billingCode: string;
}

export type TextBlock =
  | { readonly kind: "heading"; readonly level: number; readonly text: string }
  | { readonly kind: "paragraph" | "item" | "instruction" | "authority" | "stars"; readonly text: string }
  | { readonly kind: "footnote"; readonly mark: string; readonly text: string }
  | { readonly kind: "subjects"; readonly title: string; readonly text: string }
  | { readonly kind: "part"; readonly title: string; readonly part: string; readonly text: string }
  | { readonly kind: "section"; readonly number: string; readonly text: string }
  | {
      readonly kind: "table";
      readonly text: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

/**
 * Reads a body written as plain lines, one block a line:
 * `# I. Background` heading (`##` deeper) · `- …` indented item · `^1 …` footnote · `=List of Subjects in 15 CFR Part 744| …` subjects ·
 * `@part 15 744 CONTROL POLICY` begins the amendments of a CFR part · `@authority …` · `@amend 2. …` · `§ 744.99 | Subject.` section ·
 * `***` asterisks · `|a|b|` table, its first row the column heads, after `@table Title` · anything else a paragraph.
 * Inside text, `_words_` are italic, `[^1]` calls footnote 1 and `[page]` is where a printed page begins.
 */
export function readBody(source: string): readonly TextBlock[] {
  const blocks: TextBlock[] = [];
  let table: { text: string; columns: readonly string[] | null; rows: (readonly string[])[] } | null = null;
  const endTable = () => {
    if (table?.columns) blocks.push({ kind: "table", text: table.text, columns: table.columns, rows: table.rows });
    table = null;
  };
  for (const line of source.split("\n").map((raw) => raw.trim())) {
    if (line === "") continue;
    if (line.startsWith("|")) {
      const cells = line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim());
      if (table === null) table = { text: "", columns: cells, rows: [] };
      else if (table.columns === null) table.columns = cells;
      else table.rows.push(cells);
      continue;
    }
    endTable();
    if (line.startsWith("@table")) table = { text: line.slice(6).trim(), columns: null, rows: [] };
    else blocks.push(blockOf(line));
  }
  endTable();
  return blocks;
}

function blockOf(line: string): TextBlock {
  const heading = /^(#{1,4}) (.*)$/.exec(line);
  if (heading) return { kind: "heading", level: heading[1]?.length ?? 1, text: heading[2] ?? "" };
  const footnote = /^\^(\w+) (.*)$/.exec(line);
  if (footnote) return { kind: "footnote", mark: footnote[1] ?? "", text: footnote[2] ?? "" };
  const subjects = /^=([^|]*)\|(.*)$/.exec(line);
  if (subjects) return { kind: "subjects", title: subjects[1]?.trim() ?? "", text: subjects[2]?.trim() ?? "" };
  const part = /^@part (\S+) (\S+) (.*)$/.exec(line);
  if (part) return { kind: "part", title: part[1] ?? "", part: part[2] ?? "", text: part[3] ?? "" };
  const section = /^(§ \S+) \| (.*)$/.exec(line);
  if (section) return { kind: "section", number: section[1] ?? "", text: section[2] ?? "" };
  if (line.startsWith("@authority ")) return { kind: "authority", text: line.slice(11) };
  if (line.startsWith("@amend ")) return { kind: "instruction", text: line.slice(7) };
  if (line === "***") return { kind: "stars", text: "* * * * *" };
  if (line.startsWith("- ")) return { kind: "item", text: line.slice(2) };
  return { kind: "paragraph", text: line };
}

/** A stretch of text: words as they are, in italics, a call of a footnote, or the beginning of a printed page. */
export interface Stretch {
  readonly kind: "words" | "italic" | "note" | "page";
  readonly text: string;
}

export function stretchesOf(text: string): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const piece of text.split(/((?<=^|[\s(“])_[^_]+_|\[\^\w+\]|\[page\])/)) {
    if (piece === "") continue;
    if (piece === "[page]") stretches.push({ kind: "page", text: "" });
    else if (piece.startsWith("[^")) stretches.push({ kind: "note", text: piece.slice(2, -1) });
    else if (/^_[^_]+_$/.test(piece)) stretches.push({ kind: "italic", text: piece.slice(1, -1) });
    else stretches.push({ kind: "words", text: piece });
  }
  return stretches;
}

/** The words alone, for searching and for the forms without typesetting. */
export function plainWords(text: string): string {
  return stretchesOf(text)
    .map((stretch) => (stretch.kind === "words" || stretch.kind === "italic" ? stretch.text : ""))
    .join("");
}
