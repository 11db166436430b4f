import { createHmac, timingSafeEqual } from "node:crypto";
import type { Role } from "../model/access.ts";
import type { ReadPolicy } from "./deps.ts";
import { HttpProblem } from "./problem.ts";

/**
 * Who reads. Private feeds are for whoever shows a token. The one exception: on loopback with no admin token set, the operator is the
 * only reader there can be, and sees everything.
 */
export interface Reader {
  readonly person: Person | null;
  /** Whether this person may change things. */
  readonly admin: boolean;
  readonly seesPrivate: boolean;
  /** What the forms of a session bring along, so that no other site can send them; null where no cookie says who reads. */
  readonly formKey: string | null;
}

/** Somebody who showed a token. `id` is that of a personal one; null for `REGWATCH_ADMIN_TOKEN`. */
export interface Person {
  readonly id: string | null;
  /** As the audit log names them. */
  readonly name: string;
  readonly role: Role;
}

export function readerFor(
  read: ReadPolicy,
  adminToken: string | null,
  person: Person | null,
  session: string | null,
): Reader {
  return {
    person,
    admin: person !== null && person.role !== "auditor",
    seesPrivate: person !== null || (read === "open" && adminToken === null),
    formKey: session === null || adminToken === null ? null : sign(adminToken, `form ${session}`).toString("base64url"),
  };
}

const sessionSeconds = 30 * 24 * 3600;

/** Compared as digests, so that neither time nor length tells anything about the token. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(sign("compare", given), sign("compare", expected));
}

/** A session is its end, whose it is, and a signature made with the admin token: changing that ends every session. */
export function sessionFor(
  token: string,
  person: Person,
  now: Temporal.Instant,
): { readonly value: string; readonly maxAge: number } {
  const said = `${Math.floor(now.epochMilliseconds / 1000) + sessionSeconds}.${person.id ?? ""}`;
  return { value: `${said}.${sign(token, said).toString("base64url")}`, maxAge: sessionSeconds };
}

/** Whose session it is: a personal token's id, or the admin token's (null). Undefined where it is over, or not one of ours. */
export function sessionOf(
  value: string,
  token: string,
  now: Temporal.Instant,
): { readonly id: string | null } | undefined {
  const [end = "", id = "", signature = ""] = value.split(".", 3);
  if (!/^\d{1,12}$/.test(end) || Number(end) * 1000 < now.epochMilliseconds) return undefined;
  if (!sameSecret(signature, sign(token, `${end}.${id}`).toString("base64url"))) return undefined;
  return { id: id === "" ? null : id };
}

function sign(key: string, text: string): Buffer {
  return createHmac("sha256", `regwatch ${key}`).update(text).digest();
}

/** Who may change things. Throws an `HttpProblem` for others. */
export function requireAdmin(reader: Reader, adminToken: string | null): Person {
  const person = requirePerson(reader, adminToken);
  if (person.role !== "auditor") return person;
  throw new HttpProblem(403, `The token of ${person.name} is an auditor’s: it reads everything and changes nothing.`);
}

/** Who may give others tokens. Throws an `HttpProblem` for others. */
export function requireOwner(reader: Reader, adminToken: string | null): Person {
  const person = requirePerson(reader, adminToken);
  if (person.role === "admin") return person;
  throw new HttpProblem(403, `The token of ${person.name} is an ${person.role}’s; this needs an admin’s.`);
}

/** Who showed a token, of whatever role. Throws an `HttpProblem` for others. */
export function requirePerson(reader: Reader, adminToken: string | null): Person {
  if (reader.person !== null) return reader.person;
  if (adminToken === null) {
    throw new HttpProblem(
      403,
      "This needs the admin token, and none is set. Set REGWATCH_ADMIN_TOKEN and start regwatch again.",
    );
  }
  throw new HttpProblem(401, "This needs a token: sign in, or send it as `Authorization: Bearer …`.");
}
