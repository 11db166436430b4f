import type { Block } from "../model/text.ts";
import { readEntityCell } from "./entity-cell.ts";
import { compareRows, type RowChange } from "./rows.ts";

/** Rows of which the same can be said: what became of them, under what they stand, and what they are. */
export interface RowGroup {
  readonly what: RowEvent;
  /** The column that reads otherwise now, as the table names it; `null` for whole rows. */
  readonly column: string | null;
  readonly table: string;
  /** The country of entities, the outermost key of rows with two; empty for others. */
  readonly under: string;
  readonly names: readonly string[];
  /** The only row's cell before and after, where one changed. */
  readonly before: string;
  readonly after: string;
  readonly noun: Noun;
}

export type RowEvent = "added" | "removed" | "renamed" | "aliases" | "address" | "changed";
export type Noun = readonly [one: string, many: string];

/** What happened to the rows of two readings, in groups, those that matter most first. */
export function rowGroups(before: readonly Block[], after: readonly Block[]): readonly RowGroup[] {
  const facets = withRenames(compareRows(before, after)).flatMap(facetsOf);
  const groups = Map.groupBy(facets, ({ what, column, table, under }) => [what, column, table, under].join("\u0000"));
  return [...groups.values()]
    .map((same) => {
      const [first] = same as [RowGroup];
      return same.length === 1 ? first : { ...first, names: same.flatMap(({ names }) => names), before: "", after: "" };
    })
    .toSorted((a, b) => events.indexOf(a.what) - events.indexOf(b.what));
}

const events: readonly RowEvent[] = ["added", "removed", "renamed", "changed", "aliases", "address"];

type Renamed = Omit<RowChange, "kind"> & { readonly kind: RowChange["kind"] | "renamed" };

// An entity whose new name or alias is an old one of a row that went is the same entity under another name.
function withRenames(changes: readonly RowChange[]): readonly Renamed[] {
  const gone = new Map<string, RowChange[]>();
  for (const change of changes) {
    if (change.kind !== "removed" || entityColumn(change) < 0) continue;
    for (const name of knownAs(change.before, change)) gone.set(name, [...(gone.get(name) ?? []), change]);
  }
  const taken = new Set<RowChange>();
  const joined = changes.map((change): Renamed => {
    const origins =
      change.kind === "added" ? knownAs(change.after, change).flatMap((name) => gone.get(name) ?? []) : [];
    const origin = origins.find((one) => !taken.has(one));
    if (origin === undefined) return change;
    taken.add(origin);
    return { ...change, kind: "renamed", before: origin.before };
  });
  return joined.filter((change) => !taken.has(change as RowChange));
}

// Its names and aliases, within its table and country.
function knownAs(cells: readonly string[], change: RowChange): readonly string[] {
  return namesIn(cells, change).map((name) => [change.table, change.keys[0], name].join("\u0000"));
}

function namesIn(cells: readonly string[], change: RowChange): readonly string[] {
  const { name, aliases } = readEntityCell(cells[entityColumn(change)] ?? "");
  return [name, ...aliases].map((each) =>
    each
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
      .trim(),
  );
}

function entityColumn({ columns, keys }: Pick<RowChange, "columns" | "keys">): number {
  return keys.length < 2 ? -1 : columns.findIndex((column) => /entit|person|part(?:y|ies)/i.test(column));
}

function facetsOf(change: Renamed): readonly RowGroup[] {
  const { kind, columns, keys, table, before, after } = change;
  const names = [keys.at(-1) ?? (after[0] || before[0] || "")];
  const base = {
    table,
    under: keys.length > 1 ? keys.slice(0, -1).join(", ") : "",
    names,
    before: "",
    after: "",
    noun: nounOf(columns, keys.length),
  };
  if (kind === "added" || kind === "removed") return [{ ...base, what: kind, column: null }];
  const renamed: readonly RowGroup[] =
    kind === "renamed"
      ? [
          {
            ...base,
            what: "renamed",
            column: null,
            before: entityName(before, change),
            after: entityName(after, change),
          },
        ]
      : [];
  return [...renamed, ...cellFacets(change, base)];
}

function cellFacets(change: Renamed, base: Omit<RowGroup, "what" | "column">): readonly RowGroup[] {
  const { columns, before, after } = change;
  const entity = entityColumn(change);
  const width = Math.max(before.length, after.length);
  return Array.from({ length: width }, (_, index) => index).flatMap((index): readonly RowGroup[] => {
    const [old, current] = [before[index] ?? "", after[index] ?? ""];
    if (flat(old) === flat(current)) return [];
    if (index === entity) return entityFacets(old, current, base);
    return [{ ...base, what: "changed", column: columns[index] ?? null, before: old, after: current }];
  });
}

function entityFacets(old: string, current: string, base: Omit<RowGroup, "what" | "column">): readonly RowGroup[] {
  const [was, is] = [readEntityCell(old), readEntityCell(current)];
  const aliases = [was, is].map((cell) => cell.aliases.map(flat).toSorted().join("; "));
  const facets: RowGroup[] = [];
  if (aliases[0] !== aliases[1])
    facets.push({
      ...base,
      what: "aliases",
      column: null,
      before: was.aliases.join("; "),
      after: is.aliases.join("; "),
    });
  if (flat(was.rest) !== flat(is.rest))
    facets.push({ ...base, what: "address", column: null, before: was.rest, after: is.rest });
  return facets;
}

function entityName(cells: readonly string[], change: Renamed): string {
  return readEntityCell(cells[entityColumn(change)] ?? "").name;
}

// Spaces and quotes are the typesetter's.
function flat(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/[“”„]/g, '"')
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/[—–-]+/g, "-")
    .replaceAll(/\s+/g, " ")
    .trim();
}

function nounOf(columns: readonly string[], keys: number): Noun {
  const column = columns[keys - 1] ?? "";
  return nouns.find(([pattern]) => pattern.test(column))?.[1] ?? ["row", "rows"];
}

const nouns: readonly (readonly [RegExp, Noun])[] = [
  [/entit/i, ["entity", "entities"]],
  [/person/i, ["person", "persons"]],
  [/countr|territor|destination/i, ["country", "countries"]],
  [/region/i, ["region", "regions"]],
  [/\bname\b|part(?:y|ies)/i, ["name", "names"]],
  [/\bECCN\b/i, ["ECCN", "ECCNs"]],
];
