import {
  ButtonStyle,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type ModalSubmitInteraction,
} from "discord.js";
import type { Reply } from "../../model/command.ts";
import type { FileToHand } from "../shelf.ts";
import { button, customId, rows, type Row } from "./buttons.ts";
import type { ConversationParts } from "./conversation.ts";
import { linesContent, type Content } from "./message.ts";
import { replyContent } from "./reply.ts";

/** Something a person did that was heard (deferred) and waits for its answer. */
export type Answerable = ChatInputCommandInteraction | ModalSubmitInteraction | ButtonInteraction;

/** Shows what the desk says to the caller, and to everybody what everybody is to know. `yes` is the custom id that confirms. */
export async function answer(
  parts: Pick<ConversationParts, "context" | "compose" | "shelf">,
  to: Answerable,
  reply: Reply,
  yes: string | null = null,
): Promise<void> {
  const content = replyContent(reply, parts.context(), parts.compose);
  const buttons = yes === null ? [] : rows([button("Yes", yes, ButtonStyle.Primary), button("No", customId("no"))]);
  const files = reply.digest === undefined ? [] : await parts.shelf.digest(reply.digest);
  await show(to, content, buttons, files);
  if (reply.announce !== undefined) await to.followUp(inWords(linesContent([reply.announce])));
}

/** Plain sentences for the caller alone. */
export async function say(to: Answerable, lines: readonly string[]): Promise<void> {
  await show(to, linesContent(lines), [], []);
}

/** A question with its answers as buttons: label and custom id. */
export async function ask(
  to: Answerable,
  lines: readonly string[],
  answers: readonly (readonly [string, string])[],
): Promise<void> {
  await show(to, linesContent(lines), rows(answers.map(([label, id]) => button(label, id))), []);
}

/** A message with files for the caller alone. */
export async function show(
  to: Answerable,
  content: Content,
  buttons: readonly Row[],
  files: readonly FileToHand[],
): Promise<void> {
  await to.editReply({
    ...inWords(content),
    components: [...buttons],
    files: files.map(({ name, bytes }) => ({ name, attachment: Buffer.from(bytes) })),
  });
}

function inWords({ content, embeds }: Content) {
  return { content, embeds: [...embeds], allowedMentions: { parse: [] } };
}
