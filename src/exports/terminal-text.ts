import { columnsOf, lineParts } from "../model/printable.ts";

/** Words in one style. */
export interface Run {
  readonly text: string;
  readonly style: "plain" | "bold" | "dim" | "section" | "insert" | "delete" | "moved";
}

/** Colour by the codes of ECMA-48; underline and strike-through say the same to those who see no colour. */
export function paint({ text, style }: Run, colour: boolean): string {
  return colour && codes[style] !== "" ? `\u001b[${codes[style]}m${text}\u001b[0m` : text;
}

const codes: Readonly<Record<Run["style"], string>> = {
  plain: "",
  bold: "1",
  dim: "2",
  section: "1;36",
  insert: "4;32",
  delete: "9;31",
  moved: "34",
};

/** Breaks runs into lines of at most `columns`, at spaces and between Chinese characters, which count as two. */
export function wrap(runs: readonly Run[], columns: number): readonly (readonly Run[])[] {
  if (columns === Infinity) return [runs];
  const lines: Run[][] = [];
  let line: Run[] = [];
  let width = 0;
  for (const { text, style } of runs) {
    let taken = "";
    for (const piece of lineParts(text)) {
      if (width > 0 && width + columnsOf(piece.trimEnd()) > columns) {
        lines.push([...line, { text: taken.trimEnd(), style }]);
        line = [];
        taken = "";
        width = 0;
      }
      taken += piece;
      width += columnsOf(piece);
    }
    line.push({ text: taken, style });
  }
  return [...lines, line];
}
