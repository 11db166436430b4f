import type { AccessStore, PersonalToken, Role } from "../model/access.ts";
import { UsageError } from "../model/errors.ts";
import type { Instant } from "../model/time.ts";

/** A token that was just made: shown once, and kept nowhere. */
export interface FreshToken {
  readonly id: string;
  readonly token: string;
}

/** Makes a personal token. `secret` is 32 random bytes, `hash` what is kept of a token. Throws `UsageError`. */
export async function makeToken(
  store: AccessStore,
  wish: { readonly name: string; readonly role: Role },
  random: { readonly id: string; readonly secret: Uint8Array; readonly hash: (token: string) => string },
  by: string,
  at: Instant,
): Promise<FreshToken> {
  const name = wish.name.trim().replace(/\s+/g, " ");
  if (name === "" || name.length > 80 || /\p{C}/u.test(name)) {
    throw new UsageError("Whose token is it? Give a name of at most 80 characters; the audit log shows it.");
  }
  if (name.toLowerCase() === "admin") {
    throw new UsageError("The audit log calls the bearer of REGWATCH_ADMIN_TOKEN admin; choose another name.");
  }
  const token = `rw_${Buffer.from(random.secret).toString("base64url")}`;
  await store.addToken({ id: random.id, name, role: wish.role }, random.hash(token), by, at);
  return { id: random.id, token };
}

/** One line about a token. */
export function tokenLine({ name, role, createdAt, createdBy, lastUsedAt, revokedAt }: PersonalToken): string {
  const used = lastUsedAt === null ? "never used" : `last used ${lastUsedAt.slice(0, 10)}`;
  const end = revokedAt === null ? used : `revoked ${revokedAt.slice(0, 10)}`;
  return `${name} · ${role} · made ${createdAt.slice(0, 10)} by ${createdBy} · ${end}`;
}
