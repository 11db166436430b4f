import { z } from "zod";

const part = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,4}[a-z]?$/, "must be the number of a part, as 744"));

/** The settings of an eCFR feed: parts of one title. */
export const ecfrParams = z.strictObject({
  baseUrl: z
    .url({ protocol: /^https?$/, error: "must be an http or https address" })
    .transform((url) => url.replace(/\/+$/, ""))
    .default("https://www.ecfr.gov")
    .describe("In the place of https://www.ecfr.gov, so that a mirror can stand in"),
  title: z.number().int().min(1).max(50).describe("The title of the CFR: 15 is commerce, 31 is money and finance"),
  parts: z.array(part).min(1).max(60).describe("The parts that are watched: 744"),
  sections: z
    .array(z.string().min(1))
    .default([])
    .describe('Only these of them: 744.23, "Supplement No. 4 to Part 744"; all if left out'),
});

export type EcfrParams = z.infer<typeof ecfrParams>;
