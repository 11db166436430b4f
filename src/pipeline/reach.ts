import { StatusError, UnreachableError, WrongBodyError } from "../model/errors.ts";
import type { Reach } from "../model/pulse.ts";

/** How far what went wrong may reach: no connection may be our own fault, a server's error may concern all that it serves. */
export function reachOf(cause: unknown): Reach {
  if (cause instanceof UnreachableError) return "network";
  if (cause instanceof WrongBodyError) return "host";
  const isServers =
    cause instanceof StatusError && (cause.status >= 500 || cause.status === 429 || cause.status === 403);
  return isServers ? "host" : "feed";
}
