import { z } from "zod";
import type { Json } from "../../model/json.ts";
import { areSelectors, selectorFault } from "../../snapshots/css-selector.ts";

const address = z.url({ protocol: /^https?$/, error: "must be an http or https address" });

const stretch = z
  .strictObject({
    startBefore: z.string().min(1).optional(),
    startAfter: z.string().min(1).optional(),
    endBefore: z.string().min(1).optional(),
    endAfter: z.string().min(1).optional(),
  })
  .refine(
    ({ startBefore, startAfter, endBefore, endAfter }) =>
      (startBefore === undefined) !== (startAfter === undefined) &&
      (endBefore === undefined) !== (endAfter === undefined),
    { message: "needs one start (startBefore or startAfter) and one end (endBefore or endAfter)" },
  );

const selector = z.union([z.string().min(1), stretch]);
const selectors = z
  .union([selector.transform((one) => [one]), z.array(selector).min(1)])
  .refine(areSelectors, { error: selectorFault });

/** The settings of a policy page. */
export const policyPageParams = z.strictObject({
  url: address.describe("The page, as people open it; a PDF is read too"),
  baseUrl: address
    .transform((url) => url.replace(/\/+$/, ""))
    .optional()
    .describe("Fetched from here instead of the address's own origin, so that a mirror can stand in"),
  select: selectors
    .optional()
    .describe("CSS selectors of the text, or stretches from one element to another; its main part if left out"),
  remove: selectors.optional().describe("CSS selectors of what is left out of it"),
  contains: z
    .union([
      z
        .string()
        .min(1)
        .transform((one) => [one]),
      z.array(z.string().min(1)).min(1),
    ])
    .optional()
    .describe("Words that must stand on the page; without them another country's edition or another page was served"),
  render: z.boolean().default(false).describe("Load it in a browser, for pages whose text comes by script"),
  waitFor: z.string().min(1).optional().describe("With render: a CSS selector that is there once the text is"),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]+)*$/, "must be a language tag, as en or zh-CN")
    .optional()
    .describe("Where the page states none or a wrong one"),
  minimumLength: z
    .number()
    .int()
    .min(0)
    .default(200)
    .describe("Less text than so many characters is taken for an error of the page"),
  confirmMinutes: z
    .number()
    .int()
    .min(0)
    .max(10_080)
    .default(10)
    .describe("A change counts once a look at least so many minutes later sees the same"),
});

export type PolicyPageParams = z.infer<typeof policyPageParams>;

/** What decides how the page's bytes are read. */
export function readingParams({ select, remove, render, language }: PolicyPageParams): Json {
  return JSON.parse(JSON.stringify({ select, remove, render, language })) as Json;
}
