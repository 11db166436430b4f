import type { SQL } from "drizzle-orm";
import type { Change } from "../model/change.ts";
import type { Store } from "../model/store.ts";
import { queueAlert } from "./alerts.ts";
import type { Bell } from "./bell.ts";
import { transact, type Database } from "./database.ts";
import { and, asc, eq, inArray, sql } from "./drizzle.ts";
import { isFree } from "./feeds.ts";
import { changes, feeds, gatherings } from "./schema.ts";
import { shown, toChange } from "./timeline.ts";
import { wellFormed } from "./well-formed.ts";

/** Changes that are told together once their poll has ended. A poll that dies leaves them waiting for the end of the next one. */
export function gatheringMethods(db: Database, bell: Bell): Pick<Store, "gathered" | "leftGathered" | "tellGathered"> {
  return {
    gathered: (feedId) => gatheredWhere(db, eq(gatherings.feedId, feedId)),
    leftGathered: (now) => gatheredWhere(db, and(sql`not (${feeds.active} and ${feeds.scheduled})`, isFree(now))),
    async tellGathered(changeIds, alert, at) {
      await bell.ready();
      return transact(db, async (tx) => {
        const ids = [...changeIds];
        const waiting = await tx.select().from(gatherings).where(inArray(gatherings.changeId, ids)).for("update");
        // Another worker has told some of them already; what is left waits for the end of the next poll.
        if (waiting.length < ids.length) return 0;
        await tx.delete(gatherings).where(inArray(gatherings.changeId, ids));
        return queueAlert(tx, bell, wellFormed(alert), at);
      });
    },
  };
}

async function gatheredWhere(db: Database, which: SQL | undefined): ReturnType<Store["gathered"]> {
  const rows = await db
    .select({ key: gatherings.key, ...shown })
    .from(gatherings)
    .innerJoin(changes, eq(changes.id, gatherings.changeId))
    .innerJoin(feeds, eq(feeds.id, gatherings.feedId))
    .where(which)
    .orderBy(asc(changes.position));
  return rows.map(({ key, ...row }) => ({ key, change: toChange(row) }));
}

export async function keepForGathering(tx: Database, change: Change, key: string): Promise<void> {
  await tx.insert(gatherings).values({ changeId: change.id, feedId: change.feedId, key });
}
