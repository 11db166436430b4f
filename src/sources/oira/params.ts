import { z } from "zod";

/** The settings of a feed of rules under review: by agency, by number, by words of their titles. */
export const oiraParams = z
  .strictObject({
    baseUrl: z
      .url({ protocol: /^https?$/, error: "must be an http or https address" })
      .transform((url) => url.replace(/\/+$/, ""))
      .default("https://www.reginfo.gov")
      .describe("In the place of https://www.reginfo.gov, so that a mirror can stand in"),
    agencies: z
      .array(z.string().regex(/^\d{4}$/, "must be the four digits RINs begin with, in quotes: '0694' for BIS"))
      .default([])
      .describe("Agencies by the first four digits of their RINs: '0694' is BIS"),
    rins: z
      .array(z.string().regex(/^\d{4}-[A-Z]{2}\d{2}$/, "must be a RIN, as 0694-AJ90"))
      .default([])
      .describe("Rules by their RINs, whatever the agency"),
    titles: z
      .array(z.string().min(1))
      .default([])
      .describe("Only rules of these agencies with one of these words in the title"),
  })
  .refine(({ agencies, rins }) => agencies.length + rins.length > 0, { message: "needs agencies or rins" });

export type OiraParams = z.infer<typeof oiraParams>;

/** Whether a rule is the feed's. */
export function isWanted(
  { agencies, rins, titles }: OiraParams,
  rule: { readonly rin: string; readonly title: string },
): boolean {
  if (rins.includes(rule.rin)) return true;
  if (!agencies.includes(rule.rin.slice(0, 4))) return false;
  const title = rule.title.toLowerCase();
  return titles.length === 0 || titles.some((words) => title.includes(words.toLowerCase()));
}
