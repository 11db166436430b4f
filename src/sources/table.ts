import { hostAndPort } from "../lib/address.ts";
import type { Captured, Source } from "../model/source.ts";
import { extractTable } from "./table/extract.ts";
import { readingParams, tableParams, type TableParams } from "./table/params.ts";
import { pollTable } from "./table/poll.ts";

/** Tables in JSON, CSV or HTML, told row by row: lists of parties, groups of countries, supported regions. */
export const table = {
  id: "table",
  title: "Table",
  schedule: ["40 */6 * * *"],
  timezone: "UTC",
  params: tableParams,
  revision: 1,
  confirmMinutes: (params) => params.confirmMinutes,
  host: (params) => hostAndPort(new URL(params.baseUrl ?? params.url)),
  recipeParams: readingParams,
  poll: pollTable,
  extract: (captured: Captured, params: TableParams) => extractTable(captured, params),
} satisfies Source<TableParams>;
