import { billId } from "./bill-id.ts";
import type { BillRecord, BillVersion } from "./record.ts";

/** A print of a bill's text. `addresses` are where it may be, most likely first; none where it is announced and not there yet. */
export interface TextVersion {
  /** As in file names: `ih`, `rh`, `eh`, `rfs`, `enr`, `plaw`. */
  readonly code: string;
  /** As Congress names it: `Engrossed in House`. */
  readonly name: string;
  /** Eastern calendar date; engrossed prints often state none. */
  readonly date: string | null;
  readonly addresses: readonly string[];
}

/** A bill's prints along the way of a bill through Congress, the most advanced last. */
export function textVersions(record: BillRecord): readonly TextVersion[] {
  const found = new Map<string, TextVersion>();
  for (const raw of record.textVersions) {
    const version = textVersion(record, raw);
    const known = version === null ? undefined : found.get(version.code);
    if (version !== null && (known === undefined || known.addresses.length === 0)) found.set(version.code, version);
  }
  const own = record.type.startsWith("h") ? "h" : "s";
  return [...found.values()].toSorted(
    (a, b) => rank(a.code, own) - rank(b.code, own) || (a.date ?? "").localeCompare(b.date ?? ""),
  );
}

function textVersion(record: BillRecord, { type, date, formats }: BillVersion): TextVersion | null {
  const name = (type ?? "").trim();
  const urls = formats.map((format) => format.url);
  const law = urls.map((url) => /PLAW-(\d+publ\d+)/i.exec(url)?.[1] ?? "").find((found) => found !== "");
  const stated = urls.map((url) => /BILLS-\d+[a-z]+\d+([a-z]+\d?)\b/i.exec(url)?.[1] ?? "").find((code) => code !== "");
  const code = law !== undefined ? "plaw" : (stated?.toLowerCase() ?? codeOf(name));
  if (name === "" || code === null) return null;
  return {
    code,
    name,
    date: easternDate(date),
    addresses: formats.length === 0 ? [] : addresses(record, code, law, urls),
  };
}

// congress.gov turns programs away; govinfo has the same files. The law's XML is not where the status file says.
function addresses(
  { congress, type, number }: BillRecord,
  code: string,
  law: string | undefined,
  urls: readonly string[],
): readonly string[] {
  const base = "https://www.govinfo.gov/content/pkg";
  const bill = `BILLS-${congress}${type}${number}${code}`;
  const usual = law === undefined ? `${base}/${bill}/xml/${bill}.xml` : `${base}/PLAW-${law}/uslm/PLAW-${law}.xml`;
  const given = urls.filter((url) => /^https:\/\/www\.govinfo\.gov\/.*\.xml$/.test(url));
  return [...new Set(law === undefined ? [...given, usual] : [usual, ...given])];
}

/** Where the print is for people, as a PDF. */
export function printedPdf({ congress, type, number, laws }: BillRecord, code: string): string | null {
  const law = code === "plaw" ? lawNumber(laws[0]?.number) : null;
  if (code === "plaw" && law === null) return null;
  const name = law === null ? `BILLS-${congress}${type}${number}${code}` : `PLAW-${law.replace("-", "publ")}`;
  return `https://www.govinfo.gov/content/pkg/${name}/pdf/${name}.pdf`;
}

/** `119-12`, or null. */
export function lawNumber(text: string | undefined): string | null {
  return /\d{1,6}-\d{1,6}/.exec(text ?? "")?.[0] ?? null;
}

/** The code in a text's address, with the bill it says it is of; null where it is no text of this bill. */
export function versionInUrl(record: BillRecord, url: string): string | null {
  if (/PLAW-\d+publ\d+/i.test(url)) return "plaw";
  const [, congress, type, number, code] = /BILLS-(\d+)([a-z]+)(\d+)([a-z]+\d?)\b/i.exec(url) ?? [];
  const named = billId(congress ?? "", type ?? "", number ?? "");
  return named === billId(record.congress, record.type, record.number) ? (code ?? "").toLowerCase() : null;
}

function codeOf(name: string): string | null {
  return codes.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

const codes: readonly (readonly [RegExp, string])[] = [
  [/^introduced in (?:the )?house/i, "ih"],
  [/^introduced in (?:the )?senate/i, "is"],
  [/^reported (?:in|to) (?:the )?house/i, "rh"],
  [/^reported (?:in|to) (?:the )?senate/i, "rs"],
  [/^engrossed in (?:the )?house/i, "eh"],
  [/^engrossed in (?:the )?senate/i, "es"],
  [/^engrossed amendment house/i, "eah"],
  [/^engrossed amendment senate/i, "eas"],
  [/^(?:referred|received) in (?:the )?senate/i, "rfs"],
  [/^(?:referred|received) in (?:the )?house/i, "rfh"],
  [/^placed on calendar senate/i, "pcs"],
  [/^placed on calendar house/i, "pch"],
  [/^enrolled/i, "enr"],
  [/^public law/i, "plaw"],
];

// The chamber where a bill began, then the other, then both.
function rank(code: string, own: "h" | "s"): number {
  if (code === "plaw") return 70;
  if (code.startsWith("enr")) return 60;
  if (/^(?:ea|pp|pap)/.test(code)) return 50;
  const isOwn = code.replace(/\d$/, "").endsWith(own);
  if (/^(?:i[hsp]|ip[hs])/.test(code)) return 10;
  if (/^(?:rc|ri|cp)/.test(code)) return 12;
  if (/^(?:r[hs]|rt|rps)\d?$/.test(code)) return isOwn ? 20 : 45;
  if (/^(?:cd|pc|lt)/.test(code)) return isOwn ? 25 : 42;
  if (/^(?:e|at)/.test(code)) return isOwn ? 30 : 48;
  if (/^r[df]/.test(code)) return 40;
  return 35;
}

/** Publishers state midnight in Washington as an instant: `2021-01-06T05:00:00Z`. */
export function easternDate(stated: string | null | undefined): string | null {
  const text = (stated ?? "").trim();
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  try {
    return Temporal.Instant.from(text).toZonedDateTimeISO("America/New_York").toPlainDate().toString();
  } catch {
    return null;
  }
}
