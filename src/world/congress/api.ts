import { json, page } from "../publisher.ts";
import type { Answer, Ask } from "../publisher.ts";
import { packageId, type BillNow } from "./bill.ts";

const origin = "https://api.congress.gov";

/** Plays api.congress.gov, version 3: a key is asked for, and without `format=json` it answers in XML. */
export function answerApi(ask: Ask, bills: readonly BillNow[]): Answer {
  const { searchParams } = ask.url;
  if ((ask.headers["x-api-key"] ?? searchParams.get("api_key") ?? "") === "") {
    return json({ error: { code: "API_KEY_MISSING", message: "An API key was not provided." } }, 403);
  }
  if (searchParams.get("format") !== "json") {
    return page('<?xml version="1.0" encoding="utf-8"?>\n<api-root><request/></api-root>\n', 200, "application/xml");
  }
  const [, , resource, congress = "", type, number, list] = ask.url.pathname.split("/");
  if (resource !== "bill") return notFound();
  const ofCongress = bills.filter(({ bill }) => String(bill.congress) === congress);
  if (number === undefined) {
    return listed(
      ask,
      "bills",
      ofCongress.filter(({ bill }) => type === undefined || bill.type === type),
    );
  }
  const found = ofCongress.find(({ bill }) => bill.type === type && String(bill.number) === number);
  if (found === undefined) return notFound();
  if (list === undefined) return json({ bill: item(found), request: request(ask) });
  const [field, rows] = lists(found)[list] ?? [];
  return field === undefined || rows === undefined ? notFound() : paged(ask, field, rows);
}

function notFound(): Answer {
  return json({ error: "No Bill matches the given query." }, 404);
}

function listed(ask: Ask, field: string, bills: readonly BillNow[]): Answer {
  const { searchParams } = ask.url;
  const from = searchParams.get("fromDateTime") ?? "";
  const to = searchParams.get("toDateTime") ?? "9999";
  const rows = bills
    .filter(({ updatedAt }) => updatedAt >= from && updatedAt <= to)
    .toSorted((a, b) => a.updatedAt.localeCompare(b.updatedAt))
    .map(listItem);
  return paged(ask, field, searchParams.get("sort") === "updateDate asc" ? rows : rows.toReversed());
}

function paged(ask: Ask, field: string, rows: readonly unknown[]): Answer {
  const { searchParams, pathname } = ask.url;
  const limit = Math.min(Number(searchParams.get("limit") ?? 20), 250);
  const offset = Number(searchParams.get("offset") ?? 0);
  const next = new URLSearchParams(searchParams);
  next.set("offset", String(offset + limit));
  return json({
    [field]: rows.slice(offset, offset + limit),
    pagination: {
      count: rows.length,
      ...(offset + limit < rows.length ? { next: `${origin}${pathname}?${next.toString()}` } : {}),
    },
    request: request(ask),
  });
}

function request(ask: Ask): object {
  return { contentType: "application/json", format: "json", path: ask.url.pathname };
}

function listItem(now: BillNow): object {
  const { bill, updatedAt, title } = now;
  const [latest] = now.actions;
  return {
    congress: bill.congress,
    latestAction: latest === undefined ? null : { actionDate: latest.actionDate, text: latest.text },
    number: String(bill.number),
    originChamber: bill.type.startsWith("h") ? "House" : "Senate",
    title,
    type: bill.type.toUpperCase(),
    // Lists give the day alone.
    updateDate: updatedAt.slice(0, 10),
    updateDateIncludingText: updatedAt.slice(0, 10),
    url: address(now),
  };
}

function item(now: BillNow): object {
  const { bill, law } = now;
  return {
    ...listItem(now),
    updateDate: now.updatedAt,
    updateDateIncludingText: now.updatedAt,
    introducedDate: now.actions.at(-1)?.actionDate ?? null,
    policyArea: now.policyArea === null ? null : { name: now.policyArea },
    sponsors: [{ ...bill.sponsor, isByRequest: "N" }],
    cosponsors: { count: now.cosponsors, countIncludingWithdrawnCosponsors: now.cosponsors, url: address(now) },
    laws: law === null ? [] : [{ number: law, type: "Public Law" }],
  };
}

function address({ bill }: BillNow): string {
  return `${origin}/v3/bill/${bill.congress}/${bill.type}/${bill.number}?format=json`;
}

function lists(now: BillNow): Readonly<Record<string, readonly [string, readonly unknown[]]>> {
  return {
    actions: ["actions", now.actions],
    titles: [
      "titles",
      [
        { title: now.title, titleType: "Display Title" },
        { title: now.officialTitle, titleType: "Official Title as Introduced" },
      ],
    ],
    summaries: [
      "summaries",
      now.summaries.map(({ stage, on, html }) => ({
        actionDate: on,
        actionDesc: stage,
        text: html,
        versionCode: "00",
      })),
    ],
    committees: ["committees", now.committees],
    relatedbills: [
      "relatedBills",
      now.related.map(({ type, number, title, how }) => ({
        congress: now.bill.congress,
        number,
        title,
        type: type.toUpperCase(),
        relationshipDetails: [{ identifiedBy: "CRS", type: how }],
      })),
    ],
    text: [
      "textVersions",
      now.prints
        .map((print) => ({
          date: print.date === null ? null : `${print.date}T05:00:00Z`,
          type: print.name,
          formats: print.hasFiles ? formats(now, print.code) : [],
        }))
        .toReversed(),
    ],
  };
}

function formats(now: BillNow, code: string): readonly object[] {
  const base = `https://www.congress.gov/${now.bill.congress}/bills/${now.bill.type}${now.bill.number}/${packageId(now, code)}`;
  return [
    { type: "Formatted Text", url: `${base}.htm` },
    { type: "PDF", url: `${base}.pdf` },
    { type: "Formatted XML", url: `${base}.xml` },
  ];
}
