import type { APIEmbed, MessageFlags } from "discord.js";
import type { Alert } from "../../model/alert.ts";
import type { RenderContext } from "../../model/channel.ts";
import { type Composed, type ComposedChange, isTrouble } from "../../model/composed.ts";
import type { Delivery } from "../../model/delivery.ts";
import type { Digest } from "../../model/digest.ts";
import type { SubscriptionOptions } from "../../model/subscription.ts";
import { fresh, type Standing } from "../../model/standing.ts";
import { alertButtons, button, customId, linkButtons, publishButton, rows, type Row } from "./buttons.ts";
import { digestEmbeds } from "./digest.ts";
import { changeEmbed, changeLine, colours, footer, marks, noticeEmbed, type Room } from "./embed.ts";
import { toldMarks } from "../told-marks.ts";
import { fitting, plain } from "./markup.ts";
import { markerOf } from "./marker.ts";

export type Compose = (alert: Alert, context: RenderContext, standing?: Standing) => Composed;

/** A message as Discord takes it. Nobody is called by it but a role that was chosen for urgent changes. */
export interface Content {
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly Row[];
  readonly allowed_mentions: { readonly parse: readonly never[]; readonly roles?: readonly string[] };
  readonly flags?: MessageFlags;
}

/** A delivery as a message; `digest` goes with it as files. */
export interface Rendered {
  readonly message: Content;
  readonly digest: Digest | null;
}

export function renderDelivery(alert: Alert, delivery: Delivery, context: RenderContext, compose: Compose): Rendered {
  const composed = compose(alert, context, delivery.standing);
  const { reference } = markerOf(delivery.id);
  const message = contentOf(composed, reference);
  const components = buttonsFor(alert, delivery, composed, context.now);
  const embeds = withTold(message.embeds, toldMarks({ ...delivery, alert }), context.publicUrl);
  return {
    message: { ...message, embeds, ...calling(delivery, composed, message), components },
    digest: alert.kind === "digest" ? alert.digest : null,
  };
}

/** Stands before what was told together in the address of an embed, which nobody is shown. */
export const toldIs = "#told=";

// An embed without a title shows no address.
function withTold(embeds: readonly APIEmbed[], told: string, publicUrl: string): readonly APIEmbed[] {
  if (told === "") return embeds;
  return embeds.map((embed, at) =>
    at === 0 && !embed.title ? { ...embed, url: `${publicUrl}${toldIs}${told}` } : embed,
  );
}

/** An alert that nothing has happened to yet, with its buttons. */
export function alertMessage(
  alert: Extract<Alert, { kind: "alert" }>,
  deliveryId: string,
  context: RenderContext,
  compose: Compose,
): Content {
  const composed = compose(alert, context);
  const components = composed.kind === "alert" ? alertButtons(deliveryId, composed.changes, fresh) : [];
  return { ...contentOf(composed), components };
}

/** What people are told, without anything to press. */
export function contentOf(composed: Composed, reference: string | null = null): Content {
  if (composed.kind === "alert") return changesContent(composed, reference);
  if (composed.kind === "notice") return linesContent(composed.lines, composed.changes, reference);
  if (composed.kind === "digest") {
    return said(`🗞️ ${plain(composed.digest.headline, 200)}`, digestEmbeds(composed.digest, reference));
  }
  const { notice } = composed;
  return said(`${isTrouble(notice) ? "⚠️" : "✅"} ${plain(notice.headline, 300)}`, [noticeEmbed(notice, reference)]);
}

/** Plain sentences, one a line, and the changes they are about. */
export function linesContent(
  lines: readonly string[],
  changes: readonly ComposedChange[] = [],
  reference: string | null = null,
): Content {
  const text = lines.slice(0, 12).map((line) => plain(line, 600));
  const embeds = changes.length === 0 && reference === null ? [] : [listEmbed(changes, reference)];
  const content = text.join("\n");
  return said(content.length <= 1900 ? content : plain(lines.join(" "), 1900), embeds);
}

/** Changes as a list. */
export function listEmbed(changes: readonly ComposedChange[], reference: string | null = null, more = 0): APIEmbed {
  const list = fitting(
    changes.map((change) => changeLine(change)),
    3500,
  );
  const rest = changes.length - list.length + more;
  const text = [...list, ...(rest > 0 ? [`… and ${rest} more.`] : [])].join("\n");
  const under = footer([], reference);
  return {
    color: colours[changes[0]?.significance ?? "editorial"],
    ...(text !== "" && { description: text }),
    ...(under !== "" && { footer: { text: under } }),
  };
}

// Phones show the content of a message and nothing of its embeds in their notifications.
function changesContent(
  { headline, changes, standing, inFull }: Extract<Composed, { kind: "alert" }>,
  reference: string | null,
): Content {
  const [first] = changes;
  const became = standing.map((text) => `📝 **${plain(text, 500)}**`).slice(0, 3);
  const title = changes.length === 1 && first ? ` — ${first.title}` : "";
  const line = `${marks[first?.significance ?? "editorial"]} ${plain(`${headline}${title}`, 350)}`;
  const embeds = sizes
    .map(({ full, ...room }) => changeEmbeds(changes, Math.min(full, inFull), room, reference))
    .find((embeds) => lengthOf(embeds) <= 5800);
  return said([line, ...became].join("\n"), embeds ?? [listEmbed(changes, reference)]);
}

const sizes: readonly (Room & { readonly full: number })[] = [
  { full: 3, summary: 1200, passages: 3, passage: 1000 },
  { full: 3, summary: 600, passages: 2, passage: 500 },
  { full: 1, summary: 1500, passages: 2, passage: 900 },
  { full: 1, summary: 700, passages: 1, passage: 600 },
];

function changeEmbeds(
  changes: readonly ComposedChange[],
  full: number,
  room: Room,
  reference: string | null,
): readonly APIEmbed[] {
  const rest = changes.slice(full);
  const seen = new Set<string>();
  const embeds = changes.slice(0, full).map((change, at) => changeEmbed(change, room, at === 0 ? reference : null));
  return [
    // Embeds with the same address are shown as one.
    ...embeds.map(({ url, ...embed }) => {
      if (url === undefined || seen.has(url)) return embed;
      seen.add(url);
      return { url, ...embed };
    }),
    ...(rest.length > 0 ? [listEmbed(rest, full === 0 ? reference : null)] : []),
  ];
}

function lengthOf(embeds: readonly APIEmbed[]): number {
  return embeds.reduce((sum, { title = "", description = "", fields = [], footer }) => {
    if (description.length > 4096) return Number.POSITIVE_INFINITY;
    const inFields = fields.reduce((all, { name, value }) => all + name.length + value.length, 0);
    return sum + title.length + description.length + inFields + (footer?.text.length ?? 0);
  }, 0);
}

function said(content: string, embeds: readonly APIEmbed[]): Content {
  return { content, embeds, components: [], allowed_mentions: { parse: [] } };
}

function buttonsFor(alert: Alert, delivery: Delivery, composed: Composed, now: Temporal.Instant): readonly Row[] {
  const { subscription, destination, standing, id } = delivery;
  if (alert.kind === "digest" && destination.address.startsWith("user:"))
    return rows([button("Send me no more of these", customId("stop", subscription.id))]);
  if (composed.kind !== "alert") return [];
  if (subscription.options.publish === "off") return alertButtons(id, composed.changes, standing);
  const links = linkButtons(composed.changes);
  if (subscription.options.publish === "auto" || standing.retracted !== null) return links;
  const until = heldUntil(subscription.options, now);
  // Editors who have a desk publish from there.
  if (until === "hold" && subscription.options.desk !== null) return links;
  return [...links, ...rows([publishButton(composed.changes[0]?.significance ?? "editorial", until)])];
}

function heldUntil({ publishAt }: SubscriptionOptions, now: Temporal.Instant): Parameters<typeof publishButton>[1] {
  if (publishAt === null) return "hold";
  const { time: plainTime, zone: timeZone } = publishAt;
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  const due = [0, 1]
    .map((days) => today.add({ days }).toZonedDateTime({ timeZone, plainTime }).toInstant())
    .find((at) => Temporal.Instant.compare(at, now) > 0);
  return { due: Math.floor((due ?? now).epochMilliseconds / 1000), words: `${plainTime} ${timeZone}` };
}

// The role is named as `<@&ID>` or by its bare id.
function calling(
  { subscription }: Delivery,
  composed: Composed,
  { content }: Content,
): Pick<Content, "content" | "allowed_mentions"> | null {
  const role = /\d{17,20}/.exec(subscription.options.mention ?? "")?.[0];
  if (role === undefined || composed.kind !== "alert" || composed.changes[0]?.significance !== "urgent") return null;
  return { content: `<@&${role}> ${content}`, allowed_mentions: { parse: [], roles: [role] } };
}
