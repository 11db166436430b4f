import { StatusError, WrongBodyError } from "../../../src/model/errors.ts";
import type { Fetch } from "../../../src/model/snapshot.ts";
import { federalRegister } from "../../../src/sources/federal-register.ts";
import { pollOnce, type Memory } from "./poll.ts";
import { served } from "./served.ts";

type Record_ = Readonly<Record<string, unknown>> & { readonly document_number: string };

/** A publisher in memory that answers as the Federal Register does; whatever it does not know is a 404, as the door reports it. */
export interface Publisher {
  published: Record_[];
  filed: Record_[];
  /** Texts by path. */
  readonly texts: Map<string, string>;
  /** Answers that stand in for the usual ones: a body, a status, or an error to throw. The longest matching path wins. */
  readonly instead: Map<string, string | number | Error>;
  perPage: number;
  readonly requests: URL[];
  readonly fetch: Fetch;
}

export function publisher(): Publisher {
  const own: Publisher = {
    published: [],
    filed: [],
    texts: new Map(),
    instead: new Map(),
    perPage: 200,
    requests: [],
    async fetch(address, options) {
      const url = new URL(address);
      own.requests.push(url);
      const answer = answerOf(own, url);
      if (answer instanceof Error) throw answer;
      const status = typeof answer === "number" ? answer : 200;
      if (status !== 200 && options?.allowStatus?.includes(status) !== true) {
        throw new StatusError(`${address} answered ${status}.`, status);
      }
      const body = typeof answer === "number" ? "" : answer;
      if (status === 200 && options?.expect === "json" && !body.startsWith("{")) {
        throw new WrongBodyError(`${address} answered with something that is not JSON.`);
      }
      return served(body, options?.expect === "json" ? "application/json" : "text/plain", {
        url: address,
        finalUrl: address,
        status,
      });
    },
  };
  return own;
}

/** A published record with everything the API states, and the text behind it. */
export function publish(own: Publisher, number: string, date: string, over: Record<string, unknown> = {}): void {
  const path = `/documents/full_text/xml/${date.replaceAll("-", "/")}/${number}.xml`;
  own.published.push({
    abstract: `About ${number}.`,
    action: "Final rule.",
    agencies: [{ name: "Industry and Security Bureau", slug: "industry-and-security-bureau" }],
    cfr_references: [{ title: 15, part: "744" }],
    citation: "96 FR 101",
    comments_close_on: null,
    correction_of: null,
    corrections: [],
    dates: "This rule is effective March 3, 2031.",
    docket_ids: ["310301-0042"],
    document_number: number,
    effective_on: "2031-03-03",
    full_text_xml_url: `https://www.federalregister.gov${path}`,
    html_url: `https://www.federalregister.gov/documents/${number}`,
    page_views: { count: 1 },
    publication_date: date,
    regulation_id_numbers: [],
    title: `Title of ${number}`,
    type: "Rule",
    ...over,
  });
  if (!own.texts.has(path)) own.texts.set(path, rule(`Text of ${number}.`));
}

/** A filing on the desk, and its text. */
export function file(
  own: Publisher,
  number: string,
  publicationDate: string,
  over: Record<string, unknown> = {},
): void {
  const path = `/public-inspection/raw_text/${number}.txt`;
  own.filed.push({
    agencies: [{ name: "Industry and Security Bureau", slug: "industry-and-security-bureau" }],
    docket_numbers: [],
    document_number: number,
    editorial_note: null,
    filed_at: "2031-03-03T08:45:00.000-05:00",
    filing_type: "special",
    num_pages: 3,
    publication_date: publicationDate,
    raw_text_url: `https://www.federalregister.gov${path}`,
    title: `Title of ${number}  `,
    type: "Rule",
    ...over,
  });
  own.texts.set(
    path,
    `DEPARTMENT OF COMMERCE\n\n15 CFR Part 744\n\nTitle of ${number}\n\nSUMMARY: Text of ${number}.\n`,
  );
}

export function rule(text: string): string {
  return `<RULE><PREAMB><AGENCY>COMMERCE</AGENCY><SUM><HD SOURCE="HED">SUMMARY:</HD><P>${text}</P></SUM></PREAMB></RULE>`;
}

/** Polls the publisher once, as the feed's next poll would. */
export function poll(
  own: Publisher,
  kept: Memory,
  at: string,
  params: Record<string, unknown> = {},
): ReturnType<typeof pollOnce> {
  return pollOnce(federalRegister, { baseUrl: "http://mirror.test", ...params }, kept, { at, fetch: own.fetch });
}

function answerOf(own: Publisher, url: URL): string | number | Error {
  const instead = [...own.instead.keys()]
    .filter((path) => url.pathname.startsWith(path))
    .toSorted((a, b) => b.length - a.length)[0];
  if (instead !== undefined) return own.instead.get(instead) ?? 404;
  const text = own.texts.get(url.pathname);
  if (text !== undefined) return text;
  if (url.pathname === "/api/v1/documents.json" || url.pathname === "/api/v1/documents") return search(own, url);
  if (url.pathname === "/api/v1/public-inspection-documents/current.json") {
    return JSON.stringify({ count: own.filed.length, results: own.filed });
  }
  const numbers = /^\/api\/v1\/documents\/([^/]+)\.json$/.exec(url.pathname)?.[1]?.split(",");
  return numbers === undefined ? 404 : byNumber(own, numbers);
}

function search(own: Publisher, url: URL): string {
  const since = url.searchParams.get("conditions[publication_date][gte]") ?? "";
  const found = own.published
    .filter((record) => String(record["publication_date"]) >= since || record["publication_date"] === "odd")
    .toSorted((a, b) => String(b["publication_date"]).localeCompare(String(a["publication_date"])));
  if (found.length === 0) return JSON.stringify({ description: "Documents", count: 0 });
  const start = Number(url.searchParams.get("search_after_cursor") ?? 0);
  const shown = found.slice(start, start + own.perPage);
  const next = new URL(url);
  next.pathname = "/api/v1/documents";
  next.searchParams.set("search_after_cursor", String(start + own.perPage));
  const hasMore = start + own.perPage < found.length;
  return JSON.stringify({
    count: 10_000,
    total_pages: 50,
    ...(hasMore ? { next_page_url: `https://www.federalregister.gov${next.pathname}${next.search}` } : {}),
    results: shown,
  });
}

function byNumber(own: Publisher, numbers: readonly string[]): string | number {
  const found = own.published.filter((record) => numbers.includes(record.document_number));
  if (numbers.length === 1) return found[0] === undefined ? 404 : JSON.stringify(found[0]);
  return JSON.stringify({ count: found.length, results: found });
}
