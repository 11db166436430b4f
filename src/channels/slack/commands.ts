import type { App, RespondFn } from "@slack/bolt";
import { commandNames, type CommandCall, type CommandName, type Place, type Reply } from "../../model/command.ts";
import { codeOf } from "./outcomes.ts";
import { tokenIn, type AppParts } from "./parts.ts";
import { placeIn } from "./place.ts";
import { confirmedCall, replyActions, replyContent } from "./reply.ts";
import { sayContent, type Content } from "./message.ts";
import { openWatchModal } from "./watch-modal.ts";

/** `/regwatch …`: acknowledged at once, answered to the person alone; what everybody should know is said to the channel. */
export function serveCommands(app: App, parts: AppParts): void {
  app.command("/regwatch", async ({ ack, command, respond }) => {
    await ack();
    const { team_id: team, channel_id: channel, channel_name, user_id: user, user_name, trigger_id } = command;
    const place = placeIn(parts.workspaces, team, channel, channel_name);
    const { name, text } = readCommand(command.text);
    if (name === "watch" && text === "") {
      await openWatchModal(parts, { team, user, triggerId: trigger_id, channel, channelName: channel_name });
      return;
    }
    const actor = await parts.introduce(team, user, user_name);
    const call = { name, text, options: {}, place, actor, confirmed: false };
    const refused = name === "watch" || name === "test" ? await outOfReach(parts, team, channel) : null;
    await answer(parts, respond, refused ?? (await parts.desk.run(call)), call);
  });

  app.action({ type: "block_actions", action_id: replyActions.confirm }, async ({ ack, action, body, respond }) => {
    await ack();
    const asked = action.type === "button" ? confirmedCall(action.value ?? "") : null;
    if (asked === null || !body.channel) return;
    const team = body.team?.id ?? "";
    const place = placeIn(parts.workspaces, team, body.channel.id, body.channel.name);
    const actor = await parts.introduce(team, body.user.id, nameOf(body.user));
    const call = { ...asked, place, actor, confirmed: true };
    await answer(parts, respond, await parts.desk.run(call), call, true);
  });

  app.action(replyActions.decline, async ({ ack, respond }) => {
    await ack();
    await respond({ ...shown(sayContent(["Nothing was changed."])), replace_original: true });
  });
}

/** Answers the person, and tells the place what it should know. */
export async function answer(
  parts: AppParts,
  respond: RespondFn,
  reply: Reply,
  call?: CommandCall,
  replaces = false,
): Promise<void> {
  const content = replyContent(reply, parts.compose, parts.context(), call);
  await respond({ ...shown(content), response_type: "ephemeral", replace_original: replaces });
  if (reply.announce === undefined) return;
  await respond({ ...shown(sayContent([reply.announce])), response_type: "in_channel", replace_original: false });
}

/** The content as a message's arguments. */
export function shown({ text, blocks }: Content): { text: string; blocks: Content["blocks"][number][] } {
  return { text, blocks: [...blocks] };
}

export function nameOf(user: { readonly id: string; readonly name?: string; readonly username?: string }): string {
  return user.name ?? user.username ?? user.id;
}

/** The command's name and the words after it. Slack escapes what was typed, and phones make quotation marks round. */
function readCommand(typed: string): { readonly name: CommandName; readonly text: string } {
  const words = unescapeText(typed).replace(/[“”„]/g, '"').trim();
  const [first = ""] = words.split(/\s/u, 1);
  const name = commandNames.find((one) => one === first.toLowerCase());
  return name === undefined ? { name: "help", text: words } : { name, text: words.slice(first.length).trim() };
}

export function unescapeText(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (_entity, name: string) => ({ amp: "&", lt: "<", gt: ">" })[name] ?? "");
}

/** Makes sure that alerts can arrive in a channel before it is subscribed: joins a public one. A mistake to answer with, or null. */
export async function outOfReach(parts: AppParts, team: string, channel: string): Promise<Reply | null> {
  try {
    const token = await tokenIn(parts, team);
    const { channel: info } = await parts.client.conversations.info({ token, channel });
    if (info?.is_archived) return mistake("The channel is archived, so nothing can be sent to it.");
    if (info?.is_private === false && info.is_member === false)
      await parts.client.conversations.join({ token, channel });
    return null;
  } catch (error) {
    if (codeOf(error) === "channel_not_found") {
      return mistake(
        "regwatch is not in this private channel. Type /invite @regwatch first, then give the command again.",
      );
    }
    // Whatever else is wrong is found when the first message is sent, and told then.
    parts.log.warn({ code: codeOf(error) }, "a Slack channel could not be looked at before it was watched");
    return null;
  }
}

function mistake(line: string): Reply {
  return { kind: "mistake", lines: [line] };
}

/** A place from what a modal remembers. */
export function placeOf(
  parts: AppParts,
  at: { readonly team: string; readonly channel: string; readonly channelName: string },
): Place {
  return placeIn(parts.workspaces, at.team, at.channel, at.channelName);
}
