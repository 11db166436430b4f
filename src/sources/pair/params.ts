import { z } from "zod";
import type { Json } from "../../model/json.ts";
import { policyPageParams, type PolicyPageParams } from "../policy-page/params.ts";

const page = policyPageParams
  .omit({ baseUrl: true, confirmMinutes: true })
  .extend({ name: z.string().trim().min(1).max(40).describe("The language, as people say it: English, Chinese") });

/** The settings of a pair of pages. */
export const pairParams = z
  .strictObject({
    pages: z.tuple([page, page]).describe("The two language versions, each read as a policy page is"),
    baseUrl: policyPageParams.shape.baseUrl,
    days: z
      .number()
      .int()
      .min(1)
      .max(365)
      .default(7)
      .describe("So many days a page may stay behind before it is told; translations take their time"),
    confirmMinutes: policyPageParams.shape.confirmMinutes,
  })
  .refine(({ pages: [one, other] }) => one.name !== other.name && one.url !== other.url, {
    message: "must be two pages with two names",
    path: ["pages"],
  });

export type PairParams = z.infer<typeof pairParams>;

/** Which of the two. */
export type Side = 0 | 1;

export const sides: readonly [Side, Side] = [0, 1];

/** One of the two as the policy page it is. */
export function pageParams({ pages, baseUrl }: PairParams, side: Side): PolicyPageParams {
  const known = policyParams.get(pages[side]);
  if (known !== undefined) return known;
  const { name: _, ...page } = pages[side];
  const params = { ...page, confirmMinutes: 0, ...(baseUrl !== undefined && { baseUrl }) };
  policyParams.set(pages[side], params);
  return params;
}

// The same value every time: what was read of an answer is remembered by it.
const policyParams = new WeakMap<object, PolicyPageParams>();

/** What the pair is known by. */
export function keyOf({ pages: [one, other] }: PairParams): string {
  return `${one.url} ${other.url}`;
}

/** What decides how the pages' bytes are read and laid side by side. */
export function readingParams({ pages }: PairParams): Json {
  const read = pages.map(({ name, url, select, remove, render, language }) => ({
    name,
    url,
    select,
    remove,
    render,
    language,
  }));
  return JSON.parse(JSON.stringify(read)) as Json;
}
