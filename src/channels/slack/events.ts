import type { App } from "@slack/bolt";
import type { LinkUnfurls } from "@slack/types";
import { changeBlocks } from "./change.ts";
import { unescapeText } from "./commands.ts";
import { outOfReach, placeOf } from "./place.ts";
import { shown } from "./reply.ts";
import { sayContent } from "./message.ts";
import { tokenIn, type AppParts } from "./parts.ts";
import { openWatchModal } from "./watch-modal.ts";

/** What happens to the app and to channels without anybody asking regwatch. */
export function serveEvents(app: App, parts: AppParts): void {
  app.event("app_uninstalled", async ({ context }) => {
    await parts.workspaces.forget(context.teamId ?? "", "The app was removed from the workspace.");
  });
  app.event("tokens_revoked", async ({ event, context }) => {
    if (event.tokens.bot?.length) await parts.workspaces.forget(context.teamId ?? "", "The app's token was revoked.");
  });
  for (const name of ["channel_unarchive", "group_unarchive"] as const) {
    app.event(name, async ({ event, context }) => mended(context.teamId, event.channel));
  }
  app.event("member_joined_channel", async ({ event, context }) => {
    if (event.user === context.botUserId) await mended(context.teamId, event.channel);
  });
  app.event("link_shared", async ({ event, context }) => {
    await unfurl(
      parts,
      context.teamId ?? "",
      event.channel,
      event.message_ts,
      event.links.map(({ url }) => url),
    );
  });

  app.shortcut({ type: "message_action", callback_id: "watch_page" }, async ({ ack, shortcut, respond }) => {
    await ack();
    const at = {
      team: shortcut.team?.id ?? "",
      user: shortcut.user.id,
      triggerId: shortcut.trigger_id,
      channel: shortcut.channel.id,
      channelName: shortcut.channel.name,
    };
    const url = firstLink(shortcut.message.text ?? "");
    const feed = url === null ? null : parts.shelf.feedAt(url, !parts.workspaces.many);
    const problem =
      url === null
        ? "There is no link in that message."
        : feed === null
          ? `regwatch does not watch ${url} yet. Whoever runs it can add a feed file for the page.`
          : null;
    if (feed === null || problem !== null) {
      await respond({ ...shown(sayContent([problem ?? ""])), response_type: "ephemeral", replace_original: false });
      return;
    }
    await openWatchModal(parts, { ...at, words: `feed:${feed.id}` });
  });

  async function mended(team: string | undefined, channel: string): Promise<void> {
    if (team === undefined || (await outOfReach(parts, team, channel)) !== null) return;
    await parts.desk.mended(placeOf(parts, { team, channel, channelName: "" }));
  }
}

/** Says in the channel what links to our own pages of public changes lead to. */
async function unfurl(
  parts: AppParts,
  team: string,
  channel: string,
  ts: string,
  urls: readonly string[],
): Promise<void> {
  const unfurls: LinkUnfurls = {};
  const { publicUrl } = parts.context();
  for (const url of urls.slice(0, 3)) {
    const id = url.startsWith(`${publicUrl}/changes/`) ? /\/changes\/([\w-]+)/.exec(url)?.[1] : undefined;
    const change = id === undefined ? null : await parts.shelf.change(id);
    if (change === null) continue;
    const composed = parts.compose(
      { kind: "alert", id: change.id, at: change.detectedAt, changes: [change] },
      parts.context(),
    );
    const [first] = composed.kind === "alert" ? composed.changes : [];
    if (first === undefined) continue;
    unfurls[url] = { blocks: [...changeBlocks(first, { passages: 1, passageLength: 600, summaryLength: 600 })] };
  }
  if (Object.keys(unfurls).length === 0) return;
  await parts.client.chat.unfurl({ token: await tokenIn(parts, team), channel, ts, unfurls });
}

function firstLink(text: string): string | null {
  const [, linked] = /<(https?:\/\/[^|<>]+)(?:\|[^>]*)?>/.exec(text) ?? [];
  const plain = /https?:\/\/[^\s<>]+/.exec(text)?.[0];
  const found = linked ?? plain;
  return found === undefined ? null : unescapeText(found);
}
