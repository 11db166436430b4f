import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { HeldError, StoreError } from "../model/errors.ts";

/** A data directory that is ours until it is released or this process ends. */
export interface Hold {
  release(): void;
}

/**
 * Takes a data directory for this process alone. The operating system keeps the lock and drops it however the process ends, so that
 * there is no stale one; it works between containers that share a volume. Throws `HeldError`, and `StoreError` where it is no folder that
 * can be written.
 */
export function holdDataDir(dir: string): Hold {
  const lock = openLock(dir);
  try {
    lock.exec("begin exclusive");
  } catch (error) {
    lock.close();
    throw isBusy(error) ? heldError(dir, error) : unusable(dir, error);
  }
  held.add(lock);
  return {
    release() {
      if (held.delete(lock)) lock.close();
    },
  };
}

/** Whether some process holds the data directory. */
export function isHeld(dir: string): boolean {
  if (!existsSync(join(dir, lockFile))) return false;
  const lock = new DatabaseSync(join(dir, lockFile));
  try {
    lock.prepare("select count(*) from sqlite_schema").get();
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw error;
  } finally {
    lock.close();
  }
}

/** Throws `HeldError` where some process holds the data directory, before anything that takes longer. */
export function refuseHeld(dir: string): void {
  if (isHeld(dir)) throw heldError(dir);
}

// Garbage collection closes a database that nobody refers to, and with it would go the lock.
const held = new Set<DatabaseSync>();

const lockFile = "lock.sqlite";

// Somebody who only asks whether it is held is in the way for a moment.
const patienceMilliseconds = 300;

function openLock(dir: string): DatabaseSync {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    return new DatabaseSync(join(dir, lockFile), { timeout: patienceMilliseconds });
  } catch (error) {
    throw unusable(dir, error);
  }
}

function unusable(dir: string, cause: unknown): StoreError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StoreError(
    `The data folder ${dir} cannot be used: ${reason}. Give it to this user, or set REGWATCH_DATA to another folder.`,
    { cause },
  );
}

function heldError(dir: string, cause?: unknown): HeldError {
  return new HeldError(
    `Another regwatch process holds the data in ${dir}. Stop it, or set REGWATCH_DATA to another folder.`,
    {
      cause,
    },
  );
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === 5;
}
