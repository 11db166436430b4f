import type { Verification } from "../model/store.ts";
import type { Instant } from "../model/time.ts";
import { HeldError } from "../model/errors.ts";
import { checkBackup, readBackup } from "./backup-file.ts";
import { copyIn } from "./copy-in.ts";
import { copyOut } from "./copy-out.ts";
import { rowsOf, type Connection, type Database } from "./database.ts";
import { sql } from "./drizzle.ts";
import { holdDataDir } from "./hold.ts";
import { connect } from "./open.ts";
import { markRestored } from "./restores.ts";
import type { StoreLog } from "./store.ts";
import { verifyMethods } from "./verify.ts";

/** Where data is: a server, or the folder of an embedded database. */
export interface DataPlace {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
}

/** What came over, and whether its evidence holds together there. */
export interface Transferred {
  readonly rows: number;
  /** The moment the data is of. */
  readonly asOf: Instant;
  readonly evidence: Verification;
}

/**
 * Copies everything from one place to an empty other one, in one transaction there: what is interrupted leaves it empty. Throws
 * `HeldError` while a service runs on the data, `StoreError` where the other place has data already.
 */
export function moveData(from: DataPlace, to: DataPlace, at: Instant, log: StoreLog): Promise<Transferred> {
  return holding([from, to], async () => {
    const source = await connect({ ...from, applicationName: ownName, log });
    return closing(source, async () => {
      await refuseServed(source);
      const rows = await filled(to, log, undefined, async (tx) => {
        const into = await copyIn(tx);
        // No service starts on the data meanwhile: it would wait for this.
        await source.alone(async () => void (await copyOut(source.db, at, into.take)));
        return into.finish();
      });
      return { rows, asOf: at, evidence: await verified(to, log) };
    });
  });
}

/**
 * Puts a backup into an empty place, in one transaction, and marks it as restored. Throws `UsageError` where the backup is damaged,
 * before anything is written.
 */
export async function restoreData(path: string, to: DataPlace, at: Instant, log: StoreLog): Promise<Transferred> {
  const { at: asOf, migration } = await checkBackup(path);
  return holding([to], async () => {
    const rows = await filled(to, log, migration, async (tx) => {
      const into = await copyIn(tx);
      for await (const part of readBackup(path)) await into.take(part);
      const count = await into.finish();
      await markRestored(tx, asOf, at);
      return count;
    });
    return { rows, asOf, evidence: await verified(to, log) };
  });
}

async function holding<Result>(places: readonly DataPlace[], work: () => Promise<Result>): Promise<Result> {
  const holds = places.filter(({ databaseUrl }) => databaseUrl === null).map(({ dataDir }) => holdDataDir(dataDir));
  try {
    return await work();
  } finally {
    for (const hold of holds) hold.release();
  }
}

async function filled(
  to: DataPlace,
  log: StoreLog,
  migration: number | undefined,
  fill: (tx: Database) => Promise<number>,
): Promise<number> {
  const target = await connect({ ...to, applicationName: ownName, log }, migration);
  return closing(target, async () => {
    let rows = 0;
    await target.alone(async () => void (rows = await target.db.transaction(fill)));
    return rows;
  });
}

// Opened as the service will open it, which brings an earlier version's tables up to date.
async function verified(place: DataPlace, log: StoreLog): Promise<Verification> {
  const connection = await connect({ ...place, applicationName: ownName, log });
  return closing(connection, async () => {
    await connection.db.execute(sql`analyze`);
    return verifyMethods(connection.db).verify();
  });
}

async function closing<Result>(connection: Connection, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } finally {
    await connection.close();
  }
}

/** Names the connections of a move, to tell them from a service's. */
const ownName = "regwatch move";

async function refuseServed({ kind, db }: Connection): Promise<void> {
  if (kind === "embedded") return;
  const others = await rowsOf(
    db,
    sql`select 1 from pg_stat_activity where datname = current_database()
      and application_name like 'regwatch%' and application_name <> ${ownName} limit 1`,
  );
  if (others.length > 0) {
    throw new HeldError(
      "A regwatch process is connected to the database; stop it first, or what it writes stays behind.",
    );
  }
}
