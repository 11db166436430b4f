import { printable } from "../../model/printable.ts";
import type { Alert } from "../../model/alert.ts";
import type { RenderContext } from "../../model/channel.ts";
import type { ClientDigest } from "../../model/client-digest.ts";
import type { Composed } from "../../model/composed.ts";
import type { Delivery } from "../../model/delivery.ts";
import type { Digest } from "../../model/digest.ts";
import type { Standing } from "../../model/standing.ts";
import type { SubscriptionOptions, When } from "../../model/subscription.ts";
import { asHtml } from "./as-html.ts";
import { asText } from "./as-text.ts";
import type { createLinks } from "./links.ts";
import { clientParts, partsOf, type Part } from "./parts.ts";

/** A mail as it goes out. The same delivery makes the same `messageId`, so that a reader who gets it twice sees it once. */
export interface RenderedMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  /** The first mail about the same thread. */
  readonly parent: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly date: Date;
  readonly logo: Uint8Array | null;
  /** Its Word file goes along. */
  readonly attach: { readonly digest: Digest; readonly form: SubscriptionOptions["form"] } | null;
}

export interface MailParts {
  readonly compose: (alert: Alert, context: RenderContext, standing: Standing) => Composed;
  readonly composeClient: (digest: Digest, context: RenderContext) => ClientDigest;
  readonly links: ReturnType<typeof createLinks>;
  /** The domain mails come from. */
  readonly domain: string;
}

/** One delivery as a mail: text beside HTML, one subject, the headers that programs read. */
export function renderMail(parts: MailParts, alert: Alert, delivery: Delivery, context: RenderContext): RenderedMail {
  const { destination, parent, id } = delivery;
  const { subject, preview, body, logo, attach } = contentOf(parts, alert, delivery, context);
  const foot = footOf(parts, alert, delivery);
  const all = [...body, ...foot.parts];
  return {
    to: destination.address,
    subject,
    text: asText(all),
    html: asHtml(all, subject, preview),
    messageId: `<${id}@${parts.domain}>`,
    parent,
    headers: {
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
      "List-Id": `<${delivery.subscription.id}.regwatch.${parts.domain}>`,
      ...foot.headers,
    },
    date: new Date(context.now.epochMilliseconds),
    logo,
    attach,
  };
}

interface Content {
  readonly subject: string;
  readonly preview: string;
  readonly body: readonly Part[];
  readonly logo: Uint8Array | null;
  readonly attach: RenderedMail["attach"];
}

function contentOf(parts: MailParts, alert: Alert, delivery: Delivery, context: RenderContext): Content {
  const { form, attach } = delivery.subscription.options;
  if (alert.kind === "digest") {
    const file = attach ? { digest: alert.digest, form } : null;
    if (form === "client") return clientContent(parts.composeClient(alert.digest, context), file);
  }
  const composed = parts.compose(alert, context, delivery.standing);
  const { subject, preview } = headOf(composed);
  return {
    subject: subjectLine(subject),
    preview,
    body: [...partsOf(composed, form === "house"), ...confirmParts(parts, alert, delivery)],
    logo: null,
    attach: alert.kind === "digest" && attach ? { digest: alert.digest, form } : null,
  };
}

function clientContent(digest: ClientDigest, attach: RenderedMail["attach"]): Content {
  return {
    subject: subjectLine(`${digest.title}: ${digest.period}`),
    preview: digest.counts,
    body: clientParts(digest),
    logo: digest.letterhead?.logo?.bytes ?? null,
    attach,
  };
}

function headOf(composed: Composed): { readonly subject: string; readonly preview: string } {
  if (composed.kind === "health") return { subject: composed.notice.headline, preview: composed.notice.message };
  if (composed.kind === "notice") return { subject: composed.lines[0] ?? "regwatch", preview: composed.lines[1] ?? "" };
  if (composed.kind === "digest") {
    const { headline, period, counts, silence } = composed.digest;
    return { subject: `${headline} · ${period}`, preview: counts || silence };
  }
  const [first, ...others] = composed.changes;
  const about = first !== undefined && others.length === 0 ? `: ${first.title}` : "";
  return { subject: `${composed.headline}${about}`, preview: first?.summary ?? "" };
}

function confirmParts({ links }: MailParts, alert: Alert, { subscription }: Delivery): readonly Part[] {
  if (alert.kind !== "notice" || alert.notice.subject !== "confirm") return [];
  const url = links.confirm(subscription, Temporal.Instant.from(alert.at));
  return [{ kind: "button", link: { label: "Look at it and confirm", url } }];
}

// What goes to the owner alone, or asks for consent, is not what the address subscribed to.
function footOf(
  { links }: MailParts,
  alert: Alert,
  { subscription, destination }: Delivery,
): { readonly parts: readonly Part[]; readonly headers: Readonly<Record<string, string>> } {
  const isTheirs = destination.address === subscription.destination.address;
  const isQuestion = alert.kind === "notice" && alert.notice.subject === "confirm";
  if (!isTheirs || isQuestion) return { parts: [], headers: {} };
  const url = links.unsubscribe(subscription);
  const because = `This address is told of “${subscription.query}”, ${whenWords(subscription.when)}.`;
  return {
    parts: [
      { kind: "rule" },
      ...(subscription.options.form === "client" ? [] : [{ kind: "fine", text: because } as const]),
      { kind: "links", links: [{ label: "Unsubscribe", url }] },
    ],
    headers: {
      "List-Unsubscribe": `<${url}>`,
      // RFC 8058 knows one click over HTTPS alone.
      ...(url.startsWith("https:") && { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" }),
    },
  };
}

function whenWords(when: When): string {
  return when.kind === "instant" ? "at once" : `${when.kind} at ${when.time} (${when.zone})`;
}

const longestSubject = 180;

function subjectLine(text: string): string {
  const line = printable(text.replace(/\s+/gu, " ")).trim();
  return Array.from(line).length <= longestSubject ? line : `${Array.from(line).slice(0, longestSubject).join("")}…`;
}
