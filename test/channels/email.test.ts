import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { readMailServer } from "../../src/channels/email/server.ts";
import { checkUpMail } from "../../src/channels/email/check-up.ts";
import type { Alert } from "../../src/model/alert.ts";
import type { Channel } from "../../src/model/channel.ts";
import type { Delivery, SendOutcome } from "../../src/model/delivery.ts";
import { UsageError } from "../../src/model/errors.ts";
import { defaultOptions, type SubscriptionOptions } from "../../src/model/subscription.ts";
import { channelContract } from "../contract/channel.ts";
import { exampleAlert, exampleChange, exampleDelivery, exampleDigest, exampleWord } from "../support/example-change.ts";
import { openMailChannel } from "../support/mail-channel.ts";
import { type MailFault, type MailServerDouble, type ReceivedMail, startMailServer } from "../support/mail-server.ts";

const context = { now: Temporal.Instant.from("2026-01-12T19:15:00Z"), publicUrl: "https://regwatch.example.org" };
const never = new AbortController().signal;

channelContract("email", async () => {
  const server = await startMailServer();
  return {
    channel: openMailChannel(server.url),
    address: "ada.lovelace@Example.org",
    secretPart: "ada.lovelace",
    otherAddress: "bob@example.org",
    wrongAddress: "ada.lovelace at example.org",
    taken: () => server.received.length,
    breakOnce: () => server.script({ at: "MAIL", code: 421 }),
    close: () => server.close(),
  };
});

let server: MailServerDouble;
let channel: Channel;
beforeAll(async () => {
  server = await startMailServer();
  channel = openMailChannel(server.url);
});
afterAll(() => server.close());

function addressed(alert: Alert, options: Partial<SubscriptionOptions> = {}, more: Partial<Delivery> = {}): Delivery {
  const destination = channel.destination("ada@example.org");
  const subscription = { destination, secret: "key", options: { ...defaultOptions, ...options } };
  return { ...exampleDelivery(alert, subscription), ...more };
}

async function send(delivery: Delivery): Promise<SendOutcome> {
  return channel.send(channel.render(delivery.alert, delivery, context), delivery, never);
}

async function mailed(delivery: Delivery): Promise<ReceivedMail> {
  expect(await send(delivery)).toMatchObject({ kind: "sent" });
  const last = server.received.at(-1);
  if (!last) throw new Error("nothing arrived");
  return last;
}

describe("a mail", () => {
  test("says in text and in HTML what changed, before and after, and where to read it", async () => {
    const { mail, to } = await mailed(addressed(exampleAlert()));
    expect(to).toEqual(["ada@example.org"]);
    expect(mail.subject).toBe(
      "Substantive · Comment deadline moved · an obligation changed in § 744.23(b): “may” → “shall”: Export Controls on Advanced Computing Items; Extension of Comment Period",
    );
    expect(mail.text).toContain("- before: The licensee of a graphics giraffe may report each export.");
    expect(mail.text).toContain("+ after:  The licensee of a graphics giraffe shall not later than thirty");
    expect(mail.text).toContain("Redline: https://regwatch.example.org/changes/c0ffee");
    expect(mail.html).toMatch(/<del [^>]*line-through[^>]*>may<\/del><ins [^>]*underline[^>]*>shall<\/ins>/);
    expect(mail.html).toContain("Comments close 2026-02-04 (23 days left)");
  });

  test("loads nothing from anywhere and knows nothing of being read", async () => {
    const { mail } = await mailed(addressed(exampleAlert()));
    expect(mail.html).not.toMatch(/<img|<script|<link|url\(|@import/);
  });

  test("says to programs that it is automatic, and how it is ended with one click", async () => {
    const { mail } = await mailed(addressed(exampleAlert()));
    const header = (key: string) => mail.headers.find((one) => one.key === key)?.value;
    expect(header("auto-submitted")).toBe("auto-generated");
    expect(header("list-unsubscribe")).toMatch(
      /^<https:\/\/regwatch\.example\.org\/mail\/unsubscribe\/sub-1\/[0-9a-f]{64}>$/,
    );
    expect(header("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
    expect(mail.html).toContain(header("list-unsubscribe")?.slice(1, -1));
  });

  test("that follows another names the first, in the thread readers see", async () => {
    const parent = "<first@example.org>";
    const { mail } = await mailed(addressed(exampleWord({ subject: "retraction" }), {}, { parent }));
    expect(mail).toMatchObject({ inReplyTo: parent, references: parent });
  });

  test("of one delivery bears the same Message-ID on every attempt", async () => {
    server.script("lost");
    expect(await send(addressed(exampleAlert()))).toMatchObject({ kind: "retry" });
    const first = server.received.at(-1)?.mail.messageId;
    const outcome = await send(addressed(exampleAlert()));
    expect(outcome).toEqual({ kind: "sent", reference: first });
    expect(server.received.at(-1)?.mail.messageId).toBe(first);
    expect(first).toBe("<delivery-1@example.org>");
  });

  test("holds foreign text as text, in headers and in HTML", async () => {
    const title = 'Rules\r\nBcc: eve@example.org\r\n\r\n<script>alert("1")</script><img src=x>\u202e';
    const { mail, to, raw } = await mailed(addressed(exampleAlert(exampleChange({ title, headline: "" }))));
    expect(to).toEqual(["ada@example.org"]);
    expect(mail.bcc ?? []).toEqual([]);
    expect(raw.split("\r\n\r\n")[0]).not.toMatch(/^Bcc:/im);
    expect(mail.html).not.toMatch(/<script|<img/);
    expect(mail.subject).not.toContain("\u202e");
  });

  test("keeps Chinese readable", async () => {
    const { mail } = await mailed(addressed(exampleAlert(exampleChange({ title: "出口管制条例" }))));
    expect(mail.subject).toContain("出口管制条例");
    expect(mail.text).toContain("出口管制条例");
  });

  test("that asks for consent has a link of its own and none that ends it", async () => {
    const { mail } = await mailed(addressed(exampleWord({ subject: "confirm", lines: ["Please confirm."] })));
    expect(mail.text).toMatch(/https:\/\/regwatch\.example\.org\/mail\/confirm\/sub-1\/\d+\.[0-9a-f]{64}/);
    expect(mail.headers.some(({ key }) => key.startsWith("list-unsubscribe"))).toBe(false);
  });
});

describe("a digest by mail", () => {
  test("of nothing says so, and how often was looked", async () => {
    const nothing = { cosmetic: 0, editorial: 0, substantive: 0, urgent: 0 };
    const { mail } = await mailed(addressed(exampleDigest({ threads: [], counts: nothing })));
    expect(mail.subject).toMatch(/^Digest: nothing changed/);
    for (const form of [mail.text, mail.html]) {
      expect(form?.replace(/\s+/g, " ")).toContain("Nothing changed, and 61 feeds were checked 1,234 times.");
    }
  });

  test("of very much stays short enough not to be cut off", async () => {
    const changes = Array.from({ length: 400 }, (_, at) => exampleChange({ id: `c${at}` }));
    const threads = [{ threadKey: "t", title: "Many", significance: "urgent", changes }] as const;
    const { mail } = await mailed(addressed(exampleDigest({ threads })));
    expect(mail.text).toContain("… and 320 more.");
    expect(mail.html?.length).toBeLessThan(90_000);
  });

  test("brings its Word file along where that is wanted", async () => {
    const { mail } = await mailed(addressed(exampleDigest(), { attach: true }));
    expect(mail.attachments).toMatchObject([{ filename: "digest.docx", disposition: "attachment" }]);
    expect((await mailed(addressed(exampleDigest()))).mail.attachments).toEqual([]);
  });

  test("for clients has the firm's head, full citations, room for a comment, and nothing of ours", async () => {
    const { mail } = await mailed(addressed(exampleDigest(), { form: "client" }));
    expect(mail.subject).toBe("Regulatory update: January 5, 2026 to January 12, 2026");
    expect(mail.attachments).toMatchObject([{ contentId: "<logo@letterhead>", related: true }]);
    for (const form of [mail.text ?? "", mail.html ?? ""]) {
      const words = form.replace(/\s+/g, " ");
      expect(words).toContain("Example &");
      expect(words).toContain("91 Fed. Reg. 1234 (Jan. 12, 2026)");
      expect(words).toContain("Comment:");
      expect(words).toContain("Check the official edition");
      expect(words.replace(/https:\/\/regwatch\.example\.org\/mail\/unsubscribe\/\S+/g, "")).not.toMatch(
        /regwatch|c0ffee|sha256|federal-register\/bis|\/changes\//,
      );
    }
  });
});

const outcomes: readonly (readonly [string, MailFault, SendOutcome])[] = [
  [
    "a recipient that is refused",
    { at: "RCPT", code: 550 },
    { kind: "pause", reason: "The mail server refuses this address (550 5.1.1)." },
  ],
  [
    "a sign-in that is asked for too late",
    { at: "RCPT", code: 530 },
    { kind: "retry", reason: "The mail server does not take mails from here (530 5.1.1)." },
  ],
  [
    "a recipient that is deferred",
    { at: "RCPT", code: 450 },
    { kind: "retry", reason: "The mail server cannot take it now (450 4.1.1)." },
  ],
  [
    "a sender that is refused",
    { at: "MAIL", code: 553 },
    { kind: "retry", reason: "The mail server refuses SMTP_FROM as the sender (553 5.1.1)." },
  ],
  [
    "a mail that is deferred at its end",
    { at: "DATA", code: 451 },
    { kind: "retry", reason: "The mail server cannot take it now (451 4.1.1)." },
  ],
  [
    "a mail that is refused",
    { at: "DATA", code: 554 },
    { kind: "pause", reason: "The mail server refuses this mail (554 5.1.1)." },
  ],
];
test.each(outcomes)("%s ends with its outcome, and without the server's words", async (_name, fault, outcome) => {
  server.script(fault);
  expect(await send(addressed(exampleAlert()))).toEqual(outcome);
});

test("nothing is paused where an address refuses the question itself", async () => {
  server.script({ at: "RCPT", code: 550 });
  const outcome = await send(addressed(exampleWord({ subject: "confirm", lines: ["Please confirm."] })));
  expect(outcome).toMatchObject({ kind: "refused" });
});

test("a server that is not there, or does not know us, is tried again", async () => {
  const gone = openMailChannel("smtp://127.0.0.1:9");
  const delivery = addressed(exampleAlert());
  expect(await gone.send(gone.render(delivery.alert, delivery, context), delivery, never)).toMatchObject({
    kind: "retry",
    reason: expect.stringMatching(/gave no answer \(E/),
  });
  const strict = await startMailServer("sesame");
  onTestFinished(() => strict.close());
  const wrong = openMailChannel(strict.url.replace("sesame", "poppy"));
  expect(await wrong.send(wrong.render(delivery.alert, delivery, context), delivery, never)).toEqual({
    kind: "retry",
    reason: "The mail server does not take the user and password of SMTP_URL (535 5.1.1).",
  });
  expect(await checkUpMail({ url: strict.url, from: "a@example.org" }, null, "https://r.example")).toMatchObject({
    ok: true,
  });
  const found = await checkUpMail(
    { url: strict.url.replace("sesame", "poppy"), from: "a@example.org" },
    null,
    "https://r.example",
  );
  expect(found).toMatchObject({ ok: false, text: expect.not.stringContaining("poppy") });
});

test.each([
  ["smtp://mail.example.org", null, /SMTP_URL needs SMTP_FROM/],
  [null, "a@example.org", /SMTP_FROM needs SMTP_URL/],
  ["https://mail.example.org", "a@example.org", /SMTP_URL must be an address/],
  ["smtp://u:p%zz@mail.example.org", "a@example.org", /SMTP_URL must be an address/],
  ["smtp://mail.example.org", "a@example.org, b@example.org", /one address/],
])("SMTP_URL %j with SMTP_FROM %j is refused with what to do", (url, from, message) => {
  expect(() => readMailServer(url, from)).toThrow(UsageError);
  expect(() => readMailServer(url, from)).toThrow(message);
});
