import { z } from "zod";

const slug = z.string().regex(/^[a-z0-9-]+$/, "must be an agency's slug, as industry-and-security-bureau");

const cfrText = z
  .string()
  .regex(/^\d{1,2} CFR (?:parts? )?\d+(?:-\d+)?$/i, 'must name title and part, as "15 CFR 744" or "15 CFR 730-774"')
  .transform((text) => {
    const [title, part] = text.match(/\d+(?:-\d+)?/g) ?? [];
    return { title: Number(title), part };
  });

const cfrObject = z.strictObject({
  title: z.number().int().min(1).max(50),
  part: z
    .union([
      z.string().regex(/^\d+(?:-\d+)?$/, 'must be a part or a range of parts, as "730-774"'),
      z.number().int().positive(),
    ])
    .transform(String)
    .optional(),
});

const cfr = z.union([cfrText, cfrObject]);

/** The settings of a Federal Register feed. A document is watched if it fits all that is given. */
export const federalRegisterParams = z.strictObject({
  baseUrl: z
    .url({ protocol: /^https?$/, error: "must be an http or https address" })
    .default("https://www.federalregister.gov")
    .transform((url) => url.replace(/\/+$/, ""))
    .describe("Where the API lives; a mirror can stand in"),
  agencies: z.array(slug).default([]).describe("Slugs of agencies, any of which"),
  types: z
    .array(z.enum(["RULE", "PRORULE", "NOTICE", "PRESDOCU"]))
    .default([])
    .describe("Document types, any of which; all if left out"),
  presidentialDocumentTypes: z
    .array(
      z.enum([
        "executive_order",
        "proclamation",
        "determination",
        "memorandum",
        "notice",
        "presidential_order",
        "other",
      ]),
    )
    .default([])
    .describe("Kinds of presidential documents, any of which"),
  cfr: z
    .union([cfr.transform((one) => [one]), z.array(cfr)])
    .default([])
    .describe('CFR parts affected, any of which: "15 CFR 744"'),
  term: z.string().min(1).optional().describe('Full-text search: "quoted phrases", | for or, - for not'),
  docketIds: z.array(z.string().min(1)).default([]).describe("Docket numbers, any of which"),
  rins: z
    .array(z.string().regex(/^\d{4}-[A-Z]{2}\d{2}$/, "must be a regulation identifier number, as 0694-AK11"))
    .default([])
    .describe("Regulation identifier numbers, any of which"),
  significant: z.boolean().optional().describe("Only rules that are (or are not) significant under E.O. 12866"),
  publicInspection: z.boolean().default(true).describe("Watch filings on the public inspection desk too"),
  backfillDays: z.number().int().min(0).max(3650).default(30).describe("How far back the first poll looks, in days"),
  overlapDays: z.number().int().min(1).max(90).default(10).describe("How far every later poll looks back, in days"),
  rereadDays: z
    .number()
    .int()
    .min(0)
    .max(3650)
    .default(730)
    .describe("For how long after publication a document is read again every day for corrections and notes"),
});

export type FederalRegisterParams = z.infer<typeof federalRegisterParams>;
