import { createHmac, timingSafeEqual } from "node:crypto";
import type { ReadPolicy } from "./deps.ts";
import { HttpProblem } from "./problem.ts";

/**
 * Who reads. Private feeds are for whoever shows the admin token. The one exception: on loopback with no admin token set, the operator
 * is the only reader there can be, and sees everything.
 */
export interface Reader {
  readonly admin: boolean;
  readonly seesPrivate: boolean;
  /** True when a session cookie says so, and signing out makes sense. */
  readonly session: boolean;
}

export function readerFor(read: ReadPolicy, adminToken: string | null, shown: "token" | "session" | null): Reader {
  const admin = shown !== null;
  return {
    admin,
    seesPrivate: admin || (read === "open" && adminToken === null),
    session: shown === "session",
  };
}

const sessionSeconds = 30 * 24 * 3600;

/** Compared as digests, so that neither time nor length tells anything about the token. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(sign("compare", given), sign("compare", expected));
}

/** A session is its end and a signature made with the token: changing the token ends every session. */
export function sessionFor(token: string, now: Temporal.Instant): { readonly value: string; readonly maxAge: number } {
  const end = Math.floor(now.epochMilliseconds / 1000) + sessionSeconds;
  return { value: `${end}.${sign(token, String(end)).toString("base64url")}`, maxAge: sessionSeconds };
}

export function isSession(value: string, token: string, now: Temporal.Instant): boolean {
  const [end = "", signature = ""] = value.split(".", 2);
  if (!/^\d{1,12}$/.test(end) || Number(end) * 1000 < now.epochMilliseconds) return false;
  return sameSecret(signature, sign(token, end).toString("base64url"));
}

function sign(key: string, text: string): Buffer {
  return createHmac("sha256", `regwatch ${key}`).update(text).digest();
}

/** Throws an `HttpProblem` unless the admin token was shown. */
export function requireAdmin(reader: Reader, adminToken: string | null): void {
  if (reader.admin) return;
  if (adminToken === null) {
    throw new HttpProblem(
      403,
      "This needs the admin token, and none is set. Set REGWATCH_ADMIN_TOKEN and start regwatch again.",
    );
  }
  throw new HttpProblem(401, "This needs the admin token: sign in, or send it as `Authorization: Bearer …`.");
}
