import { stringify } from "csv-stringify/sync";
import type { AuditEntry } from "../model/audit.ts";
import type { Change } from "../model/change.ts";

/** One line of the record: a change as one tenant was told of it, with the decision and the evidence it rests on. */
export interface AuditLine {
  readonly told: string;
  readonly tenant: string;
  readonly change: string;
  readonly title: string;
  readonly headline: string;
  readonly significance: string;
  readonly published: string | null;
  readonly source: string;
  readonly official: string | null;
  readonly citation: string | null;
  readonly retracted: string | null;
  readonly decision: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly owner: string | null;
  readonly until: string | null;
  readonly note: string | null;
  readonly lastSeenBefore: string | null;
  readonly firstSeenAfter: string;
  readonly hashBefore: string | null;
  readonly hashAfter: string | null;
  readonly chain: string;
  readonly deliveries: string;
}

/** The lines of entries; an alert that gathers several changes is one line for each. */
export function auditLines(entries: readonly AuditEntry[]): readonly AuditLine[] {
  return entries.flatMap((entry) => entry.changes.map((change) => lineOf(entry, change)));
}

/** As CSV (RFC 4180), with its head if asked for. What a spreadsheet would take for a formula is made text. */
export function auditCsv(lines: readonly AuditLine[], header: boolean): string {
  return stringify([...lines], {
    header,
    columns: columns.map((key) => ({ key, header: key })),
    record_delimiter: "\r\n",
    escape_formulas: true,
  });
}

const columns: readonly (keyof AuditLine)[] = [
  "told",
  "tenant",
  "change",
  "title",
  "headline",
  "significance",
  "published",
  "source",
  "official",
  "citation",
  "retracted",
  "decision",
  "decidedBy",
  "decidedAt",
  "owner",
  "until",
  "note",
  "lastSeenBefore",
  "firstSeenAfter",
  "hashBefore",
  "hashAfter",
  "chain",
  "deliveries",
];

function lineOf({ at, tenant, decision, deliveries }: AuditEntry, change: Change): AuditLine {
  const { evidence } = change;
  return {
    told: at,
    tenant,
    change: change.id,
    title: change.title,
    headline: change.headline,
    significance: change.significance,
    published: change.publishedAt,
    source: change.sourceUrl,
    official: change.officialUrl,
    citation: change.citation,
    retracted: change.retracted === undefined ? null : `${change.retracted.at} ${change.retracted.reason}`,
    decision: decision?.decision ?? null,
    decidedBy: decision?.byName ?? null,
    decidedAt: decision?.at ?? null,
    owner: decision?.owner ?? null,
    until: decision?.until ?? null,
    note: decision?.note ?? null,
    lastSeenBefore: evidence.lastSeenBefore,
    firstSeenAfter: evidence.firstSeenAfter,
    hashBefore: evidence.before,
    hashAfter: evidence.after,
    chain: evidence.chain,
    deliveries: deliveries
      .map(
        ({ id, channel, state, settledAt }) => `${channel} ${id} ${state}${settledAt === null ? "" : ` ${settledAt}`}`,
      )
      .join("; "),
  };
}
