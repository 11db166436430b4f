import { refusalOfBlocks, refusalOfView, type SlackBlock } from "./limits.ts";
import { mentionsIn } from "./reading.ts";
import type { SlackDesk } from "./slack.ts";
import { standing, type SlackChannel, type SlackFile, type SlackMessage, type SlackWorkspace } from "./workspace.ts";

export type Args = Readonly<Record<string, string>>;
export type Answer = { readonly ok: boolean; readonly error?: string; readonly [more: string]: unknown };
interface Method {
  /** Scopes of which one is needed. */
  readonly scopes: readonly string[];
  readonly run: (desk: SlackDesk, workspace: SlackWorkspace, args: Args) => Answer;
}

const fail = (error: string, why?: string): Answer => ({
  ok: false,
  error,
  ...(why === undefined ? {} : { response_metadata: { messages: [`[ERROR] ${why}`] } }),
});
const read = ["channels:read", "groups:read"];
const history = ["channels:history", "groups:history", "im:history"];

/** The Web API methods that act for a workspace's bot. */
export const methods: Readonly<Record<string, Method>> = {
  "auth.test": {
    scopes: [],
    run: (_desk, workspace) => ({
      ok: true,
      url: `https://${workspace.name}.slack.com/`,
      team: workspace.name,
      team_id: workspace.id,
      user: "regwatch",
      user_id: workspace.botUserId,
      bot_id: workspace.botId,
      is_enterprise_install: false,
    }),
  },
  "auth.revoke": { scopes: [], run: () => ({ ok: true, revoked: true }) },
  "team.info": { scopes: [], run: (_desk, { id, name }) => ({ ok: true, team: { id, name, domain: name } }) },
  "bots.info": {
    scopes: ["users:read"],
    run: (_desk, { botId, appId, botUserId }) => ({ ok: true, bot: { id: botId, app_id: appId, user_id: botUserId } }),
  },
  "users.info": {
    scopes: ["users:read"],
    run(_desk, workspace, { user = "" }) {
      const found = workspace.users.get(user);
      if (!found) return fail("user_not_found");
      return {
        ok: true,
        user: { id: found.id, name: found.name, is_admin: found.isAdmin, is_owner: false, deleted: false },
      };
    },
  },
  "chat.postMessage": { scopes: ["chat:write"], run: postMessage },
  "chat.update": { scopes: ["chat:write"], run: updateMessage },
  "chat.delete": {
    scopes: ["chat:write"],
    run(_desk, workspace, args) {
      const message = find(workspace, args)?.message;
      if (!message) return fail("message_not_found");
      message.deleted = true;
      return { ok: true, channel: args["channel"], ts: message.ts };
    },
  },
  "chat.postEphemeral": {
    scopes: ["chat:write"],
    run(desk, workspace, args) {
      const channel = workspace.channels.get(args["channel"] ?? "");
      if (!channel) return fail("channel_not_found");
      if (!channel.isMember) return fail("not_in_channel");
      const content = contentOf(args);
      if ("ok" in content) return content;
      channel.ephemeral.push({ user: args["user"] ?? "", ...content });
      return { ok: true, message_ts: desk.nextTs() };
    },
  },
  "chat.getPermalink": {
    scopes: [],
    run: (_desk, { name }, { channel, message_ts = "" }) => ({
      ok: true,
      channel,
      permalink: `https://${name}.slack.com/archives/${channel}/p${message_ts.replace(".", "")}`,
    }),
  },
  "chat.unfurl": {
    scopes: ["links:write"],
    run(desk, workspace, args) {
      const unfurls = JSON.parse(args["unfurls"] ?? "{}") as Record<string, { blocks?: unknown }>;
      for (const { blocks } of Object.values(unfurls)) {
        const refusal = refusalOfBlocks(blocks ?? []);
        if (refusal) return fail("cannot_parse_attachment", refusal.why);
      }
      desk.unfurls.push({ team: workspace.id, channel: args["channel"] ?? "", ts: args["ts"] ?? "", unfurls });
      return { ok: true };
    },
  },
  "conversations.info": {
    scopes: read,
    run(_desk, workspace, args) {
      const channel = workspace.channels.get(args["channel"] ?? "");
      if (!channel || (channel.isPrivate && !channel.isMember)) return fail("channel_not_found");
      const { id, name, isPrivate, isMember, isArchived } = channel;
      return {
        ok: true,
        channel: { id, name, is_channel: true, is_private: isPrivate, is_member: isMember, is_archived: isArchived },
      };
    },
  },
  "conversations.join": {
    scopes: ["channels:join"],
    run(_desk, workspace, args) {
      const channel = workspace.channels.get(args["channel"] ?? "");
      if (!channel || channel.isPrivate) return fail("channel_not_found");
      if (channel.isArchived) return fail("is_archived");
      channel.isMember = true;
      return { ok: true, channel: { id: channel.id } };
    },
  },
  "conversations.open": {
    scopes: ["im:write"],
    run(desk, workspace, { users = "" }) {
      if (!workspace.users.has(users)) return fail("user_not_found");
      return { ok: true, channel: { id: desk.direct(workspace, users).id } };
    },
  },
  "conversations.history": {
    scopes: history,
    run(desk, workspace, args) {
      const channel = readable(workspace, args);
      if ("ok" in channel) return channel;
      const visible = listed(desk, channel, args).filter(({ threadTs, ts, broadcast }) => {
        return threadTs === null || threadTs === ts || broadcast;
      });
      return page(workspace, visible.toReversed(), args);
    },
  },
  "conversations.replies": {
    scopes: history,
    run(desk, workspace, args) {
      const channel = readable(workspace, args);
      if ("ok" in channel) return channel;
      const parent = standing(channel).find(({ ts }) => ts === args["ts"]);
      if (!parent) return fail("thread_not_found");
      const replies = listed(desk, channel, args).filter(
        ({ threadTs, ts }) => threadTs === parent.ts && ts !== parent.ts,
      );
      return page(workspace, [parent, ...replies], args);
    },
  },
  "views.open": {
    scopes: [],
    run(desk, workspace, args) {
      const trigger = desk.takeTrigger(args["trigger_id"] ?? "");
      if (typeof trigger === "string") return fail(trigger);
      const read = readView(args);
      if (!("view" in read)) return read;
      const view = read.view as Record<string, unknown>;
      const open = desk.openView(workspace, trigger.user, view);
      return { ok: true, view: { ...view, id: open.id, hash: open.hash, team_id: workspace.id } };
    },
  },
  "views.update": {
    scopes: [],
    run(desk, _workspace, args) {
      const read = readView(args);
      if (!("view" in read)) return read;
      const view = read.view as Record<string, unknown>;
      const open = desk.updateView(args["view_id"] ?? "", view, args["hash"] ?? null);
      if (typeof open === "string") return fail(open);
      return { ok: true, view: { ...view, id: open.id, hash: open.hash } };
    },
  },
  "views.publish": {
    scopes: [],
    run(_desk, workspace, args) {
      const user = workspace.users.get(args["user_id"] ?? "");
      if (!user) return fail("user_not_found");
      const read = readView(args);
      if (!("view" in read)) return read;
      const view = read.view as Record<string, unknown>;
      user.home = { blocks: view.blocks as readonly SlackBlock[] };
      return { ok: true, view: { ...view, id: `VHOME${user.id}`, hash: "1" } };
    },
  },
  "files.getUploadURLExternal": {
    scopes: ["files:write"],
    run(desk, _workspace, { filename = "", length = "0" }) {
      if (filename === "" || Number(length) < 1) return fail("invalid_arguments");
      const id = desk.expectUpload(filename, Number(length));
      return { ok: true, file_id: id, upload_url: `${desk.origin()}/upload/${id}` };
    },
  },
  "files.completeUploadExternal": {
    scopes: ["files:write"],
    run(desk, workspace, args) {
      const wanted = JSON.parse(args["files"] ?? "[]") as readonly { id: string; title?: string }[];
      const files = wanted.map(({ id }) => desk.uploaded(id));
      if (files.some((file) => file === null)) return fail("file_not_found");
      const channel = workspace.channels.get(args["channel_id"] ?? "");
      if (!channel) return fail("channel_not_found");
      if (!channel.isMember) return fail("not_in_channel");
      keep(desk, workspace, channel, {
        text: args["initial_comment"] ?? "",
        blocks: [],
        threadTs: args["thread_ts"] ?? null,
        files: files.filter((file) => file !== null),
      });
      return { ok: true, files: wanted };
    },
  },
};

function postMessage(desk: SlackDesk, workspace: SlackWorkspace, args: Args): Answer {
  const channel = workspace.channels.get(args["channel"] ?? "") ?? directTo(desk, workspace, args["channel"] ?? "");
  if (!channel || (channel.isPrivate && !channel.isMember)) return fail("channel_not_found");
  if (channel.isArchived) return fail("is_archived");
  if (channel.isRestricted) return fail("restricted_action");
  if (!channel.isMember && !desk.hasScope(workspace, args, "chat:write.public")) return fail("not_in_channel");
  const content = contentOf(args);
  if ("ok" in content) return content;
  const metadata = metadataOf(args);
  if (metadata !== null && "ok" in metadata) return metadata;
  const threadTs = args["thread_ts"] ?? null;
  if (threadTs !== null && !standing(channel).some(({ ts }) => ts === threadTs)) return fail("thread_not_found");
  const message = keep(desk, workspace, channel, {
    ...content,
    metadata,
    threadTs,
    broadcast: args["reply_broadcast"] === "true",
    unfurl: args["unfurl_links"] !== "false" || args["unfurl_media"] !== "false",
  });
  if (args["parse"] === "full" || args["link_names"] === "true")
    desk.problems.push("the message asks Slack to find names in it");
  desk.problems.push(...mentionsIn(message.text, message.blocks).map((mention) => `a message mentions ${mention}`));
  return { ok: true, channel: channel.id, ts: message.ts, message: shown(workspace, message, true) };
}

function updateMessage(_desk: SlackDesk, workspace: SlackWorkspace, args: Args): Answer {
  const found = find(workspace, args);
  if (!found) return fail(workspace.channels.has(args["channel"] ?? "") ? "message_not_found" : "channel_not_found");
  if (found.channel.isArchived) return fail("is_archived");
  const content = contentOf(args);
  if ("ok" in content) return content;
  const metadata = metadataOf(args);
  if (metadata !== null && "ok" in metadata) return metadata;
  Object.assign(found.message, content, { edits: found.message.edits + 1 });
  if (metadata !== null) found.message.metadata = metadata as SlackMessage["metadata"];
  return { ok: true, channel: found.channel.id, ts: found.message.ts, text: content.text };
}

function directTo(desk: SlackDesk, workspace: SlackWorkspace, id: string): SlackChannel | undefined {
  return workspace.users.has(id) ? desk.direct(workspace, id) : undefined;
}

function contentOf(args: Args): { text: string; blocks: readonly SlackBlock[] } | Answer {
  if (args["markdown_text"] !== undefined && (args["text"] ?? args["blocks"]) !== undefined) {
    return fail("markdown_text_conflict");
  }
  const text = args["text"] ?? "";
  const blocks: unknown = args["blocks"] === undefined ? [] : JSON.parse(args["blocks"]);
  const refusal = refusalOfBlocks(blocks);
  if (refusal) return fail(refusal.error, refusal.why);
  if (text === "" && (blocks as readonly unknown[]).length === 0) return fail("no_text");
  if (text.length > 40_000) return fail("msg_too_long");
  return { text, blocks: blocks as readonly SlackBlock[] };
}

function metadataOf(args: Args): SlackMessage["metadata"] | Answer {
  if (args["metadata"] === undefined) return null;
  const given = JSON.parse(args["metadata"]) as { event_type?: unknown; event_payload?: unknown };
  if (typeof given.event_type !== "string" || typeof given.event_payload !== "object" || given.event_payload === null) {
    return fail("invalid_metadata_format");
  }
  if (args["metadata"].length > 8000) return fail("metadata_too_large");
  return { event_type: given.event_type, event_payload: given.event_payload as Record<string, unknown> };
}

interface Kept {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly metadata?: SlackMessage["metadata"];
  readonly threadTs: string | null;
  readonly broadcast?: boolean;
  readonly unfurl?: boolean;
  readonly files?: readonly SlackFile[];
}

function keep(desk: SlackDesk, workspace: SlackWorkspace, channel: SlackChannel, kept: Kept): SlackMessage {
  const message: SlackMessage = {
    ts: desk.nextTs(),
    acceptedAt: desk.now(),
    botId: workspace.botId,
    metadata: null,
    broadcast: false,
    unfurl: false,
    files: [],
    ...kept,
    edits: 0,
    deleted: false,
  };
  channel.messages.push(message);
  return message;
}

function find(
  workspace: SlackWorkspace,
  args: Args,
): { readonly channel: SlackChannel; readonly message: SlackMessage } | undefined {
  const channel = workspace.channels.get(args["channel"] ?? "");
  const message = channel && standing(channel).find(({ ts }) => ts === args["ts"]);
  return channel && message ? { channel, message } : undefined;
}

function readable(workspace: SlackWorkspace, args: Args): SlackChannel | Answer {
  const channel = workspace.channels.get(args["channel"] ?? "");
  if (!channel || (channel.isPrivate && !channel.isMember)) return fail("channel_not_found");
  return channel.isMember ? channel : fail("not_in_channel");
}

/** What a reader sees now: history lags behind what was accepted. */
function listed(desk: SlackDesk, channel: SlackChannel, args: Args): readonly SlackMessage[] {
  const inclusive = args["inclusive"] === "true" || args["inclusive"] === "1";
  const [oldest, latest] = [Number(args["oldest"] ?? 0), Number(args["latest"] ?? Number.POSITIVE_INFINITY)];
  return standing(channel).filter(({ ts, acceptedAt }) => {
    if (acceptedAt > desk.now() - desk.historyLagMs()) return false;
    return inclusive ? Number(ts) >= oldest && Number(ts) <= latest : Number(ts) > oldest && Number(ts) < latest;
  });
}

function page(workspace: SlackWorkspace, messages: readonly SlackMessage[], args: Args): Answer {
  const limit = Math.min(Number(args["limit"] ?? 100), 999);
  const from = Number(args["cursor"] ?? 0);
  const withMetadata = args["include_all_metadata"] === "true";
  const next = from + limit < messages.length ? String(from + limit) : "";
  return {
    ok: true,
    messages: messages.slice(from, from + limit).map((message) => shown(workspace, message, withMetadata)),
    has_more: next !== "",
    response_metadata: { next_cursor: next },
  };
}

function shown(workspace: SlackWorkspace, message: SlackMessage, withMetadata: boolean): object {
  return {
    type: "message",
    subtype: "bot_message",
    ts: message.ts,
    bot_id: message.botId,
    app_id: workspace.appId,
    text: message.text,
    blocks: message.blocks,
    ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    ...(withMetadata && message.metadata !== null ? { metadata: message.metadata } : {}),
  };
}

function readView(args: Args): { readonly view: Record<string, unknown> } | Answer {
  const view = JSON.parse(args["view"] ?? "null") as Record<string, unknown>;
  const refusal = refusalOfView(view);
  return refusal === null ? { view } : fail("invalid_arguments", refusal);
}
