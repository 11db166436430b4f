/** Milliseconds since the epoch; whoever starts the loopback Discord owns its time. */
export type Now = () => number;

export type Json = Readonly<Record<string, unknown>>;

/** A text, or nothing where it is none. */
export function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

export const channelTypes = { text: 0, direct: 1, announcement: 5, thread: 11, forum: 15 } as const;
export type ChannelKind = keyof typeof channelTypes;

export const permissions = {
  addReactions: 1n << 6n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  manageMessages: 1n << 13n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readHistory: 1n << 16n,
  manageGuild: 1n << 5n,
  createThreads: 1n << 35n,
  sendInThreads: 1n << 38n,
} as const;

/** What an invite with the least permissions gives. */
export const usualPermissions =
  permissions.viewChannel |
  permissions.sendMessages |
  permissions.embedLinks |
  permissions.attachFiles |
  permissions.readHistory |
  permissions.createThreads |
  permissions.sendInThreads;

export interface Message {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly at: number;
  /** Everything else as it was sent. */
  body: Json;
  readonly files: readonly { readonly name: string; readonly text: Uint8Array }[];
  editedAt: number | null;
  isPublished: boolean;
  readonly nonce: string | number | null;
  /** Where it is an answer to an interaction that only one person sees. */
  readonly seenBy: string | null;
}

export interface Channel {
  readonly id: string;
  readonly guildId: string | null;
  readonly kind: ChannelKind;
  readonly name: string;
  readonly parentId: string | null;
  /** Of a direct conversation. */
  readonly withUser: string | null;
  readonly messages: Message[];
  /** What the bot may do here; the guild's if null. */
  permissions: bigint | null;
  isArchived: boolean;
  isLocked: boolean;
  /** When messages were published to followers, by anybody. */
  readonly published: number[];
}

export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  permissions: bigint;
}

export interface State {
  readonly now: Now;
  readonly token: string;
  readonly applicationId: string;
  /** The bot's user id is its application's. */
  readonly guilds: Map<string, Guild>;
  readonly channels: Map<string, Channel>;
  /** By scope: `global`, or the guild's id. */
  readonly commands: Map<string, readonly Json[]>;
  /** People who take no direct messages from the bot. */
  readonly closed: Set<string>;
  newId(): string;
}

const discordEpoch = 1_420_070_400_000;

export function createState(now: Now, token: string): State {
  let last = 0n;
  // Ids tell the time and never repeat.
  const newId = (): string => {
    const id = BigInt(now() - discordEpoch) << 22n;
    last = id > last ? id : last + 1n;
    return String(last);
  };
  return {
    now,
    token,
    applicationId: newId(),
    guilds: new Map(),
    channels: new Map(),
    commands: new Map(),
    closed: new Set(),
    newId,
  };
}

export function addChannel(state: State, channel: Pick<Channel, "kind" | "name"> & Partial<Channel>): Channel {
  const made: Channel = {
    id: state.newId(),
    guildId: null,
    parentId: null,
    withUser: null,
    messages: [],
    permissions: null,
    isArchived: false,
    isLocked: false,
    published: [],
    ...channel,
  };
  state.channels.set(made.id, made);
  return made;
}

/** What the bot may do in a channel, or null where it is not a member. */
export function permissionsIn(state: State, channel: Channel): bigint | null {
  if (channel.kind === "direct") return usualPermissions;
  const guild = channel.guildId === null ? undefined : state.guilds.get(channel.guildId);
  return guild === undefined ? null : (channel.permissions ?? guild.permissions);
}

export function channelJson(channel: Channel): Json {
  return {
    id: channel.id,
    type: channelTypes[channel.kind],
    name: channel.kind === "direct" ? null : channel.name,
    position: 0,
    permission_overwrites: [],
    parent_id: channel.parentId,
    topic: null,
    nsfw: false,
    last_message_id: channel.messages.at(-1)?.id ?? null,
    rate_limit_per_user: 0,
    ...(channel.guildId === null ? {} : { guild_id: channel.guildId }),
    ...(channel.kind === "thread" && {
      owner_id: "1",
      message_count: channel.messages.length,
      thread_metadata: thread(channel),
    }),
    ...(channel.withUser !== null && { recipients: [userJson(channel.withUser)] }),
  };
}

function thread({ isArchived, isLocked }: Channel): Json {
  return {
    archived: isArchived,
    locked: isLocked,
    auto_archive_duration: 4320,
    archive_timestamp: new Date(0).toISOString(),
  };
}

export function userJson(id: string, name = "somebody", isBot = false): Json {
  return { id, username: name, discriminator: "0", global_name: name, avatar: null, bot: isBot };
}

export function messageJson(state: State, message: Message): Json {
  const { content, embeds, components, flags, message_reference: reference } = message.body;
  return {
    id: message.id,
    channel_id: message.channelId,
    author: userJson(message.authorId, "regwatch", message.authorId === state.applicationId),
    content: content ?? "",
    embeds: embeds ?? [],
    components: components ?? [],
    attachments: message.files.map(({ name, text }, at) => ({
      id: String(BigInt(message.id) + BigInt(at)),
      filename: name,
      size: text.length,
      url: `https://cdn.example/${name}`,
      proxy_url: `https://cdn.example/${name}`,
    })),
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    pinned: false,
    tts: false,
    type: 0,
    timestamp: new Date(message.at).toISOString(),
    edited_timestamp: message.editedAt === null ? null : new Date(message.editedAt).toISOString(),
    flags: Number(flags ?? 0) | (message.isPublished ? 1 : 0),
    ...(reference === undefined ? {} : { message_reference: reference }),
  };
}
