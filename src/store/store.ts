import { StoreAwayError } from "../model/errors.ts";
import type { Store } from "../model/store.ts";
import { accessMethods } from "./access.ts";
import { auditMethods } from "./audit.ts";
import { awayError, isBroken } from "./away.ts";
import { backlogMethods } from "./backlog.ts";
import { gatherBacklogMethods } from "./gather-backlog.ts";
import { createBell } from "./bell.ts";
import { calendarMethods } from "./calendar.ts";
import { withPlainErrors, type Connection } from "./database.ts";
import { deliveryMethods } from "./deliveries.ts";
import { deskMethods } from "./desk.ts";
import { digestMethods } from "./digests.ts";
import { draftMethods } from "./drafts.ts";
import { futureMethods } from "./future.ts";
import { gatheredMethods } from "./gathered.ts";
import { copyMethods } from "./restores.ts";
import { retractionMethods } from "./retractions.ts";
import { documentMethods } from "./documents.ts";
import { evidenceReads } from "./evidence-reads.ts";
import { feedFileMethods } from "./feed-files.ts";
import { failedReadingMethods } from "./failed-readings.ts";
import { feedMethods } from "./feeds.ts";
import { doubtMethods } from "./doubts.ts";
import { gatheringMethods } from "./gatherings.ts";
import { hostMethods } from "./hosts.ts";
import { installationMethods } from "./installations.ts";
import { retentionMethods } from "./keep-house.ts";
import { createOutage } from "./outage.ts";
import { overviewMethods } from "./overview.ts";
import { pulseMethods } from "./pulses.ts";
import { recordMethods } from "./record.ts";
import { reextractMethods } from "./reextract.ts";
import { searchBacklogMethods } from "./search-backlog.ts";
import { searchMethods } from "./search.ts";
import { seenMethods } from "./seen.ts";
import { snapshotMethods } from "./snapshots.ts";
import { subscriptionMethods } from "./subscriptions.ts";
import { timeStampMethods } from "./time-stamps.ts";
import { termMethods } from "./terms.ts";
import { tallyMethods } from "./tally.ts";
import { timelineMethods } from "./timeline.ts";
import { verifyMethods } from "./verify.ts";
import { versionMethods } from "./versions.ts";

/** The part of a logger the store uses. */
export interface StoreLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** How much this process works on side by side once it listens. */
export interface Workers {
  readonly hosts: number;
  readonly lanes: number;
}

/** What leads to rows: it waits while there is no room for them. */
const growing = new Set<string>([
  "claimDueFeeds",
  "claimFeed",
  "claimLane",
  "record",
  "reextracted",
  "workOffBacklog",
  "keepHouse",
]);

/** The store on an open and migrated database. */
export function createStore(
  connection: Connection,
  workers: Workers,
  log: StoreLog,
  onBroken: (error: unknown) => void = () => {},
): Store {
  const { db } = connection;
  const outage = createOutage(log);
  const bell = createBell({
    connection,
    size: { host: workers.hosts, lane: workers.lanes },
    onError(error) {
      const away = awayError(error);
      if (away) outage.failed(away);
      else log.error({ err: error }, "a wake-up was answered with an error");
    },
  });
  let tidying: NodeJS.Timeout | undefined;
  const methods: Store = {
    ...feedFileMethods(db),
    ...feedMethods(db, bell),
    ...failedReadingMethods(db),
    ...pulseMethods(db, bell),
    ...hostMethods(db),
    ...futureMethods(db),
    ...accessMethods(db),
    ...auditMethods(db),
    ...installationMethods(db),
    ...documentMethods(db),
    ...recordMethods(db, bell),
    ...doubtMethods(db),
    ...gatheringMethods(db, bell),
    ...reextractMethods(db),
    ...seenMethods(db),
    ...snapshotMethods(db),
    ...versionMethods(db),
    ...subscriptionMethods(db, bell),
    ...deliveryMethods(db),
    ...deskMethods(db, bell),
    ...retractionMethods(db, bell),
    ...gatheredMethods(db, bell),
    ...gatherBacklogMethods(db),
    ...digestMethods(db, bell),
    ...draftMethods(db, bell),
    ...timelineMethods(db),
    ...termMethods(db),
    ...tallyMethods(db),
    ...searchMethods(db),
    ...searchBacklogMethods(db),
    ...overviewMethods(db),
    ...backlogMethods(db),
    ...calendarMethods(db, bell),
    ...verifyMethods(db),
    ...evidenceReads(db),
    ...timeStampMethods(db),
    ...copyMethods(db),
    ...retentionMethods(db),
    async listen(wakeUps) {
      await bell.listen(wakeUps);
      tidying = setInterval(() => void tidy(), 6 * 3600_000).unref();
    },
    async wake(call) {
      await bell.ready();
      await bell.ring(db, call);
    },
    async close() {
      clearInterval(tidying);
      await bell.stop();
      await connection.close();
    },
  };
  return withPlainErrors(methods, {
    asked(name) {
      if (name !== "close") connection.refuseFull?.(growing.has(name));
    },
    answered: () => outage.answered(),
    failed(error, told) {
      if (connection.kind === "embedded" && isBroken(error)) onBroken(told);
      if (told instanceof StoreAwayError) outage.failed(told);
    },
  });

  async function tidy(): Promise<void> {
    try {
      await connection.tidy();
    } catch (error) {
      log.warn({ err: error }, "the database could not be tidied; the next try is in six hours");
    }
  }
}
