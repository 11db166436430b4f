import type { RenderContext } from "../../model/channel.ts";
import type { CommandCall, ListedSubscription, Reply } from "../../model/command.ts";
import type { DeadlineRecord } from "../../model/store.ts";
import { deadlineInWords } from "../deadline-words.ts";
import { plainText } from "../plain-text.ts";
import { cutAtSentence } from "../sentences.ts";
import { alertContent, changeList, sayContent, type Compose, type Content } from "./message.ts";
import { button, lengthOf, line, link, list, richText, words, type Block, type Element } from "./rich.ts";

/** What the buttons of an answer are called. */
export const replyActions = { confirm: "confirm", decline: "decline" } as const;

const roomForText = 10_000;
const subscriptionsShown = 20;

/** An answer as the person who asked sees it. `call` is what a confirmation does again. */
export function replyContent(reply: Reply, compose: Compose, context: RenderContext, call?: CommandCall): Content {
  const { text, blocks: said } = sayContent(reply.lines.length > 0 ? reply.lines : [reply.announce ?? "Done."]);
  const digest = digestContent(reply, compose, context);
  const blocks: Block[] = [
    ...said,
    ...example(reply.example),
    ...subscriptionBlocks(reply.subscriptions ?? []),
    ...changeBlocks(reply, compose, context),
    ...deadlineBlocks(reply.deadlines ?? [], context.now),
    ...(digest?.blocks ?? []),
    ...(reply.kind === "confirm" && call !== undefined ? confirmButtons(call) : []),
  ];
  const fits = lengthOf(blocks) <= roomForText && blocks.length <= 50;
  const heard = [text, digest?.text ?? ""].join(" ").trim();
  return { text: heard, blocks: fits ? blocks : [...said, ...example(reply.example)] };
}

/** The command a confirmation is for, as it came back with the click; null if it cannot be read. */
export function confirmedCall(value: string): Pick<CommandCall, "name" | "text" | "options"> | null {
  try {
    return JSON.parse(value) as Pick<CommandCall, "name" | "text" | "options">;
  } catch {
    return null;
  }
}

function example(text: string | undefined): readonly Block[] {
  if (text === undefined) return [];
  return richText(line(words("For example: "), words(typed(text).slice(0, 300), { code: true })));
}

function typed(text: string): string {
  return text.startsWith("/") ? text : `/regwatch ${text}`;
}

function confirmButtons({ name, text, options }: CommandCall): readonly Block[] {
  const value = JSON.stringify({ name, text, options });
  // What a button cannot carry has to be typed again.
  if (value.length > 2000)
    return richText(line(words("That is too long to be confirmed with a button; make it shorter.")));
  return [
    {
      type: "actions",
      elements: [
        button("Yes, do that", replyActions.confirm, value, { style: "primary" }),
        button("No", replyActions.decline, "no"),
      ],
    },
  ];
}

function subscriptionBlocks(subscriptions: readonly ListedSubscription[]): readonly Block[] {
  const more = subscriptions.length - subscriptionsShown;
  return richText(
    list(subscriptions.slice(0, subscriptionsShown).map(subscriptionLine)),
    more > 0 ? line(words(`… and ${more} more.`, { italic: true })) : [],
  );
}

/** A subscription in a line: what, when, how it is, and who made it. */
export function subscriptionLine({
  subscription,
  when,
  health,
  lastSentAt,
  unacknowledged,
}: ListedSubscription): readonly Element[] {
  const { id, query, minimum, createdAt, createdBy } = subscription;
  const last = lastSentAt === null ? "nothing sent yet" : `last sent ${lastSentAt.slice(0, 10)}`;
  const waiting = unacknowledged === 0 ? "" : ` · ${unacknowledged} not acknowledged`;
  const user = /\/([UW][A-Z0-9]+)$/.exec(createdBy)?.[1];
  return [
    ...words(`${id} `, { code: true }),
    ...words(cutAtSentence(plainText(query), 200), { bold: true }),
    ...words(
      ` · ${when} · at least ${minimum} · ${cutAtSentence(plainText(health), 200)} · ${last}${waiting} · made ${createdAt.slice(0, 10)} by `,
    ),
    ...(user === undefined
      ? words(cutAtSentence(plainText(createdBy), 60))
      : [{ type: "user", user_id: user } as const]),
  ];
}

function changeBlocks(
  { changes = [], more = 0, digest }: Reply,
  compose: Compose,
  context: RenderContext,
): readonly Block[] {
  if (changes.length === 0 || digest !== undefined) return [];
  const composed = compose({ kind: "alert", id: "answer", at: context.now.toString(), changes }, context);
  if (composed.kind !== "alert") return [];
  const beyond = Math.max(0, composed.changes.length - 15) + more;
  return richText(
    changeList(composed.changes.slice(0, 15), 15),
    beyond > 0 ? line(words(`… and ${beyond} more.`, { italic: true })) : [],
  );
}

function deadlineBlocks(deadlines: readonly DeadlineRecord[], now: Temporal.Instant): readonly Block[] {
  return richText(list(deadlines.slice(0, 20).map((deadline) => deadlineLine(deadline, now))));
}

export function deadlineLine(deadline: DeadlineRecord, now: Temporal.Instant): readonly Element[] {
  const { label, date, left } = deadlineInWords(deadline, now);
  return [
    ...words(`${label} `),
    ...words(date, { bold: true }),
    ...words(` · ${left} · `),
    ...link(cutAtSentence(plainText(deadline.title), 160), deadline.sourceUrl),
  ];
}

function digestContent({ digest }: Reply, compose: Compose, context: RenderContext): Content | null {
  if (digest === undefined) return null;
  return alertContent(compose({ kind: "digest", id: "answer", at: context.now.toString(), digest }, context));
}

/** The content as a message's arguments. */
export function shown({ text, blocks }: Content): { text: string; blocks: Content["blocks"][number][] } {
  return { text, blocks: [...blocks] };
}
