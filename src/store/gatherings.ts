import type { Change } from "../model/change.ts";
import type { Store } from "../model/store.ts";
import { queueAlert } from "./alerts.ts";
import type { Bell } from "./bell.ts";
import { transact, type Database } from "./database.ts";
import { asc, eq, inArray } from "./drizzle.ts";
import { changes, gatherings } from "./schema.ts";
import { wellFormed } from "./well-formed.ts";

/** Changes that are told together once their poll has ended. A poll that dies leaves them waiting for the end of the next one. */
export function gatheringMethods(db: Database, bell: Bell): Pick<Store, "gathered" | "tellGathered"> {
  return {
    async gathered(feedId) {
      return db
        .select({ key: gatherings.key, change: changes.change })
        .from(gatherings)
        .innerJoin(changes, eq(changes.id, gatherings.changeId))
        .where(eq(gatherings.feedId, feedId))
        .orderBy(asc(changes.position));
    },
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

export async function keepForGathering(tx: Database, change: Change, key: string): Promise<void> {
  await tx.insert(gatherings).values({ changeId: change.id, feedId: change.feedId, key });
}
