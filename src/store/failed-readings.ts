import type { Store } from "../model/store.ts";
import { triesAtMost } from "../model/failed-reading.ts";
import type { Database } from "./database.ts";
import { and, eq, sql } from "./drizzle.ts";
import { feeds } from "./schema.ts";

/** What of a feed could not be read. */
export function failedReadingMethods(db: Database): Pick<Store, "keepFailedReadings"> {
  return {
    async keepFailedReadings(feedId, worker, failedReadings) {
      await db
        .update(feeds)
        .set({ failedReadings })
        .where(and(eq(feeds.id, feedId), eq(feeds.leaseWorker, worker)));
    },
  };
}

/** What is set aside may be tried once more. */
export const triedOnceMore = sql`(select coalesce(jsonb_agg(case when (reading ->> 'tries')::int < ${triesAtMost} then reading
    else jsonb_set(reading, '{tries}', to_jsonb(${triesAtMost - 1}::int)) end), '[]')
  from jsonb_array_elements(${feeds.failedReadings}) as reading)`;
