import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { remembered } from "./remembered.ts";

/** Hex SHA-256 of bytes, or of a string as UTF-8. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** Hex SHA-256 of bytes that nobody writes to any more, as those that were served. */
export const bodyHash: (body: Uint8Array) => string = remembered((body: Uint8Array) => sha256(body));

/** The id of content: `sha256:` and the hex SHA-256. */
export function sha256Id(data: string | Uint8Array): string {
  return `sha256:${sha256(data)}`;
}

/** Hex SHA-256 of a JSON value, the same whatever the order of its keys. */
export function hashJson(value: unknown): string {
  return sha256(canonicalJson(value));
}

/** JSON with sorted keys and no white space. Keys whose value is undefined are left out, as in `JSON.stringify`. */
export function canonicalJson(value: unknown): string {
  const text: string | undefined = JSON.stringify(value, (_key, inner: unknown) =>
    isRecord(inner) ? sorted(inner) : inner,
  );
  if (text === undefined) throw new TypeError("This value has no JSON form.");
  return text;
}

/** Hex HMAC-SHA256. */
export function hmacSha256(key: string | Uint8Array, data: string | Uint8Array): string {
  return createHmac("sha256", key).update(data).digest("hex");
}

/** Compares two secrets in a time that does not tell where they differ, nor how long they are. */
export function sameSecret(left: string, right: string): boolean {
  return timingSafeEqual(digest(left), digest(right));
}

function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sorted(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
