import type { Significance } from "../model/significance.ts";
import { significances } from "../model/significance.ts";
import type { Store } from "../model/store.ts";
import { rowsOf, type Database } from "./database.ts";
import { sql } from "./drizzle.ts";
import { changes } from "./schema.ts";
import { matching } from "./timeline.ts";

/** How many changes there were, week by week. */
export function tallyMethods(db: Database): Pick<Store, "tally"> {
  return {
    async tally(filter) {
      const week = sql`date_trunc('week', ${changes.occurredAt} at time zone 'UTC')`;
      const rows = await rowsOf<{ week: string; source: string; significance: number; muted: boolean; count: number }>(
        db,
        sql`select to_char(${week}, 'YYYY-MM-DD') as week, ${changes.source} as source,
            ${changes.significance}::int as significance, ${changes.muted} as muted, count(*)::int as count
          from ${changes} where ${matching(filter) ?? sql`true`}
          group by ${week}, ${changes.source}, ${changes.significance}, ${changes.muted}
          order by ${week}, ${changes.source}, ${changes.significance}`,
      );
      return rows.map((row) => ({ ...row, significance: nameOf(row.significance) }));
    },
  };
}

function nameOf(place: number): Significance {
  return significances[place] ?? significances[0];
}
