import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { UsageError } from "../model/errors.ts";

const [ivBytes, tagBytes] = [12, 16];

/**
 * Encrypts a text (AES-256-GCM, key from the secret by HKDF). `about` is what it belongs to: sealed for one thing, it cannot be opened
 * for another.
 */
export function seal(text: string, secret: string, about: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", keyOf(secret), iv).setAAD(Buffer.from(about));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return `v1.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url")}`;
}

/** The text again. Throws `UsageError` where the secret is another one, or the sealed text was tampered with. */
export function unseal(sealed: string, secret: string, about: string): string {
  try {
    const bytes = Buffer.from(sealed.replace(/^v1\./, ""), "base64url");
    const decipher = createDecipheriv("aes-256-gcm", keyOf(secret), bytes.subarray(0, ivBytes))
      .setAAD(Buffer.from(about))
      .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString("utf8");
  } catch (error) {
    throw new UsageError(
      `What is stored for ${about} cannot be read with this REGWATCH_SECRET. Set the one it was stored with, or install anew.`,
      { cause: error },
    );
  }
}

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", "regwatch sealed texts", 32));
}
