import { json, page } from "../publisher.ts";
import type { Answer, Ask } from "../publisher.ts";
import { packageId, type BillNow } from "./bill.ts";
import { escaped, printXml } from "./print.ts";

const origin = "https://www.govinfo.gov";

/** Plays the bulk data and the feeds of govinfo: status files of schema 3, prints, and the lists of both. */
export function answerGovinfo(ask: Ask, bills: readonly BillNow[]): Answer {
  const { pathname } = ask.url;
  if (pathname === "/rss/billstatus-batch.xml") return xml(batches(bills));
  if (pathname === "/rss/bills.xml") return xml(prints(bills));
  const folder = /^\/bulkdata\/json\/BILLSTATUS\/(\d+)\/([a-z]+)$/.exec(pathname);
  if (folder !== null) return json(folderOf(bills, Number(folder[1]), folder[2] ?? ""));
  const status = /^\/bulkdata\/BILLSTATUS\/\d+\/[a-z]+\/BILLSTATUS-(\d+)([a-z]+)(\d+)\.xml$/.exec(pathname);
  if (status !== null) {
    const [, congress, type, number] = status;
    const found = bills.find(
      ({ bill }) => String(bill.congress) === congress && bill.type === type && String(bill.number) === number,
    );
    return found === undefined ? notFound : statusAnswer(ask, found);
  }
  const id = /^\/content\/pkg\/([^/]+)\/(?:xml|uslm)\/\1\.xml$/.exec(pathname)?.[1];
  for (const now of bills) {
    const print = now.prints.find(({ code, hasFiles }) => hasFiles && packageId(now, code) === id);
    if (print !== undefined) return xml(printXml(now, print));
  }
  return notFound;
}

const notFound: Answer = page("<html><head><title>404</title></head><body>Page not found</body></html>\n", 404);

function xml(body: string): Answer {
  return page(body, 200, "text/xml; charset=utf-8");
}

// Status files are sent with the moment they were written, and not sent again to those who have them.
function statusAnswer(ask: Ask, now: BillNow): Answer {
  const written = new Date(now.updatedAt).toUTCString();
  if (ask.headers["if-modified-since"] === written)
    return { status: 304, headers: { "last-modified": written }, body: "" };
  const answer = xml(statusXml(now));
  return { ...answer, headers: { ...answer.headers, "last-modified": written } };
}

// `23-Jul-2026 04:12`
function folderOf(bills: readonly BillNow[], congress: number, type: string): object {
  const own = bills.filter(({ bill }) => bill.congress === congress && bill.type === type);
  return {
    files: own.map(({ bill, updatedAt }) => {
      const [, day = "", month = "", year = "", time = ""] = new Date(updatedAt).toUTCString().split(" ");
      return {
        name: `BILLSTATUS-${congress}${type}${bill.number}.xml`,
        formattedLastModifiedTime: `${day}-${month}-${year} ${time.slice(0, 5)}`,
        mimeType: "application/xml",
        folder: false,
      };
    }),
  };
}

function one(name: string, value: string | number): string {
  return `<${name}>${escaped(String(value))}</${name}>`;
}

function many(name: string, items: readonly string[]): string {
  return items.length === 0
    ? `<${name}/>`
    : `<${name}>${items.map((item) => `<item>${item}</item>`).join("")}</${name}>`;
}

function statusXml(now: BillNow): string {
  const { bill, law } = now;
  const actions = now.actions.map((action) =>
    [
      one("actionDate", action.actionDate),
      action.actionTime === undefined ? "" : one("actionTime", action.actionTime),
      one("text", action.text),
      one("type", action.type),
      action.actionCode === undefined ? "" : one("actionCode", action.actionCode),
      `<sourceSystem>${one("code", action.sourceSystem.code)}${one("name", action.sourceSystem.name)}</sourceSystem>`,
      action.recordedVotes === undefined
        ? ""
        : `<recordedVotes>${action.recordedVotes.map((vote) => `<recordedVote>${one("rollNumber", vote.rollNumber)}${one("chamber", vote.chamber)}${one("date", vote.date)}</recordedVote>`).join("")}</recordedVotes>`,
    ].join(""),
  );
  const committees = now.committees.map(
    (committee) =>
      one("systemCode", committee.systemCode) +
      one("name", committee.name) +
      one("chamber", committee.chamber) +
      many(
        "activities",
        committee.activities.map((activity) => one("name", activity.name) + one("date", activity.date)),
      ),
  );
  const versions = now.prints
    .map((print) => {
      const id = packageId(now, print.code);
      const url = one("url", `${origin}/content/pkg/${id}/xml/${id}.xml`);
      return (
        one("type", print.name) +
        (print.date === null ? "<date/>" : one("date", `${print.date}T05:00:00Z`)) +
        many("formats", print.hasFiles ? [url] : [])
      );
    })
    .toReversed();
  const related = now.related.map(
    ({ type, number, title, how }) =>
      one("title", title) +
      one("congress", bill.congress) +
      one("number", number) +
      one("type", type.toUpperCase()) +
      many("relationshipDetails", [one("type", how) + one("identifiedBy", "CRS")]),
  );
  return `<?xml version="1.0" encoding="utf-8" standalone="no"?>
<billStatus><version>3.0.0</version><bill>
${one("number", bill.number)}${one("updateDate", now.updatedAt)}${one("updateDateIncludingText", now.updatedAt)}
${one("type", bill.type.toUpperCase())}${one("introducedDate", now.actions.at(-1)?.actionDate ?? "")}${one("congress", bill.congress)}
${many("committees", committees)}
${many("relatedBills", related)}
${many("actions", actions)}
${many("sponsors", [one("bioguideId", bill.sponsor.bioguideId) + one("fullName", bill.sponsor.fullName)])}
${many(
  "cosponsors",
  Array.from({ length: now.cosponsors }, (_, index) => one("fullName", `Rep. Example ${index + 1}`)),
)}
${now.policyArea === null ? "" : `<policyArea>${one("name", now.policyArea)}</policyArea>`}
<subjects>${many(
    "legislativeSubjects",
    now.subjects.map((subject) => one("name", subject)),
  )}</subjects>
<summaries>${now.summaries.map(({ stage, on, html }) => `<summary><versionCode>00</versionCode>${one("actionDate", on)}${one("actionDesc", stage)}<text><![CDATA[${html}]]></text></summary>`).join("")}</summaries>
${one("title", now.title)}
${many("titles", [one("titleType", "Display Title") + one("title", now.title), one("titleType", "Official Title as Introduced") + one("title", now.officialTitle)])}
${many("textVersions", versions)}
${law === null ? "" : many("laws", [one("type", "Public Law") + one("number", law)])}
</bill></billStatus>
`;
}

// One batch for every moment at which something changed; the newest is not always first.
function batches(bills: readonly BillNow[]): string {
  const byMoment = Map.groupBy(bills, ({ updatedAt }) => updatedAt);
  const items = [...byMoment].map(
    ([at, changed]) =>
      `<item><title>BILLSTATUS batch update complete ${at}</title><description>${changed.map(({ bill }) => `BILLSTATUS-${bill.congress}${bill.type}${bill.number}.xml`).join(", ")}</description><pubDate>${new Date(at).toUTCString()}</pubDate></item>`,
  );
  return rss("BILLSTATUS batches", items);
}

function prints(bills: readonly BillNow[]): string {
  const items = bills.flatMap((now) =>
    now.prints
      .filter(({ hasFiles }) => hasFiles)
      .map(
        ({ code }) =>
          `<item><title>${escaped(now.title)}</title><guid isPermaLink="false">${packageId(now, code)}</guid><pubDate>${new Date(now.updatedAt).toUTCString()}</pubDate></item>`,
      ),
  );
  return rss("Congressional Bills", items);
}

function rss(title: string, items: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>${title}</title>${items.join("")}</channel></rss>\n`;
}
