import { z } from "zod";
import { remembered } from "../../lib/remembered.ts";
import { WrongBodyError } from "../../model/errors.ts";
import type { Facts } from "../../model/facts.ts";
import type { Fetched } from "../../model/snapshot.ts";
import { jsonOf } from "./door.ts";

const item = z
  .object({
    id: z.string().min(1),
    attributes: z.object({
      title: z.string().nullish().catch(null),
      docketId: z.string().nullish().catch(null),
      agencyId: z.string().nullish().catch(null),
      documentType: z.string().nullish().catch(null),
      subtype: z.string().nullish().catch(null),
      frDocNum: z.string().nullish().catch(null),
      postedDate: z.string().nullish().catch(null),
      lastModifiedDate: z.string().nullish().catch(null),
      commentStartDate: z.string().nullish().catch(null),
      commentEndDate: z.string().nullish().catch(null),
      openForComment: z.boolean().nullish().catch(null),
      withdrawn: z.boolean().nullish().catch(null),
    }),
  })
  .transform(({ id, attributes }) => ({ id, ...attributes }));

/** A document as lists have it. Instants are in UTC; comment periods end at midnight in Washington. */
export type Item = z.infer<typeof item>;

const list = z.object({
  data: z.array(z.unknown()),
  meta: z.object({ hasNextPage: z.boolean().nullish() }).nullish(),
});

/** The documents of a page of a list. Those that cannot be read are left out. Throws `WrongBodyError` where it is no list. */
export const readList = remembered((response: Fetched): ListPage => {
  const read = list.safeParse(jsonOf(response)).data;
  if (read === undefined) throw new WrongBodyError(`${new URL(response.url).host} sent no list of documents.`);
  return {
    items: read.data.flatMap((raw) => item.safeParse(raw).data ?? []),
    hasNext: read.meta?.hasNextPage === true,
  };
});

interface ListPage {
  readonly items: readonly Item[];
  readonly hasNext: boolean;
}

const counts = z.object({ data: z.object({ attributes: z.object({ count: z.number().int().nonnegative() }) }) });

/** How many comments came, or null. */
export function readCount(response: Fetched): number | null {
  return counts.safeParse(jsonOf(response)).data?.data.attributes.count ?? null;
}

/** What a document states that people want to hear of. `count` is null where comments were not counted; `at` is when it was asked for. */
export function factsOf(document: Item, count: number | null, thresholds: readonly number[], at: string): Facts {
  return {
    documentNumber: document.frDocNum ?? null,
    docketDocument: document.documentType ?? null,
    subtype: document.subtype ?? null,
    agencies: document.agencyId ? [document.agencyId] : [],
    docketIds: document.docketId ? [document.docketId] : [],
    commentPeriod: periodOf(document, at),
    commentDeadline: easternDay(document.commentEndDate),
    commentsReached: reached(count, thresholds),
    withdrawn: document.withdrawn === true ? "withdrawn" : null,
  };
}

function periodOf({ openForComment, commentStartDate, commentEndDate }: Item, at: string): string | null {
  if (openForComment === true) return "open";
  if (!commentEndDate) return null;
  return commentStartDate && commentStartDate > at ? "announced" : "closed";
}

function reached(count: number | null, thresholds: readonly number[]): number | null {
  const crossed = thresholds.filter((threshold) => count !== null && count >= threshold);
  return crossed.length === 0 ? null : Math.max(...crossed);
}

/** The day in Washington of an instant, as `2026-02-04`. */
function easternDay(instant: string | null | undefined): string | null {
  return eastern(instant)?.toPlainDate().toString() ?? null;
}

/** As filters want it: the time in Washington, `2026-02-04 09:30:00`. */
export function easternTime(instant: string): string | null {
  return eastern(instant)?.toPlainDateTime().toString({ smallestUnit: "second" }).replace("T", " ") ?? null;
}

function eastern(instant: string | null | undefined): Temporal.ZonedDateTime | null {
  try {
    return Temporal.Instant.from(instant ?? "").toZonedDateTimeISO("America/New_York");
  } catch {
    return null;
  }
}
