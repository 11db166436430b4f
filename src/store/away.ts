import { StoreAwayError } from "../model/errors.ts";
import { DrizzleQueryError } from "./drizzle.ts";

/** Whether an error says that the database cannot be used just now, and nothing of what it was asked. */
export function isAway(error: unknown): boolean {
  return reasonOf(error) !== null;
}

/** Such an error in one line, or null for any other. */
export function awayError(error: unknown): StoreAwayError | null {
  if (error instanceof StoreAwayError) return error;
  const reason = reasonOf(error);
  return reason === null ? null : new StoreAwayError(`The database cannot be used just now: ${reason}`);
}

/** Whether an error says that the embedded database itself broke: a write failed, or it lost its way. It never ends another statement. */
export function isBroken(error: unknown): boolean {
  if (error instanceof DrizzleQueryError) return isBroken(error.cause);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return (
    /^(53100|58...|24000)$/.test(code) || (error instanceof Error && /^(RuntimeError|ExitStatus)$/.test(error.name))
  );
}

function reasonOf(error: unknown): string | null {
  if (error instanceof StoreAwayError) return error.message;
  if (error instanceof DrizzleQueryError) return reasonOf(error.cause);
  if (error instanceof AggregateError && error.errors.length > 0) {
    const reasons = error.errors.map(reasonOf);
    return reasons.every((one) => one !== null) ? [...new Set(reasons)].join("; ") : null;
  }
  if (!(error instanceof Error)) return null;
  const code = "code" in error && typeof error.code === "string" ? error.code : null;
  // The socket's file goes with the server.
  const isNotThere = code === "ENOENT" && "syscall" in error && error.syscall === "connect";
  const isOne = isNotThere || (code === null ? lostWithoutCode.test(error.message) : away.test(code));
  return isOne ? error.message : null;
}

/**
 * SQLSTATEs: connection exceptions (08), no resources (53: disk, memory, connections), shutting down, crashed, starting (57P01 to 57P05),
 * an idle transaction ended (25P03), a server that has become a standby (25006), input and output (58). Then what Node says of a connection.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const away =
  /^(08...|53...|57P0[1-5]|25P03|25006|580..|ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOST\w+|ENET\w+|EADDRNOTAVAIL)$/;

// What pg and pg-boss say without a code. There is nothing else to tell it by.
const lostWithoutCode =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|timeout expired|LISTEN\/NOTIFY )/;
