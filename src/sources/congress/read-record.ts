import { ReadingError } from "../../model/errors.ts";
import type { CapturePart } from "../../model/source.ts";
import { decodeText } from "../../snapshots/charset.ts";
import { elementsNamed, parseXml, type XmlElement } from "../../snapshots/xml-tree.ts";
import { billRecord, type BillRecord } from "./record.ts";

/** What the answers of the API are about; each may have pages (`actions`, `actions-2`). */
export const resources = [
  { role: "actions", path: "actions", field: "actions" },
  { role: "titles", path: "titles", field: "titles" },
  { role: "summaries", path: "summaries", field: "summaries" },
  { role: "committees", path: "committees", field: "committees" },
  { role: "related-bills", path: "relatedbills", field: "relatedBills" },
  { role: "text-versions", path: "text", field: "textVersions" },
] as const;

/**
 * A bill's record out of the answers that state it: a BILLSTATUS file, or the API's item and its lists. Throws `ReadingError` if they do
 * not.
 */
export function readRecord(parts: readonly CapturePart[]): BillRecord {
  try {
    return recordIn(parts);
  } catch (error) {
    throw new ReadingError("its record cannot be read: no bill is named in it.", { cause: error });
  }
}

function recordIn(parts: readonly CapturePart[]): BillRecord {
  const metadata = parts.find((part) => part.role === "metadata");
  if (metadata === undefined) throw new Error("the answer that states the bill is missing");
  const source = textOf(metadata);
  if (source.trimStart().startsWith("<")) return readBillStatus(source);
  const item = object(object(JSON.parse(source))["bill"]);
  return billRecord.parse({ ...item, ...listsOf(parts) });
}

/** A BILLSTATUS file of either schema (https://github.com/usgpo/bill-status/blob/main/BILLSTATUS-XML_User_User-Guide.md). */
function readBillStatus(source: string): BillRecord {
  const [bill] = elementsNamed(parseXml(source), "bill");
  if (bill === undefined) throw new Error("the file has no bill in it");
  const plain = object(asPlain(bill));
  return billRecord.parse({ ...plain, ...votesOfOldSchema(plain) });
}

function listsOf(parts: readonly CapturePart[]): Readonly<Record<string, readonly unknown[]>> {
  const lists: Record<string, readonly unknown[]> = {};
  for (const { role, field } of resources) {
    const pages = parts.filter((part) => part.role === role || part.role.startsWith(`${role}-`));
    lists[field] = pages
      .filter((part) => /^(?:-\d+)?$/.test(part.role.slice(role.length)))
      .flatMap((part) => {
        const found = object(JSON.parse(textOf(part)))[field];
        return Array.isArray(found) ? (found as readonly unknown[]) : [];
      });
  }
  return lists;
}

// Old files keep a bill's votes apart from its actions.
function votesOfOldSchema(plain: Readonly<Record<string, unknown>>): { readonly actions?: unknown } {
  const votes = object(plain["recordedVotes"])["recordedVote"];
  const actions = object(plain["actions"])["item"];
  if (votes === undefined || !Array.isArray(actions)) return {};
  const byNumber = (Array.isArray(votes) ? votes : [votes]).map(object);
  return {
    actions: actions.map(object).map((action) => {
      const roll = /(?:Roll no\. |Record Vote Number: )(\d+)/i.exec(String(action["text"]))?.[1];
      const own = byNumber.filter((vote) => roll !== undefined && String(vote["rollNumber"]) === roll);
      return own.length === 0 ? action : { ...action, recordedVotes: own };
    }),
  };
}

// Elements as the API would have them: those that repeat are lists, those with nothing in them are text.
function asPlain(element: XmlElement): unknown {
  const inner = element.children.filter((child) => typeof child !== "string");
  if (inner.length === 0)
    return element.children
      .filter((child) => typeof child === "string")
      .join("")
      .trim();
  const plain: Record<string, unknown> = {};
  for (const [name, same] of Map.groupBy(inner, (child) => child.name)) {
    plain[name] = same.length > 1 ? same.map(asPlain) : asPlain(same[0] ?? element);
  }
  return plain;
}

function textOf({ response }: CapturePart): string {
  return decodeText(response.body, response.headers["content-type"]).text;
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
