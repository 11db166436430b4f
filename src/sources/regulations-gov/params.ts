import { z } from "zod";

/** The settings of a docket feed: dockets by number, and new documents of agencies. */
export const regulationsGovParams = z
  .strictObject({
    baseUrl: z
      .url({ protocol: /^https?$/, error: "must be an http or https address" })
      .transform((url) => url.replace(/\/+$/, ""))
      .default("https://api.regulations.gov")
      .describe("In the place of https://api.regulations.gov, so that a mirror can stand in"),
    dockets: z
      .array(z.string().regex(/^[A-Z0-9][\w-]+$/i, "must be the number of a docket, as BIS-2025-0017"))
      .default([])
      .describe("Dockets that are watched as a whole: BIS-2025-0017"),
    agencies: z
      .array(z.string().min(1))
      .default([])
      .describe("Agencies whose documents are watched as they are posted: BIS"),
    term: z.string().min(1).optional().describe("With agencies: only documents the publisher finds by these words"),
    documentTypes: z
      .array(z.enum(["Rule", "Proposed Rule", "Notice", "Supporting & Related Material", "Other"]))
      .default(["Rule", "Proposed Rule", "Notice"])
      .describe("With agencies: only documents of these types"),
    commentThresholds: z
      .array(z.number().int().positive())
      .default([100, 1000, 10_000, 100_000])
      .describe("Numbers of comments whose crossing is told"),
    countsPerPoll: z
      .number()
      .int()
      .min(0)
      .max(200)
      .default(20)
      .describe("For so many documents that take comments, those are counted at each poll"),
    backfillDays: z
      .number()
      .int()
      .min(1)
      .max(365)
      .default(30)
      .describe("With agencies: how far back the first poll looks, in days"),
  })
  .refine(({ dockets, agencies }) => dockets.length + agencies.length > 0, { message: "needs dockets or agencies" });

export type RegulationsGovParams = z.infer<typeof regulationsGovParams>;
