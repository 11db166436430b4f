import { botScopes } from "../../../src/channels/slack/manifest.ts";
import type { SlackBlock } from "./limits.ts";

/** A message as the channel holds it. `acceptedAt` is the clock's milliseconds. */
export interface SlackMessage {
  readonly ts: string;
  readonly acceptedAt: number;
  readonly botId: string;
  text: string;
  blocks: readonly SlackBlock[];
  metadata: { readonly event_type: string; readonly event_payload: Record<string, unknown> } | null;
  readonly threadTs: string | null;
  readonly broadcast: boolean;
  edits: number;
  deleted: boolean;
  readonly unfurl: boolean;
  readonly files: readonly SlackFile[];
}

export interface SlackFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: Buffer;
}

export interface SlackChannel {
  readonly id: string;
  readonly name: string;
  isPrivate: boolean;
  isMember: boolean;
  isArchived: boolean;
  /** Who may post there, as an admin set it. */
  isRestricted: boolean;
  readonly messages: SlackMessage[];
  /** What only one person sees. */
  readonly ephemeral: { readonly user: string; readonly text: string; readonly blocks: readonly SlackBlock[] }[];
}

export interface SlackUser {
  readonly id: string;
  readonly name: string;
  readonly isAdmin: boolean;
  /** What the App Home shows this person. */
  home: { readonly blocks: readonly SlackBlock[] } | null;
}

export interface SlackToken {
  readonly token: string;
  scopes: readonly string[];
  state: "active" | "revoked" | "inactive";
  /** Clock milliseconds after which it is `token_expired`, or null. */
  expiresAt: number | null;
}

/** A workspace with the app in it. */
export interface SlackWorkspace {
  readonly id: string;
  readonly name: string;
  readonly botUserId: string;
  readonly botId: string;
  readonly appId: string;
  readonly tokens: SlackToken[];
  readonly channels: Map<string, SlackChannel>;
  readonly users: Map<string, SlackUser>;
}

/** What an installation grants: what the manifest asks for and nothing else, so that a scope that is missing there is missed in tests. */
export const grantedScopes: readonly string[] = Object.keys(botScopes);

export function createWorkspace(id: string, name: string, token: string | null): SlackWorkspace {
  return {
    id,
    name,
    botUserId: `U${id.slice(1)}BOT`,
    botId: `B${id.slice(1)}BOT`,
    appId: "A0REGWATCH",
    tokens: token === null ? [] : [{ token, scopes: grantedScopes, state: "active", expiresAt: null }],
    channels: new Map(),
    users: new Map(),
  };
}

export function createChannel(id: string, name: string, parts: Partial<SlackChannel> = {}): SlackChannel {
  return {
    id,
    name,
    isPrivate: false,
    isMember: true,
    isArchived: false,
    isRestricted: false,
    messages: [],
    ephemeral: [],
    ...parts,
  };
}

/** What stands in a channel, oldest first, without what was deleted. */
export function standing(channel: SlackChannel): readonly SlackMessage[] {
  return channel.messages.filter(({ deleted }) => !deleted);
}
