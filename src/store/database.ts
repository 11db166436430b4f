import { setTimeout as sleep } from "node:timers/promises";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type { SQL } from "drizzle-orm";
import type { ConstructorOptions } from "pg-boss";
import { StoreError } from "../model/errors.ts";
import { awayError, isAway, isBroken } from "./away.ts";
import { DrizzleQueryError } from "./drizzle.ts";

/** A database or a transaction on it: PGlite and PostgreSQL alike. */
export type Database = PgDatabase<PgQueryResultHKT>;

/** An open database and what else its kind needs. */
export interface Connection {
  readonly kind: "embedded" | "server";
  readonly db: Database;
  /** How pg-boss reaches the same database: to send jobs, and to work on them. */
  jobs(): Promise<{ readonly sending: ConstructorOptions; readonly working: ConstructorOptions }>;
  /** Does what two processes must not do at once: setting up tables. */
  alone(work: () => Promise<void>): Promise<void>;
  /** Throws `StoreAwayError` where there is no room for what leads to rows, or for anything. */
  refuseFull?(isGrowing: boolean): void;
  /** Runs once the database is quiet: what a server does by itself. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}

/** The rows of a statement written by hand. */
export async function rowsOf<Row>(db: Database, statement: SQL): Promise<Row[]> {
  const result = (await db.execute(statement)) as { rows: Row[] };
  return result.rows;
}

/**
 * One transaction; begun again where the server broke it off in favour of another one, and where the connection was lost before it
 * was to commit. With `twice`, also where whether it committed is not known: then doing it twice must do no harm.
 */
export async function transact<Result>(
  db: Database,
  work: (tx: Database) => Promise<Result>,
  { twice = false }: { readonly twice?: boolean } = {},
): Promise<Result> {
  for (let attempt = 0; ; attempt += 1) {
    let isDone = false;
    try {
      return await db.transaction(async (tx) => {
        const result = await work(tx);
        isDone = true;
        return result;
      });
    } catch (error) {
      const pause = (twice ? longPauses : pauses)[attempt];
      // An embedded database that broke must not be asked again, and a disk that is full stays so.
      const isLost = isAway(error) && !isBroken(error) && (twice || !isDone);
      if (pause === undefined || !(isBrokenOff(error) || isLost)) throw error;
      await sleep(pause);
    }
  }
}

/** Milliseconds: longer than a server takes to break a deadlock, or to hand over to another connection. */
const pauses = [50, 200, 1000];
/** Longer than a server takes to start again. */
const longPauses = [...pauses, 3000, 6000, 10_000, 10_000];

/** Told of each call of the store, and how it ended. */
interface Listener {
  /** May throw to refuse it. */
  asked(name: string): void;
  answered(): void;
  /** With the error as the database gave it, and as it is passed on. */
  failed(error: unknown, told: unknown): void;
}

/**
 * The same methods, whose errors say what the database said and nothing more: Drizzle's carry the statement with its values, which may be
 * secrets or whole documents.
 */
export function withPlainErrors<Methods extends object>(methods: Methods, listener: Listener): Methods {
  const guarded = Object.entries(methods as Record<string, (...args: unknown[]) => Promise<unknown>>).map(
    ([name, method]) => [
      name,
      async (...args: unknown[]) => {
        try {
          listener.asked(name);
          const result = await method(...args);
          listener.answered();
          return result;
        } catch (error) {
          const told = awayError(error) ?? (error instanceof DrizzleQueryError ? plain(name, error) : error);
          listener.failed(error, told);
          throw told;
        }
      },
    ],
  );
  return Object.fromEntries(guarded) as Methods;
}

// serialization_failure and deadlock_detected.
function isBrokenOff(error: unknown): boolean {
  const code = codeOf(error instanceof DrizzleQueryError ? error.cause : error);
  return code === "40001" || code === "40P01";
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function plain(name: string, error: InstanceType<typeof DrizzleQueryError>): StoreError {
  const message = error.cause?.message ?? "no reason given";
  const cause = new Error(message);
  if (error.stack !== undefined) cause.stack = `${message}\n${error.stack.split("\n").filter(isFrame).join("\n")}`;
  return new StoreError(`The database refused ${name}: ${message}`, { cause });
}

function isFrame(line: string): boolean {
  return /^\s+at /.test(line);
}
