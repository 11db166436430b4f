import { compose } from "../../src/alerts/compose.ts";
import { composeClientDigest } from "../../src/alerts/client-digest.ts";
import { createEmailChannel, type EmailSetup } from "../../src/channels/email.ts";
import { digestDocx } from "../../src/exports/digest-docx.ts";
import { composeDigest } from "../../src/alerts/compose-digest.ts";
import { systemClock } from "../../src/lib/time.ts";
import type { Channel } from "../../src/model/channel.ts";
import type { Letterhead } from "../../src/model/client-digest.ts";

const letterhead: Letterhead = {
  name: "Example & Partners LLP",
  lines: ["1 Example Street, New York"],
  logo: { bytes: Uint8Array.from([0x89, 0x50, 0x4e, 0x47]), width: 120, height: 40 },
};

/** What regwatch's mail channel is given; without a server it takes no address. */
export function emailSetup(parts: Partial<EmailSetup> = {}): EmailSetup {
  return {
    server: null,
    secret: null,
    publicUrl: "https://regwatch.example.org",
    extraCa: null,
    clock: systemClock,
    composeClient: (digest, context) => composeClientDigest(digest, context, letterhead),
    word: async (digest) => ({
      name: "digest.docx",
      bytes: await digestDocx(
        composeDigest(digest, { now: Temporal.Instant.from(digest.to), publicUrl: "https://regwatch.example.org" }),
        digest.to,
      ),
    }),
    ...parts,
  };
}

/** Our channel with a mail server behind it. */
export function openMailChannel(url: string, parts: Partial<EmailSetup> = {}): Channel {
  return createEmailChannel({
    compose,
    email: emailSetup({ server: { url, from: "regwatch <alerts@example.org>" }, ...parts }),
  });
}
