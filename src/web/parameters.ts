import { z } from "zod";
import { toInstant } from "../lib/time.ts";
import { parseQuery } from "../alerts/query.ts";
import type { Query } from "../alerts/query.ts";
import type { AuditFilter } from "../model/audit.ts";
import { UsageError } from "../model/errors.ts";
import { significances } from "../model/significance.ts";
import type { TimelineFilter } from "../model/store.ts";
import type { Instant } from "../model/time.ts";
import { HttpProblem } from "./problem.ts";

const text = z.string().max(1000).optional();

/** The filters of changes. Their descriptions are what the API says of them. */
export const filterParameters = z.object({
  q: z
    .string()
    .max(2000)
    .optional()
    .describe('The query language: words, "phrases", AND, OR, NOT, fields such as cfr:"15 CFR 744"'),
  feed: text.describe("A feed's id"),
  source: text.describe("A source's id"),
  topic: text.describe("A topic"),
  kind: z.enum(["first-seen", "amended", "withdrawn"]).optional().describe("What happened"),
  min: z.enum(significances).optional().describe("At least this significant"),
  since: text.describe("7d, 24h, 2w, a date or an instant"),
  until: text.describe("As since"),
  thread: text.describe("A thread key"),
  document: text.describe("A document's id"),
  muted: z.enum(["with", "only"]).optional().describe("Muted changes are left out unless asked for"),
  baseline: z.enum(["with", "without"]).optional().describe("What the first poll of a feed found"),
  cursor: text.describe("`next` of the page before"),
  limit: z.coerce.number().int().min(1).max(200).optional().describe("Rows of a page; 50 if left out"),
});

export const documentParameters = filterParameters.pick({ feed: true, cursor: true, limit: true });

/** What the search in the texts takes. */
export const textSearchParameters = filterParameters.pick({
  q: true,
  feed: true,
  source: true,
  topic: true,
  cursor: true,
  limit: true,
});

export const deadlineParameters = filterParameters.pick({ feed: true, topic: true, q: true }).extend({
  view: z.enum(["list", "month"]).optional(),
  month: text,
});

/** How a text is to be shown, and which versions are to be compared. */
export const textParameters = z.object({
  view: z.enum(["inline", "side"]).optional(),
  whole: z.enum(["1"]).optional(),
  part: z.coerce.number().int().min(1).optional(),
  open: z.coerce.number().int().min(1).optional(),
  only: z.enum(["fold"]).optional(),
  reading: z.enum(["now"]).optional(),
  from: z.coerce.number().int().min(1).optional(),
  to: z.coerce.number().int().min(1).optional(),
});

const auditParameters = filterParameters
  .pick({ q: true, since: true, until: true, cursor: true })
  .extend({ person: text, subscription: text });

export type AuditParameters = z.infer<typeof auditParameters>;

/** Which part of the record is asked for. */
export interface AuditRequest {
  readonly given: AuditParameters;
  readonly filter: Omit<AuditFilter, "limit">;
  readonly query: Query | null;
}

/** Reads the filters of the audit's addresses. Throws an `HttpProblem` that names the field. */
export function readAuditRequest(address: Readonly<Record<string, string>>, now: Temporal.Instant): AuditRequest {
  const given = readParameters(auditParameters, address);
  const filter = {
    ...(given.person === undefined ? {} : { person: given.person.trim() }),
    ...(given.subscription === undefined ? {} : { subscriptionId: given.subscription }),
    ...(given.since === undefined ? {} : { since: readMoment("since", given.since, now) }),
    ...(given.until === undefined ? {} : { until: readMoment("until", given.until, now) }),
    ...(given.cursor === undefined ? {} : { before: given.cursor }),
  };
  return { given, filter, query: readQuery(given.q) };
}

export type FilterParameters = z.infer<typeof filterParameters>;

/** Which changes are asked for. */
export interface ChangeRequest {
  readonly given: FilterParameters;
  readonly filter: Omit<TimelineFilter, "limit" | "before">;
  readonly cursor: string | undefined;
  readonly limit: number | undefined;
}

/**
 * Reads the filters of an address. Empty values, as forms send them, count as left out, and then `defaults` hold. Throws an
 * `HttpProblem` that names the field.
 */
export function readChangeRequest(
  address: Readonly<Record<string, string>>,
  now: Temporal.Instant,
  includePrivate: boolean,
  defaults: Partial<FilterParameters> = {},
): ChangeRequest {
  const given = { ...defaults, ...readParameters(filterParameters, address) };
  const filter = {
    ...(given.feed === undefined ? {} : { feedId: given.feed }),
    ...(given.source === undefined ? {} : { source: given.source }),
    ...(given.topic === undefined ? {} : { topic: given.topic }),
    ...(given.kind === undefined ? {} : { kind: given.kind }),
    ...(given.min === undefined ? {} : { minimum: given.min }),
    ...(given.thread === undefined ? {} : { threadKey: given.thread }),
    ...(given.document === undefined ? {} : { documentId: given.document }),
    ...(given.since === undefined ? {} : { since: readMoment("since", given.since, now) }),
    ...(given.until === undefined ? {} : { until: readMoment("until", given.until, now) }),
    ...(given.muted === undefined ? {} : { muted: given.muted }),
    ...(given.baseline === "without" ? { baseline: false } : {}),
    ...(readQuery(given.q) === null || given.q === undefined ? {} : { query: given.q }),
    includePrivate,
  };
  return { given, filter, cursor: given.cursor, limit: given.limit };
}

export function readParameters<Shape extends z.ZodType>(shape: Shape, address: Readonly<Record<string, string>>) {
  const filled = Object.fromEntries(Object.entries(address).filter(([, value]) => value.trim() !== ""));
  const parsed = shape.safeParse(filled);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = String(issue?.path[0] ?? "");
  throw new HttpProblem(400, `${field} cannot be read: ${issue?.message ?? "wrong value"}`, { field });
}

/** `7d`, `24h`, `2w`, a date or an instant. */
function readMoment(field: string, given: string, now: Temporal.Instant): Instant {
  const span = /^(\d{1,4})(h|d|w)$/i.exec(given);
  const hours = { h: 1, d: 24, w: 168 }[span?.[2]?.toLowerCase() ?? ""];
  if (span !== null && hours !== undefined) return toInstant(now.subtract({ hours: Number(span[1]) * hours }));
  try {
    const day = /^\d{4}-\d{2}-\d{2}$/.test(given);
    return toInstant(Temporal.Instant.from(day ? `${given}T00:00:00Z` : given));
  } catch {
    throw new HttpProblem(400, `${field} cannot be read: write 7d, 24h, 2w, or a date such as 2026-02-04`, { field });
  }
}

/** A query as given, or null where none was. Throws an `HttpProblem` that names the field. */
export function readQuery(text: string | undefined): Query | null {
  if (text === undefined) return null;
  try {
    return parseQuery(text);
  } catch (error) {
    if (error instanceof UsageError) throw new HttpProblem(400, error.message, { field: "q" });
    throw error;
  }
}
