import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { agencyByPrintedName } from "./agencies.ts";
import { easternTime } from "./document.ts";
import type { DocumentType, FederalRegisterStory, RegisterDocument } from "./document.ts";
import type { FullText } from "./full-text.ts";
import { longDates } from "./printed.ts";
import { readRecordedText } from "./recorded-text.ts";

/** A row of a recording's `manifest.json`. */
interface ManifestRow {
  readonly file: string;
  readonly document_number: string;
  readonly publication_date: string;
  readonly title: string;
  readonly action: string | null;
  readonly cfr: string | null;
  readonly rin: string | null;
  readonly docket: string | null;
}

/**
 * Real documents as a story: a folder with `manifest.json` and a text file (or `.gz`) for each row. Oldest first; each appears on its
 * publication day at 6:00 Eastern, and is filed when its text says so.
 */
export async function loadRecorded(folder: string): Promise<FederalRegisterStory> {
  const rows = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")) as readonly ManifestRow[];
  const present = new Set(await readdir(folder));
  const ordered = rows
    .filter((row) => present.has(basename(row.file)))
    .toSorted((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1));
  const documents: RegisterDocument[] = [];
  for (const [index, row] of ordered.entries()) {
    documents.push(documentOf(row, await readText(join(folder, basename(row.file))), index));
  }
  return { documents };
}

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file);
  return (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
}

function orderKey(row: ManifestRow): string {
  return `${row.publication_date} ${row.document_number}`;
}

function documentOf(row: ManifestRow, source: string, index: number): RegisterDocument {
  const { text, agencies, filed } = readRecordedText(source, row.title);
  const published = Temporal.PlainDate.from(row.publication_date);
  const dates = text.dates?.join(" ");
  const slugs = agencies.map((printed) => agencyByPrintedName(printed)?.slug).filter((slug) => slug !== undefined);
  return {
    number: row.document_number,
    type: typeOf(row),
    title: row.title,
    agencies: slugs.length > 0 ? slugs : ["commerce-department", "industry-and-security-bureau"],
    ...(row.action === null ? {} : { action: row.action }),
    ...(text.summary === undefined ? {} : { abstract: text.summary }),
    ...(row.cfr === null ? {} : { cfr: cfrReferences(row.cfr) }),
    ...(row.docket === null ? {} : { docketIds: [`Docket No. ${row.docket}`] }),
    ...(row.rin === null ? {} : { rins: [row.rin] }),
    ...(dates === undefined ? {} : { dates }),
    ...statedDates(text),
    ...(filed === null ? {} : { filing: filingOf(filed, published) }),
    volume: published.year - 1935,
    startPage: published.dayOfYear * 130 + index,
    pages: Math.max(1, Math.round(source.length / 6000)),
    publishedOn: row.publication_date,
    text,
  };
}

function typeOf(row: ManifestRow): DocumentType {
  const action = row.action?.toLowerCase() ?? "";
  if (action.includes("proposed rule")) return "Proposed Rule";
  return /\brule\b|correcting amendment/.test(action) ? "Rule" : "Notice";
}

function cfrReferences(line: string): readonly { readonly title: number; readonly part: string }[] {
  const title = Number(/^\d+/.exec(line)?.[0] ?? 15);
  return [...line.replace(/^\d+ CFR/, "").matchAll(/\d+/g)].map(([part]) => ({ title, part }));
}

/** The one effective date and the one comment date that the publisher takes from the DATES section. */
function statedDates(text: FullText): { effectiveOn?: string; commentsCloseOn?: string } {
  const found: { effectiveOn?: string; commentsCloseOn?: string } = {};
  for (const sentence of (text.dates ?? []).flatMap((paragraph) => paragraph.split(/(?<=\.) /))) {
    const date = longDates(sentence)[0];
    if (date === undefined) continue;
    if (/comment/i.test(sentence)) found.commentsCloseOn ??= date;
    else if (/effective/i.test(sentence)) found.effectiveOn ??= date;
  }
  return found;
}

/** `1-3-25` and `8:45 am` as the last line of a document has them. */
function filingOf(
  filed: { readonly date: string; readonly time: string },
  published: Temporal.PlainDate,
): NonNullable<RegisterDocument["filing"]> {
  const [month, day, year] = filed.date.split("-").map(Number);
  const [hour, minute] = filed.time.split(/[: ]/).map(Number);
  const afternoon = filed.time.endsWith("pm") && (hour ?? 0) < 12 ? 12 : 0;
  const date = Temporal.PlainDate.from({ year: 2000 + (year ?? 0), month: month ?? 1, day: day ?? 1 });
  const onDesk = Temporal.PlainDate.compare(date, published) < 0 ? date : published.subtract({ days: 1 });
  const time = `${String((hour ?? 8) + afternoon).padStart(2, "0")}:${String(minute ?? 45).padStart(2, "0")}`;
  return { at: easternTime(onDesk.toString(), time), kind: time === "08:45" ? "regular" : "special" };
}
