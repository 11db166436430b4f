import type { Store } from "../model/store.ts";
import { toInstant } from "./columns.ts";
import { rowsOf, type Database } from "./database.ts";
import { sql } from "./drizzle.ts";
import { hosts } from "./schema.ts";

/** Politeness towards publishers' hosts, across all workers. */
export function hostMethods(db: Database): Pick<Store, "reserveRequest" | "holdHost"> {
  return {
    // One statement, so that two workers cannot book the same moment. The row keeps the last moment that is booked.
    async reserveRequest(host, now, gapMs, count = 1) {
      const others = (count - 1) * gapMs;
      const [row] = await rowsOf<{ booked: string }>(
        db,
        sql`insert into ${hosts} as h (host, booked_at)
          values (${host}, ${now}::timestamptz + ${others} * interval '1 millisecond')
          on conflict (host) do update set booked_at = ${others} * interval '1 millisecond' +
            greatest(h.booked_at + ${gapMs} * interval '1 millisecond', h.held_until, ${now}::timestamptz)
          returning (booked_at - ${others} * interval '1 millisecond')::text as booked`,
      );
      return row ? toInstant(row.booked) : now;
    },
    async holdHost(host, until) {
      await db.execute(
        sql`insert into ${hosts} as h (host, held_until) values (${host}, ${until}::timestamptz)
          on conflict (host) do update set held_until = greatest(h.held_until, excluded.held_until)`,
      );
    },
  };
}
