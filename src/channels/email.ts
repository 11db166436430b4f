import { sha256 } from "../lib/hash.ts";
import type { Channel } from "../model/channel.ts";
import type { Digest } from "../model/digest.ts";
import { UsageError } from "../model/errors.ts";
import type { SubscriptionOptions } from "../model/subscription.ts";
import type { Clock } from "../model/time.ts";
import { logoId } from "./email/as-html.ts";
import { maskedAddress, readAddress } from "./email/address.ts";
import { mailDoors } from "./email/doors.ts";
import { createLinks } from "./email/links.ts";
import { type MailParts, renderMail, type RenderedMail } from "./email/mail.ts";
import { outcomeOfError } from "./email/outcomes.ts";
import { type MailServer, senderDomain } from "./email/server.ts";
import { type MailTransport, openTransport } from "./email/transport.ts";
import type { FileToHand } from "./shelf.ts";

/** What the channel is given. */
export interface EmailSetup {
  /** Null where none is set: then no address is taken. */
  readonly server: MailServer | null;
  /** Of the operator; goes into the links of mails where it is set. */
  readonly secret: string | null;
  readonly publicUrl: string;
  readonly extraCa: string | null;
  readonly clock: Clock;
  readonly composeClient: MailParts["composeClient"];
  /** A digest as a Word file. */
  readonly word: (digest: Digest, form: SubscriptionOptions["form"]) => Promise<FileToHand>;
}

export interface EmailSettings {
  readonly compose: MailParts["compose"];
  readonly email: EmailSetup;
}

/** Alerts as mails, through any SMTP server. */
export function createEmailChannel({ compose, email }: EmailSettings): Channel<RenderedMail> {
  const { server, publicUrl, secret, composeClient } = email;
  const links = createLinks(publicUrl, secret);
  const parts: MailParts = { compose, composeClient, links, domain: senderDomain(server ?? { from: "" }) };
  let transport: Promise<MailTransport> | undefined;
  return {
    id: "email",
    title: "E-mail",
    gathersBacklog: true,
    destination(address) {
      const destination = readAddress(address);
      if (server !== null) return destination;
      throw new UsageError("Mail needs a server: set SMTP_URL and SMTP_FROM, and start again.");
    },
    lane: ({ address }) => `email:${sha256(address.toLowerCase()).slice(0, 32)}`,
    render: (alert, delivery, context) => renderMail(parts, alert, delivery, context),
    async send(mail, { alert }, signal) {
      if (server === null) return { kind: "retry", reason: "No mail server is set; set SMTP_URL and SMTP_FROM." };
      const attachments = await attachmentsOf(mail, email);
      transport ??= openTransport(server, email.extraCa).catch((error: unknown) => {
        transport = undefined;
        throw error;
      });
      const mailer = await transport;
      try {
        await mailer.sendMail({ ...fieldsOf(mail, server), attachments, signal });
        return { kind: "sent", reference: mail.messageId };
      } catch (error) {
        const outcome = outcomeOfError(error, signal.aborted);
        // Who never agreed has nothing that could be paused.
        const isQuestion = alert.kind === "notice" && alert.notice.subject === "confirm";
        return isQuestion && outcome.kind === "pause" ? { kind: "refused", reason: outcome.reason } : outcome;
      }
    },
    doors: ({ consents }) => mailDoors({ consents, links, clock: email.clock }),
    describe: maskedAddress,
  };
}

function fieldsOf(mail: RenderedMail, { from }: MailServer) {
  const { to, subject, text, html, messageId, parent, headers, date } = mail;
  return {
    from,
    // As an object, so that nothing in it is read as a second address.
    to: { name: "", address: to },
    subject,
    text,
    html,
    messageId,
    ...(parent === null ? {} : { inReplyTo: parent, references: parent }),
    headers: { ...headers },
    date,
  };
}

async function attachmentsOf({ logo, attach }: RenderedMail, { word }: EmailSetup) {
  const file = attach === null ? null : await word(attach.digest, attach.form);
  return [
    ...(logo === null
      ? []
      : [{ filename: "logo.png", content: Buffer.from(logo), cid: logoId, contentType: "image/png" }]),
    ...(file === null
      ? []
      : [
          {
            filename: file.name,
            content: Buffer.from(file.bytes),
            contentType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          },
        ]),
  ];
}
