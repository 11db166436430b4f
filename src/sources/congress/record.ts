import { z } from "zod";
import { bareType } from "./bill-id.ts";

const text = z.string().nullish().catch(undefined);
const spelled = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(undefined);

/** Lists come as arrays, as `{item: …}` with one or many, or empty as null or "". What cannot be read in them is left out. */
function list<Item extends z.ZodType>(item: Item) {
  return z
    .unknown()
    .optional()
    .transform((value) =>
      asList(value).flatMap((raw): z.infer<Item>[] => {
        const { data } = item.safeParse(raw);
        return data === undefined ? [] : [data];
      }),
    );
}

const wrappers = ["item", "billCommittees", "billSummaries", "summary", "recordedVote"];

function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== "object" || value === null) return [];
  const wrapper = wrappers.find((name) => name in value);
  if (wrapper === undefined) return [];
  const inner = (value as Readonly<Record<string, unknown>>)[wrapper];
  if (Array.isArray(inner)) return inner;
  const nested = asList(inner);
  return nested.length > 0 || inner === "" ? nested : [inner];
}

const vote = z.object({ chamber: text, rollNumber: spelled, date: text });

const action = z.object({
  actionDate: z.string().regex(/^\d{4}-\d{2}-\d{2}/),
  actionTime: text,
  actionCode: spelled,
  text: z.string(),
  type: text,
  sourceSystem: z.object({ code: spelled, name: text }).nullish().catch(undefined),
  recordedVotes: list(vote),
});

const version = z.object({ type: text, date: text, formats: list(z.object({ type: text, url: z.string() })) });

const member = z.object({ bioguideId: text, fullName: z.string(), sponsorshipWithdrawnDate: text });

const committee = z.object({
  name: z.string(),
  chamber: text,
  systemCode: text,
  activities: list(z.object({ name: z.string(), date: text })),
});

const related = z.object({
  congress: z.union([z.string(), z.number()]).transform(Number),
  type: z.string().transform(bareType),
  number: z.union([z.string(), z.number()]).transform(String),
  title: text,
  latestTitle: text,
  relationshipDetails: list(z.object({ type: text })),
});

const summary = z
  .object({ actionDate: text, actionDesc: text, text: text, cdata: z.object({ text }).nullish().catch(undefined) })
  .transform((raw) => ({ ...raw, text: raw.text ?? raw.cdata?.text ?? null }));

/** A bill as either publisher states it; only its number is required. Which of the two has it is told apart nowhere else. */
export const billRecord = z
  .object({
    congress: z.union([z.string(), z.number()]).transform(Number),
    type: text,
    billType: text,
    number: spelled,
    billNumber: spelled,
    title: text,
    introducedDate: text,
    updateDate: text,
    updateDateIncludingText: text,
    policyArea: z.object({ name: text }).nullish().catch(undefined),
    subjects: z
      .object({ legislativeSubjects: list(z.object({ name: z.string() })) })
      .nullish()
      .catch(undefined),
    sponsors: list(member),
    cosponsors: z.unknown().optional(),
    committees: list(committee),
    laws: list(z.object({ type: text, number: z.string() })),
    actions: list(action),
    textVersions: list(version),
    titles: list(z.object({ title: z.string(), titleType: text })),
    summaries: list(summary),
    relatedBills: list(related),
  })
  .transform((raw, context) => {
    const { type, billType, number, billNumber, cosponsors, ...rest } = raw;
    const ownType = bareType(type ?? billType ?? "");
    const ownNumber = number ?? billNumber ?? "";
    if (ownType === "" || !/^\d+$/.test(ownNumber)) {
      context.addIssue("it does not say which bill it is");
      return z.NEVER;
    }
    return { ...rest, type: ownType, number: ownNumber, cosponsors: cosponsorCount(cosponsors) };
  });

export type BillRecord = z.infer<typeof billRecord>;
export type BillAction = z.infer<typeof action>;
export type BillVersion = z.infer<typeof version>;

// A count with an address, or the list itself; who withdrew does not count.
function cosponsorCount(value: unknown): number {
  if (typeof value === "object" && value !== null && "count" in value && typeof value.count === "number")
    return value.count;
  return list(member)
    .parse(value)
    .filter(({ sponsorshipWithdrawnDate }) => !sponsorshipWithdrawnDate).length;
}

/** What a list of the API says of a bill. */
export const listedBill = z.object({
  congress: z.union([z.string(), z.number()]).transform(Number),
  type: z.string().transform(bareType),
  number: z.union([z.string(), z.number()]).transform(String),
  title: text,
  updateDate: text,
  updateDateIncludingText: text,
});
