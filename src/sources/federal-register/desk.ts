import { RegwatchError, StatusError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import type { FrText } from "../../snapshots/fr-text.ts";
import { plainText } from "../../model/text.ts";
import type { Door } from "./door.ts";
import type { FederalRegisterParams } from "./params.ts";
import { filedRecord, sameNumberForm, type FiledRecord } from "./record.ts";
import { fitsTerm } from "./term.ts";

/** A filing on the public inspection desk, with the answer that states it. */
export interface Filed {
  readonly record: FiledRecord;
  readonly response: Fetched;
}

/** The filings now on the desk by number. `complete` is false if some could not be read: then nothing counts as gone. */
export interface Desk {
  readonly filed: ReadonlyMap<string, Filed>;
  readonly complete: boolean;
}

/** The whole desk, or null with a warning where it cannot be read: mirrors may have none. */
export async function readDesk(
  door: Door,
  now: Temporal.Instant,
  warn: (warning: string) => void,
): Promise<Desk | null> {
  // Shared caches have been seen to hold the desk back for more than an hour and a half.
  const url = `${door.baseUrl}/api/v1/public-inspection-documents/current.json?_=${now.epochMilliseconds}`;
  try {
    const page = await door.page(url);
    if (page === null) return null;
    const filed = new Map<string, Filed>();
    let complete = true;
    for (const raw of page.records) {
      const { data } = filedRecord.safeParse(raw);
      if (data === undefined) complete = false;
      else filed.set(sameNumberForm(data.document_number), { record: data, response: page.response });
    }
    if (!complete) warn("A filing on the public inspection desk could not be read and was left out.");
    return { filed, complete };
  } catch (error) {
    if (!(error instanceof RegwatchError)) throw error;
    const why =
      error instanceof StatusError && error.status === 404 ? "is not there (404)" : `cannot be read: ${error.message}`;
    warn(`The public inspection desk ${why}; published documents are watched all the same.`);
    return null;
  }
}

const typeNames = {
  RULE: "Rule",
  PRORULE: "Proposed Rule",
  NOTICE: "Notice",
  PRESDOCU: "Presidential Document",
} as const;

/** Whether a filing may be the feed's, by what the desk says of it. */
export function mayBeOurs(record: FiledRecord, params: FederalRegisterParams): boolean {
  const slugs = new Set((record.agencies ?? []).map((agency) => agency.slug));
  if (params.agencies.length > 0 && !params.agencies.some((agency) => slugs.has(agency))) return false;
  if (params.types.length > 0 && !params.types.some((type) => typeNames[type] === record.type)) return false;
  return params.presidentialDocumentTypes.length === 0 || record.type === typeNames.PRESDOCU;
}

/** Whether only the filing's text can tell if it is the feed's: the desk states no CFR parts, RINs or full text. */
export function needsText(params: FederalRegisterParams): boolean {
  const { cfr, rins, docketIds, term, presidentialDocumentTypes } = params;
  return cfr.length + rins.length + docketIds.length + presidentialDocumentTypes.length > 0 || term !== undefined;
}

/** Whether a filing is the feed's, judged by its text. */
export function isOurs(record: FiledRecord, text: FrText, params: FederalRegisterParams): boolean {
  const { head } = text;
  const body = plainText(text.blocks);
  const dockets = [...head.docketIds, ...(record.docket_numbers ?? [])];
  const identified =
    params.docketIds.length + params.rins.length === 0 ||
    params.docketIds.some((docket) => dockets.some((own) => own.includes(docket)) || body.includes(docket)) ||
    params.rins.some((rin) => head.rins.includes(rin));
  if (!identified || (params.cfr.length > 0 && !params.cfr.some((wanted) => touches(head.cfrReferences, wanted))))
    return false;
  if (params.term !== undefined && !fitsTerm(params.term, `${record.title ?? ""} ${body}`)) return false;
  const kinds = params.presidentialDocumentTypes.map((kind) => kind.replaceAll("_", " "));
  return kinds.length === 0 || kinds.some((kind) => body.slice(0, 2000).toLowerCase().includes(kind));
}

function touches(references: readonly string[], wanted: FederalRegisterParams["cfr"][number]): boolean {
  const [from = 0, to = from] = (wanted.part ?? "").split("-").filter(Boolean).map(Number);
  return references.some((reference) => {
    const [title, part = ""] = reference.split(" CFR ");
    if (Number(title) !== wanted.title) return false;
    const [first = 0, last = first] = part.split("-").map(Number);
    return wanted.part === undefined || (first <= to && last >= from);
  });
}
