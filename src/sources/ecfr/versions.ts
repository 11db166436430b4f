import { z } from "zod";
import { WrongBodyError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import { jsonOf, type Door } from "./door.ts";

/** One version of a section or an appendix, as the publisher lists it. Dates are calendar dates. */
export interface Row {
  /** `744.23`, `Supplement No. 4 to Part 744`. */
  readonly identifier: string;
  readonly part: string;
  readonly type: "section" | "appendix";
  /** The day from which the text stands in the eCFR. */
  readonly date: string;
  /** The day on which the amendment took effect. */
  readonly amended: string;
  readonly issued: string;
  readonly removed: boolean;
  /** False where only the printing was put right. */
  readonly substantive: boolean;
  /** Nothing stands there: `§ 744.10 [Reserved]`. */
  readonly reserved: boolean;
}

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}/)
  .transform((text) => text.slice(0, 10));

const row = z.object({
  identifier: z.string().min(1),
  name: z.string().nullish().catch(null),
  part: z.union([z.string(), z.number()]).transform(String),
  type: z.enum(["section", "appendix"]),
  date: day,
  amendment_date: day.nullish().catch(null),
  issue_date: day.nullish().catch(null),
  removed: z.boolean().catch(false),
  substantive: z.boolean().catch(true),
});

const perPage = 1000;
const mostPages = 40;

/** The list of versions, page by page. `query` is the part, or since which issue. */
export async function askVersions(door: Door, title: number, query: string): Promise<readonly Fetched[]> {
  const pages: Fetched[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const response = await door.json(`versions/title-${title}.json?${query}${page === 1 ? "" : `&page=${page}`}`);
    pages.push(response);
    if (listedIn(response).length < perPage) return pages;
  }
  throw new WrongBodyError(`${new URL(pages[0]?.url ?? "").host} lists more than ${mostPages} pages of versions.`);
}

/** The versions in the pages, oldest first. Rows that cannot be read, and parts as a whole, are left out. */
export function rowsIn(pages: readonly Fetched[]): readonly Row[] {
  return pages
    .flatMap(listedIn)
    .flatMap((raw) => {
      const read = row.safeParse(raw).data;
      if (read === undefined) return [];
      const { amendment_date: amended, issue_date: issued, name, ...rest } = read;
      const reserved = /\[Reserved\]/i.test(name ?? "");
      return [{ ...rest, reserved, amended: amended ?? rest.date, issued: issued ?? rest.date }];
    })
    .toSorted((a, b) => a.date.localeCompare(b.date) || a.issued.localeCompare(b.issued));
}

function listedIn(response: Fetched): readonly unknown[] {
  const body = jsonOf(response);
  const listed = typeof body === "object" && body !== null && "content_versions" in body ? body.content_versions : null;
  if (!Array.isArray(listed)) throw new WrongBodyError(`${new URL(response.url).host} sent no list of versions.`);
  return listed as readonly unknown[];
}

/** What tells whether a version was processed anew. */
export function stampOf({ date, amended, issued, removed, substantive }: Row): string {
  return [date, amended, issued, removed ? "removed" : "", substantive ? "" : "editorial"].join(" ").trim();
}
