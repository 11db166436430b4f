import type { Facts } from "../../model/facts.ts";
import type { CalendarDate, Instant } from "../../model/time.ts";
import type { DocumentLink } from "../../model/version.ts";
import { rins as rinsIn } from "../../snapshots/citations.ts";

/** What a piece of news names: documents of the Federal Register, RINs, dockets at regulations.gov, bills (`hr2683-119`). */
export interface References {
  readonly documents: readonly string[];
  readonly rins: readonly string[];
  readonly dockets: readonly string[];
  readonly bills: readonly string[];
}

/** Looks in the words and in the addresses of links. Bills named without their congress are of the one that sat on the day. */
export function references(
  text: string,
  addresses: readonly string[],
  date: CalendarDate | Instant | null,
): References {
  const places = [...addresses, text].join("\n").replaceAll(/[‐-―−]/g, "-");
  return {
    documents: all(places, [
      /federalregister\.gov\/(?:d|documents\/\d{4}\/\d\d\/\d\d)\/((?:[A-Z]\d-)?\d{4}-\d{5})\b/g,
      /govinfo\.gov\/\S{0,200}?\/FR-\d{4}-\d\d-\d\d\/(?:\w+\/)?((?:[A-Z]\d-)?\d{4}-\d{5})\b/g,
      /\bFR Doc(?:ument)?s?\.?(?: No\.?)? ((?:[A-Z]\d-)?\d{4}-\d{5})\b/gi,
      /\bFederal Register (?:document|doc\.?)(?: (?:number|no\.?))? ((?:[A-Z]\d-)?\d{4}-\d{5})\b/gi,
    ]),
    rins: rinsIn(places),
    dockets: all(places, [
      /regulations\.gov\/(?:docket|document|commenton)\/([A-Z]+(?:[-_][A-Z\d]+)*-(?:19|20)\d\d-\d{4})\b/g,
      /\b([A-Z]{2,}(?:-[A-Z]{2,}){0,6}-(?:19|20)\d\d-\d{4})\b/g,
    ]),
    bills: [...new Set([...linkedBills(places), ...namedBills(text, date)])],
  };
}

/** An entry that names more than these is a round-up, and announces none of them. */
const mostAnnounced = 3;

/** Ties between a piece of news and what it announces, so that it joins its thread. */
export function threadKeysOf({ documents, rins, dockets, bills }: References): readonly string[] {
  return [...few(rins, "rin"), ...few(dockets, "docket"), ...few(documents, "fr"), ...few(bills, "bill")];
}

function few(list: readonly string[], kind: string): readonly string[] {
  return list.length > mostAnnounced ? [] : list.map((one) => `${kind}:${one}`);
}

/** The documents a piece of news announces, or only mentions where there are many. */
export function linksOf({ documents, bills }: References): readonly DocumentLink[] {
  return [
    ...documents.slice(0, 20).map((key) => ({
      relation: relation(documents),
      key,
      source: "federal-register",
      url: `https://www.federalregister.gov/d/${key}`,
    })),
    ...bills.slice(0, 20).map((key) => ({ relation: relation(bills), key, source: "congress", url: billAddress(key) })),
  ];
}

function relation(list: readonly string[]): DocumentLink["relation"] {
  return list.length > mostAnnounced ? "related" : "announces";
}

/** What the rest of regwatch finds the news by. */
export function factsOf({ documents, rins, dockets, bills }: References): Facts {
  return {
    ...(documents.length === 1 ? { documentNumber: documents[0] ?? null } : {}),
    ...(rins.length > 0 ? { rins } : {}),
    ...(dockets.length > 0 ? { docketIds: dockets } : {}),
    ...(bills.length > 0 ? { bills } : {}),
  };
}

function all(text: string, patterns: readonly RegExp[]): readonly string[] {
  return [...new Set(patterns.flatMap((pattern) => Array.from(text.matchAll(pattern), (match) => match[1] ?? "")))];
}

const types: readonly (readonly [slug: string, type: string, name: RegExp])[] = [
  ["house-bill", "hr", /\bH\. ?R\. ?(\d{1,5})\b|\bHR ?(\d{1,5})\b/g],
  ["senate-bill", "s", /(?<![\w.] ?)S\. ?(\d{1,5})\b/g],
  ["house-joint-resolution", "hjres", /\bH\. ?J\. ?Res\. ?(\d{1,5})\b/gi],
  ["senate-joint-resolution", "sjres", /\bS\. ?J\. ?Res\. ?(\d{1,5})\b/gi],
  ["house-concurrent-resolution", "hconres", /\bH\. ?Con\. ?Res\. ?(\d{1,5})\b/gi],
  ["senate-concurrent-resolution", "sconres", /\bS\. ?Con\. ?Res\. ?(\d{1,5})\b/gi],
  ["house-resolution", "hres", /\bH\. ?Res\. ?(\d{1,5})\b/gi],
  ["senate-resolution", "sres", /\bS\. ?Res\. ?(\d{1,5})\b/gi],
];

function linkedBills(text: string): readonly string[] {
  const found = text.matchAll(/congress\.gov\/bill\/(\d{2,3})(?:st|nd|rd|th)-congress\/([a-z-]+)\/(\d{1,5})\b/g);
  return Array.from(found).flatMap(([, congress, slug, number]) => {
    const type = types.find((one) => one[0] === slug)?.[1];
    return type === undefined ? [] : [`${type}${number}-${congress}`];
  });
}

function namedBills(text: string, date: CalendarDate | Instant | null): readonly string[] {
  const congress = date === null ? null : congressOn(date);
  if (congress === null) return [];
  return types.flatMap(([, type, name]) =>
    Array.from(text.matchAll(name), (match) => `${type}${match[1] ?? match[2] ?? ""}-${congress}`),
  );
}

// A congress sits for two years from 3 January of an odd year (Amendment XX); the first began in 1789.
function congressOn(date: string): number {
  const year = Number(date.slice(0, 4)) - (date.slice(5, 10) < "01-03" ? 1 : 0);
  return Math.floor((year - 1789) / 2) + 1;
}

function billAddress(key: string): string {
  const [, type, number, congress] = /^([a-z]+)(\d+)-(\d+)$/.exec(key) ?? [];
  const slug = types.find((one) => one[1] === type)?.[0] ?? "";
  return `https://www.congress.gov/bill/${congress}${ordinal(Number(congress))}-congress/${slug}/${number}`;
}

function ordinal(count: number): string {
  if (count % 100 >= 11 && count % 100 <= 13) return "th";
  return ["th", "st", "nd", "rd"][count % 10] ?? "th";
}
