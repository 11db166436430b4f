import type { APIEmbed } from "discord.js";
import type { RenderContext } from "../../model/channel.ts";
import type { ListedSubscription, Reply } from "../../model/command.ts";
import type { DeadlineRecord } from "../../model/store.ts";
import { deadlineInWords } from "../deadline-words.ts";
import { colours, marks } from "./embed.ts";
import { dateStamp, fitting, plain, timeStamp } from "./markup.ts";
import { contentOf, linesContent, listEmbed, type Compose, type Content } from "./message.ts";

/** An answer of the desk as a message. */
export function replyContent(reply: Reply, context: RenderContext, compose: Compose): Content {
  const lines = reply.kind === "mistake" ? reply.lines.map((line) => `⚠️ ${line}`) : reply.lines;
  const example = reply.example === undefined ? [] : [`For example: /regwatch ${reply.example}`];
  const content = linesContent([...lines, ...example]);
  return { ...content, embeds: embedsOf(reply, context, compose).slice(0, 10) };
}

function embedsOf(reply: Reply, context: RenderContext, compose: Compose): readonly APIEmbed[] {
  const { subscriptions = [], changes = [], deadlines = [], more = 0, digest } = reply;
  return [
    ...(subscriptions.length > 0 ? [subscriptionsEmbed(subscriptions)] : []),
    ...(changes.length > 0 ? [changesEmbed(changes, more, context, compose)] : []),
    ...(deadlines.length > 0 ? [deadlinesEmbed(deadlines, context.now)] : []),
    ...(digest === undefined
      ? []
      : contentOf(compose({ kind: "digest", id: "", at: context.now.toString(), digest }, context)).embeds),
  ];
}

function subscriptionsEmbed(subscriptions: readonly ListedSubscription[]): APIEmbed {
  const lines = subscriptions.map(({ subscription, when, health, lastSentAt, unacknowledged }, at) =>
    [
      `**${at + 1}.** ${plain(subscription.query, 300)}`,
      `-# ${plain(`${when} · at least ${subscription.minimum} · ${health}`, 400)} · ${madeBy(subscription.createdBy, subscription.createdAt)} · ` +
        (lastSentAt === null ? "nothing sent yet" : `last sent ${timeStamp(lastSentAt)}`) +
        (unacknowledged > 0 ? ` · ${unacknowledged} not acknowledged` : ""),
    ].join("\n"),
  );
  return { color: colours.editorial, description: shortened(lines, 3800) };
}

// A mention that calls nobody: it is shown as the person's name of today.
function madeBy(createdBy: string, createdAt: string): string {
  const person = /^discord:(\d{17,20})$/.exec(createdBy)?.[1];
  return `by ${person === undefined ? plain(createdBy, 100) : `<@${person}>`} ${timeStamp(createdAt)}`;
}

function changesEmbed(
  changes: NonNullable<Reply["changes"]>,
  more: number,
  context: RenderContext,
  compose: Compose,
): APIEmbed {
  const composed = compose(
    { kind: "notice", id: "", at: context.now.toString(), notice: { subject: "reminder", lines: [], changes } },
    context,
  );
  return listEmbed(composed.kind === "notice" ? composed.changes : [], null, more);
}

function deadlinesEmbed(deadlines: readonly DeadlineRecord[], now: Temporal.Instant): APIEmbed {
  const lines = deadlines.map((deadline) => {
    const { label, date } = deadlineInWords(deadline, now);
    return `${dateStamp(date)} ${plain(`${label}: ${deadline.title}`, 160)}`;
  });
  return { color: colours.substantive, description: shortened(lines, 3800) };
}

function shortened(lines: readonly string[], most: number): string {
  const shown = fitting(lines, most);
  const rest = lines.length - shown.length;
  return [...shown, ...(rest > 0 ? [`${marks.cosmetic} … and ${rest} more.`] : [])].join("\n");
}
