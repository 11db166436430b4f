import { z } from "zod";
import type { Json } from "../../model/json.ts";
import { areSelectors, selectorFault } from "../../snapshots/css-selector.ts";

const address = z.url({ protocol: /^https?$/, error: "must be an http or https address" });
const names = z.array(z.string().min(1));

/** The settings of a table feed: where the table is, what its rows are known by, and what of them counts. */
export const tableParams = z
  .strictObject({
    url: address.describe("The address of the file, or of the page the table stands in"),
    baseUrl: address
      .transform((url) => url.replace(/\/+$/, ""))
      .optional()
      .describe("Fetched from here instead of the address's own origin, so that a mirror can stand in"),
    title: z.string().min(1).optional().describe("What the table is called in alerts; the page's title if left out"),
    format: z
      .enum(["json", "csv", "tsv", "html", "list"])
      .describe(
        "csv and tsv with headings in the first line; html a <table>; list the items that `select` finds in a page",
      ),
    path: z
      .string()
      .regex(/^[^.\s]+(?:\.[^.\s]+)*$/)
      .optional()
      .describe("json: where the rows are, as results or data.items; the whole file if left out"),
    select: z
      .string()
      .min(1)
      .refine(areSelectors, { error: selectorFault })
      .optional()
      .describe("html, list: a CSS selector of the table, or of the items"),
    key: names
      .min(1)
      .default(["item"])
      .describe(
        "Columns that a row is known by, outermost first: [country, name]. Columns within columns as addresses.city",
      ),
    columns: names
      .optional()
      .describe("The columns that are compared; all if left out. Better named: then new ones are no change"),
    ignore: names.default([]).describe("Columns that are not compared"),
    only: z
      .record(z.string(), z.array(z.string()).min(1))
      .default({})
      .describe(
        "Only rows with one of these values in a column: { source: [EL, MEU] }. A value may be the beginning, as Entity*",
      ),
    split: z
      .string()
      .min(1)
      .optional()
      .describe("One document for each value of this column, so that each is told by itself"),
    repeats: z
      .boolean()
      .default(false)
      .describe("Several rows may have the same key, as one for each address: they are read as one"),
    confirmMinutes: z
      .number()
      .int()
      .min(0)
      .max(10_080)
      .default(10)
      .describe("A change counts once a look at least so many minutes later sees the same"),
  })
  .refine(({ format, select }) => format !== "list" || select !== undefined, {
    message: "format list needs `select`",
    path: ["select"],
  });

export type TableParams = z.infer<typeof tableParams>;

/** What decides how the bytes are read. */
export function readingParams(params: TableParams): Json {
  const { title, format, path, select, key, columns, ignore, only, split } = params;
  return JSON.parse(JSON.stringify({ title, format, path, select, key, columns, ignore, only, split })) as Json;
}
