import { checkBody } from "../../lib/body-check.ts";
import { bodyHash, hashJson } from "../../lib/hash.ts";
import { ReadingError, WrongBodyError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import type { PollContext, PollEnd, Sighting } from "../../model/source.ts";
import { heldOnce, isBelieved } from "../policy-page/hold.ts";
import { documentKey } from "./extract.ts";
import { readTable, type KeyedTable } from "./keyed-table.ts";
import { cursorJson, readCursor, readMemory, type Cursor } from "./memory.ts";
import { readingParams, type TableParams } from "./params.ts";

type Context = PollContext<TableParams>;

/** One look at the table: equal bytes first, then its rows. A table that lost columns or most of its rows is not believed. */
export async function* pollTable(context: Context): AsyncGenerator<Sighting, PollEnd, void> {
  const { params, known } = context;
  const recipe = hashJson(readingParams(params));
  const kept = readCursor(context.cursor);
  // What the feed says otherwise about the table must be tried on it, whatever the bytes.
  const before = kept.recipe === recipe ? kept : null;
  const isSettled = before !== null && settled(before, context);
  const response = await served(context, isSettled ? before : null);
  const bytes = response.status === 304 ? before?.bytes : bodyHash(response.body);
  if (before !== null && isSettled && bytes === before.bytes) {
    for (const key of known.keys()) yield { kind: "unchanged", key, looked: "all" };
    return {
      cursor: cursorJson({ ...before, ...(response.status === 304 ? {} : validatorsOf(response)), held: null }),
    };
  }
  refuseWrongBody(response, params);
  const table = readTable(response, params);
  if (before !== null) refuseOtherColumns(table, before, params, response);
  const rows = [...table.documents.values()].reduce((sum, { length }) => sum + length, 0);
  if (rows === 0)
    throw new ReadingError(`${new URL(response.url).host}: no row of the table is one of the feed's; check \`only\`.`);
  const next = { recipe, bytes: bytes ?? null, ...validatorsOf(response), columns: table.served, rows, held: null };
  const documents = hashes(table, params);
  if (before !== null && rows < before.rows / 2) {
    const held = heldOnce(before.held, hashJson([...table.documents]), context.now());
    if (!isBelieved(held, context.now())) return doubted(response, { ...before, held }, rows);
  }
  for (const [key, hash] of Object.entries(documents)) {
    if (readMemory(known.get(key)?.state) === hash) yield { kind: "unchanged", key, looked: "all" };
    else yield { kind: "captured", key, parts: [{ role: "table", response }], state: { rows: hash } };
  }
  return { cursor: cursorJson({ ...next, documents }), warnings: warningsOf(table, documents, context) };
}

// What was read and is not kept waits for a second look.
function settled({ documents, held }: Cursor, { known }: Context): boolean {
  return held === null && Object.entries(documents).every(([key, rows]) => readMemory(known.get(key)?.state) === rows);
}

function hashes(table: KeyedTable, params: TableParams): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...table.documents].map(([value, rows]) => [documentKey(params, value), hashJson([table.columns, rows])]),
  );
}

// The bytes are asked for again: nothing that was seen now counts.
function doubted(response: Fetched, before: Cursor, rows: number): PollEnd {
  const host = new URL(response.url).host;
  return {
    cursor: cursorJson(before),
    warnings: [
      `${host}: the table has ${rows} rows, and had ${before.rows}. It counts as a change once it has stood for a day.`,
    ],
  };
}

const accept: Readonly<Record<TableParams["format"], string>> = {
  json: "application/json, */*;q=0.1",
  csv: "text/csv, text/plain;q=0.9, */*;q=0.1",
  tsv: "text/tab-separated-values, text/plain;q=0.9, */*;q=0.1",
  html: "text/html, application/xhtml+xml, */*;q=0.1",
  list: "text/html, application/xhtml+xml, */*;q=0.1",
};

const maxBytes = 150_000_000;

async function served({ params, fetch, signal }: Context, before: Cursor | null): Promise<Fetched> {
  signal.throwIfAborted();
  const { pathname, search } = new URL(params.url);
  const url = params.baseUrl === undefined ? params.url : params.baseUrl + pathname + search;
  const validators = {
    ...(before?.etag == null ? {} : { etag: before.etag }),
    ...(before?.lastModified == null ? {} : { lastModified: before.lastModified }),
  };
  const asking = Object.keys(validators).length > 0;
  return fetch(url, {
    accept: accept[params.format],
    maxBytes,
    ...(asking && { validators }),
    ...(before?.bytes != null && { knownBytes: before.bytes }),
  });
}

function validatorsOf({ headers }: Fetched): Pick<Cursor, "etag" | "lastModified"> {
  return { etag: headers["etag"] ?? null, lastModified: headers["last-modified"] ?? null };
}

function refuseWrongBody({ body, headers, url }: Fetched, { format }: TableParams): void {
  const expected = format === "json" ? "json" : format === "html" || format === "list" ? "html" : "text";
  const problem = checkBody(body, headers, expected);
  if (problem !== null) throw new WrongBodyError(`${new URL(url).host} sent ${problem.what} instead of the table.`);
}

// A renamed column would read as a change of every row.
function refuseOtherColumns({ served: now }: KeyedTable, before: Cursor, params: TableParams, { url }: Fetched): void {
  if (params.columns !== undefined) return;
  const counts = (column: string): boolean => !params.ignore.includes(column);
  const lost = before.columns.filter((column) => !now.includes(column)).filter(counts);
  const gained = now.filter((column) => !before.columns.includes(column)).filter(counts);
  if (lost.length + gained.length === 0) return;
  const said = [
    lost.length === 0 ? "" : `lost “${lost.join("”, “")}”`,
    gained.length === 0 ? "" : `has gained “${gained.join("”, “")}”`,
  ];
  throw new ReadingError(
    `${new URL(url).host}: the table ${said.filter((part) => part !== "").join(" and ")}. Name the columns that count in \`columns\`, and the rows are compared again.`,
  );
}

function warningsOf(
  { repeated }: KeyedTable,
  documents: Readonly<Record<string, string>>,
  { params, known }: Context,
): readonly string[] {
  const warnings: string[] = [];
  const [first] = repeated;
  if (first !== undefined && !params.repeats)
    warnings.push(
      `${repeated.length === 1 ? "A key stands" : `${repeated.length} keys stand`} in several rows (“${first}”), which are read as one. Add a column to \`key\`, or set \`repeats\` if that is as it should be.`,
    );
  const gone = [...known.keys()].filter((key) => documents[key] === undefined);
  for (const key of gone) warnings.push(`${key} has no rows any more. Nothing counts as gone.`);
  return warnings;
}
