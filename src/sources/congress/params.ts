import { z } from "zod";
import { billId, billTypes, readBillId } from "./bill-id.ts";

const address = z
  .url({ protocol: /^https?$/, error: "must be an http or https address" })
  .transform((url) => url.replace(/\/+$/, ""));

const api = "https://api.congress.gov";
const govinfo = "https://www.govinfo.gov";

const shape = z.strictObject({
  baseUrl: address
    .default(api)
    .describe("In the place of https://api.congress.gov; asked only with CONGRESS_API_KEY. A mirror can stand in"),
  govinfoUrl: address
    .optional()
    .describe("In the place of https://www.govinfo.gov, for texts and bulk data; the baseUrl if only that is given"),
  congress: z.number().int().min(93).max(200).default(119).describe("The number of the Congress"),
  bills: z
    .array(z.string().refine((text) => readBillId(text) !== null, "must be a bill as hr2683 or s3519"))
    .default([])
    .describe("Bills watched by number: hr2683, s3519, or of another Congress hr8152-118"),
  term: z
    .string()
    .min(1)
    .optional()
    .describe('Bills found by words: "quoted phrases", | for or, - for not, control* for its beginning'),
  searchIn: z
    .array(z.enum(["titles", "subjects", "policyArea", "summaries", "text"]))
    .min(1)
    .default(["titles", "subjects", "text"])
    .describe("Where the term is sought; in the text, all its words must stand in one section"),
  policyAreas: z.array(z.string()).default([]).describe("Only found bills of these policy areas, any of which"),
  committees: z
    .array(z.string())
    .default([])
    .describe("Only bills before these committees, any of which: hsfa00 or part of a name"),
  sponsors: z.array(z.string()).default([]).describe("Only bills these members sponsor: L000599 or part of a name"),
  types: z.array(z.enum(billTypes)).default(["hr", "s", "hjres", "sjres"]).describe("Kinds of measures to be found"),
  cosponsorThresholds: z
    .array(z.number().int().positive())
    .default([25, 50, 100, 218])
    .describe("Numbers of cosponsors whose crossing is told"),
  backfillDays: z
    .number()
    .int()
    .min(0)
    .max(730)
    .default(30)
    .describe("How far back the first poll looks into bills for the term, in days; titles go back to the beginning"),
  looksPerPoll: z
    .number()
    .int()
    .min(1)
    .max(2000)
    .default(120)
    .describe("Bills looked into for the term in one poll; what is left comes soon after"),
});

/** The settings of a Congress feed: bills by number, and bills found by term, committee or sponsor. */
export const congressParams = shape
  .refine((params) => params.bills.length > 0 || isSearching(params), {
    message: "needs bills, or a term, committees or sponsors to find them by",
  })
  .transform((params) => ({
    ...params,
    bills: params.bills.map((text) => {
      const bill = readBillId(text);
      return billId(bill?.congress ?? params.congress, bill?.type ?? "hr", bill?.number ?? "");
    }),
    // A mirror that stands in for the one answers for the other too.
    govinfoUrl: params.govinfoUrl ?? (params.baseUrl === api ? govinfo : params.baseUrl),
  }));

export type CongressParams = z.infer<typeof congressParams>;

/** Whether bills are to be found, beyond those that are named. */
export function isSearching({
  term,
  committees,
  sponsors,
}: {
  readonly term?: string | undefined;
  readonly committees: readonly string[];
  readonly sponsors: readonly string[];
}): boolean {
  return term !== undefined || committees.length > 0 || sponsors.length > 0;
}
