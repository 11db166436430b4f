import type { App, RespondFn } from "@slack/bolt";
import { commandNames, type CommandCall, type CommandName, type Reply } from "../../model/command.ts";
import type { AppParts } from "./parts.ts";
import { nameOf, outOfReach, placeIn } from "./place.ts";
import { confirmedCall, replyActions, replyContent, shown } from "./reply.ts";
import { sayContent } from "./message.ts";
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
