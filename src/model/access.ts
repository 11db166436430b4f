import type { Instant } from "./time.ts";

/** What the bearer of a personal token may do: everything; change what people are told; read everything and change nothing. */
export const roles = ["admin", "editor", "auditor"] as const;
export type Role = (typeof roles)[number];

/** A token that one person signs in with. The token itself is kept nowhere; the hash is SHA-256, in hex. */
export interface PersonalToken {
  readonly id: string;
  /** Who it is, as the audit log names them. */
  readonly name: string;
  readonly role: Role;
  readonly createdAt: Instant;
  readonly createdBy: string;
  /** To ten minutes. */
  readonly lastUsedAt: Instant | null;
  readonly revokedAt: Instant | null;
}

/** Who may sign in. Each method is one transaction. */
export interface AccessStore {
  /** Throws `UsageError` where somebody of that name has a token already. */
  addToken(token: Pick<PersonalToken, "id" | "name" | "role">, hash: string, by: string, at: Instant): Promise<void>;
  /** All of them, by name; those that were revoked last. */
  tokens(): Promise<readonly PersonalToken[]>;
  /** One that is not revoked, by its hash or its id. */
  token(key: { readonly hash: string } | { readonly id: string }): Promise<PersonalToken | null>;
  tokenUsed(id: string, at: Instant): Promise<void>;
  /** False if there is none, or it was revoked already. */
  revokeToken(id: string, by: string, at: Instant): Promise<boolean>;
}
