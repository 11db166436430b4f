import {
  cannotTell,
  error,
  missingAccess,
  missingPermissions,
  ok,
  done,
  unknownChannel,
  unknownMessage,
  type Answer,
} from "./answer.ts";
import { checkMessage } from "./limits.ts";
import {
  addChannel,
  channelJson,
  messageJson,
  permissions,
  permissionsIn,
  textOf,
  type Channel,
  type Json,
  type Message,
  type State,
} from "./state.ts";

export interface Request {
  readonly body: Json;
  readonly files: Message["files"];
  readonly query: URLSearchParams;
}

const nonceWindow = 5 * 60 * 1000;
const hour = 60 * 60 * 1000;

/** A message of the bot in a channel. With `enforce_nonce` the same nonce gives the earlier message back for some minutes. */
export function createMessage(state: State, channelId: string, { body, files }: Request): Answer {
  const channel = state.channels.get(channelId);
  if (channel === undefined) return unknownChannel;
  const refusal = mayWrite(state, channel, body, files.length > 0) ?? refusalOf(body, files);
  if (refusal !== null) return refusal;
  const nonce = (body["nonce"] ?? null) as Message["nonce"];
  const earlier = nonce === null || body["enforce_nonce"] !== true ? undefined : sameNonce(state, channel, nonce);
  const message = earlier ?? add(state, channel, state.applicationId, body, files, nonce);
  return ok({ ...messageJson(state, message), ...(nonce === null ? {} : { nonce }) });
}

/** A message of anybody. */
export function add(
  state: State,
  channel: Channel,
  authorId: string,
  body: Json,
  files: Message["files"] = [],
  nonce: Message["nonce"] = null,
  seenBy: string | null = null,
): Message {
  const message: Message = {
    id: state.newId(),
    channelId: channel.id,
    authorId,
    at: state.now(),
    body,
    files,
    editedAt: null,
    isPublished: false,
    nonce,
    seenBy,
  };
  channel.messages.push(message);
  return message;
}

/** A channel's messages, newest first, as `limit`, `before`, `after` and `around` ask. */
export function listMessages(state: State, channelId: string, { query }: Request): Answer {
  const channel = state.channels.get(channelId);
  if (channel === undefined) return unknownChannel;
  const may = permissionsIn(state, channel);
  if (may === null || !has(may, permissions.viewChannel)) return missingAccess;
  const limit = Number(query.get("limit") ?? 50);
  if (!(limit >= 1 && limit <= 100)) return error(400, 50035, "Invalid Form Body", ["limit: must be 1 to 100"]);
  // Without the permission Discord answers with nothing, not with an error.
  if (!has(may, permissions.readHistory)) return ok([]);
  const seen = channel.messages.filter(({ seenBy }) => seenBy === null);
  const [before, after] = [query.get("before"), query.get("after")];
  if (after !== null) {
    const later = seen.filter(({ id }) => BigInt(id) > BigInt(after)).slice(0, limit);
    return ok(later.toReversed().map((message) => messageJson(state, message)));
  }
  const earlier = before === null ? seen : seen.filter(({ id }) => BigInt(id) < BigInt(before));
  return ok(
    earlier
      .slice(-limit)
      .toReversed()
      .map((message) => messageJson(state, message)),
  );
}

export function oneMessage(state: State, channelId: string, messageId: string): Message | Answer {
  const channel = state.channels.get(channelId);
  if (channel === undefined) return unknownChannel;
  const may = permissionsIn(state, channel);
  if (may === null || !has(may, permissions.viewChannel)) return missingAccess;
  return channel.messages.find(({ id }) => id === messageId) ?? unknownMessage;
}

export function editMessage(state: State, channelId: string, messageId: string, { body, files }: Request): Answer {
  const message = oneMessage(state, channelId, messageId);
  if ("status" in message) return message;
  if (message.authorId !== state.applicationId)
    return error(403, 50005, "Cannot edit a message authored by another user");
  const next = { ...message.body, ...body };
  const refusal = refusalOf(next, [...files, ...message.files]);
  if (refusal !== null) return refusal;
  message.body = next;
  message.editedAt = state.now();
  return ok(messageJson(state, message));
}

export function deleteMessage(state: State, channelId: string, messageId: string): Answer {
  const message = oneMessage(state, channelId, messageId);
  if ("status" in message) return message;
  const { messages } = state.channels.get(channelId) as Channel;
  messages.splice(messages.indexOf(message), 1);
  return done;
}

/** Publishes a message to the followers of its announcement channel: ten an hour and channel, people included. */
export function publishMessage(state: State, channelId: string, messageId: string): Answer {
  const message = oneMessage(state, channelId, messageId);
  if ("status" in message) return message;
  const channel = state.channels.get(channelId) as Channel;
  if (channel.kind !== "announcement") return error(400, 50024, "Cannot execute action on this channel type");
  if (message.isPublished) return error(400, 40033, "This message has already been crossposted");
  const may = permissionsIn(state, channel) ?? 0n;
  const needed = message.authorId === state.applicationId ? permissions.sendMessages : permissions.manageMessages;
  if (!has(may, needed)) return missingPermissions;
  const recent = channel.published.filter((at) => at > state.now() - hour);
  const [first] = recent;
  if (recent.length >= 10 && first !== undefined) {
    const seconds = (first + hour - state.now()) / 1000;
    const body = { message: "You are being rate limited.", retry_after: seconds, global: false };
    return { status: 429, body, headers: { "Retry-After": String(seconds), "X-RateLimit-Scope": "user" } };
  }
  channel.published.push(state.now());
  message.isPublished = true;
  return ok(messageJson(state, message));
}

/** A thread under a message; its id is the message's. */
export function startThread(state: State, channelId: string, messageId: string, { body }: Request): Answer {
  const message = oneMessage(state, channelId, messageId);
  if ("status" in message) return message;
  const channel = state.channels.get(channelId) as Channel;
  if (channel.kind !== "text" && channel.kind !== "announcement")
    return error(400, 50024, "Cannot execute action on this channel type");
  if (!has(permissionsIn(state, channel) ?? 0n, permissions.createThreads)) return missingPermissions;
  if (state.channels.has(messageId)) return error(400, 160004, "A thread has already been created for this message");
  const name = textOf(body["name"]);
  if (name.length < 1 || name.length > 100)
    return error(400, 50035, "Invalid Form Body", ["name: must be between 1 and 100 in length"]);
  const minutes = body["auto_archive_duration"];
  if (minutes !== undefined && ![60, 1440, 4320, 10080].includes(Number(minutes)))
    return error(400, 50035, "Invalid Form Body", ["auto_archive_duration: is none of the four"]);
  const thread = addChannel(state, {
    id: messageId,
    guildId: channel.guildId,
    kind: "thread",
    name,
    parentId: channel.id,
    permissions: channel.permissions,
  });
  return { status: 201, body: channelJson(thread) };
}

/** The direct conversation with a person; the same each time. */
export function openDirect(state: State, userId: string): Answer {
  const there = [...state.channels.values()].find(({ withUser }) => withUser === userId);
  return ok(channelJson(there ?? addChannel(state, { kind: "direct", name: "", withUser: userId })));
}

export function refusalOf(
  body: Json,
  files: Message["files"],
  where: "message" | "interaction" = "message",
): Answer | null {
  const refusal = checkMessage(
    body,
    files.map(({ name, text }) => ({ name, size: text.length })),
    where,
  );
  return refusal === null ? null : error(refusal.status, refusal.code, refusal.message, refusal.problems);
}

function mayWrite(state: State, channel: Channel, body: Json, hasFiles: boolean): Answer | null {
  if (channel.withUser !== null) return state.closed.has(channel.withUser) ? cannotTell : null;
  const may = permissionsIn(state, channel);
  if (may === null || !has(may, permissions.viewChannel)) return missingAccess;
  const isThread = channel.kind === "thread";
  if (isThread && channel.isLocked) return error(400, 160005, "Thread is locked");
  // A message wakes an archived thread that is not locked.
  if (isThread) channel.isArchived = false;
  if (channel.kind === "forum") return error(400, 50008, "Cannot send messages in a non-text channel");
  if (!has(may, isThread ? permissions.sendInThreads : permissions.sendMessages)) return missingPermissions;
  const embeds = body["embeds"];
  if (Array.isArray(embeds) && embeds.length > 0 && !has(may, permissions.embedLinks)) return missingPermissions;
  return hasFiles && !has(may, permissions.attachFiles) ? missingPermissions : null;
}

function sameNonce(state: State, channel: Channel, nonce: string | number): Message | undefined {
  return channel.messages.find((message) => message.nonce === nonce && message.at > state.now() - nonceWindow);
}

function has(may: bigint, needed: bigint): boolean {
  return (may & needed) === needed;
}
