import type { Piece } from "./piece.ts";

/** A row as it stands in the page. `header` where all its cells are header cells. */
export interface TableRow {
  readonly cells: readonly string[];
  readonly header: boolean;
}

/**
 * A table as one piece a row, cells parted by ` | `. Each row is known by its first cell under that column's header (`Region: China`);
 * where the first cell is blank, as under a country that is named once, the one above counts. Lists of entities by country
 * (Supplement No. 4 to 15 CFR part 744) are known by both, and say the country in every row, so that a row that comes to stand first under
 * it does not change the next one.
 */
export function tablePieces(rows: readonly TableRow[], markers: readonly string[]): readonly Piece[] {
  const filled = rows.filter((row) => row.cells.some((cell) => cell !== ""));
  const width = Math.max(0, ...filled.map((row) => row.cells.length));
  const headerAt = filled.findIndex((row) => row.header);
  const headers = headerAt === 0 ? (filled[0]?.cells ?? []) : [];
  const byTwo =
    /countr|destination/i.test(headers[0] ?? "") && /entit|name|part(?:y|ies)|persons?\b/i.test(headers[1] ?? "");
  let above = "";
  return filled.map((row) => {
    if (row.header || width < 2) return { kind: "row", text: joined(row.cells), markers };
    const [first = "", ...others] = row.cells;
    if (first !== "") above = first;
    const keys = [keyed(headers[0], above)];
    if (byTwo) keys.push(entityName(others[0] ?? ""));
    const text = joined(byTwo ? [above, ...others] : row.cells);
    return { kind: "row", text, markers, keys: keys.filter((key) => key !== "") };
  });
}

function joined(cells: readonly string[]): string {
  const last = cells.findLastIndex((cell) => cell.trim() !== "");
  return cells
    .slice(0, last + 1)
    .join(" | ")
    .trim();
}

const longestKey = 60;

function keyed(header: string | undefined, cell: string): string {
  if (cell === "") return "";
  const named = header !== undefined && header !== "" && header.length <= 40 ? `${header}: ${cell}` : cell;
  return named.length > longestKey ? `${named.slice(0, longestKey).trimEnd()}…` : named;
}

// "Huawei Technologies Co., Ltd. (Huawei), a.k.a., the following …": the name before its aliases and addresses.
function entityName(cell: string): string {
  const name =
    /^.*?(?=,?\s*\(?(?:a\.k\.a|f\.k\.a|d\.b\.a|also known as|aka)\b|[;:]|\s*\(See\b|\.\s(?=\d)|, (?!(?:Co|Ltd|Inc|LLC|Corp|L\.L\.C|S\.A|GmbH|PLC|LLP|Limited|Pte|Pvt)\b)|$)/i.exec(
      cell,
    )?.[0];
  const bare = (name === undefined || name === "" ? cell : name).trim();
  return bare.length > longestKey ? `${bare.slice(0, longestKey).trimEnd()}…` : bare;
}
