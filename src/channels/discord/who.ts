import { ChannelType, PermissionFlagsBits, type BaseInteraction } from "discord.js";
import type { Actor, Place } from "../../model/command.ts";

/** Where somebody talks with us. A button under a message of a thread speaks for the channel of that thread. */
export function placeOf(interaction: BaseInteraction, ofButton = false): Place {
  const { guildId, channel, user } = interaction;
  if (guildId === null) {
    const address = `user:${user.id}`;
    return {
      destination: { channel: "discord", address },
      tenant: `discord:${address}`,
      name: "your direct messages",
      isDirect: true,
    };
  }
  const isThread = channel?.isThread() === true;
  const parent = isThread && ofButton ? channel.parent : null;
  const id = parent?.id ?? interaction.channelId ?? "";
  const name = parent?.name ?? (channel !== null && "name" in channel ? channel.name : null);
  return {
    destination: { channel: "discord", address: id },
    tenant: `discord:${guildId}`,
    name: name === null ? "this channel" : `#${name}`,
    isDirect: false,
  };
}

export function actorOf({ user, member, memberPermissions }: BaseInteraction): Actor {
  const nick = member !== null && "displayName" in member ? member.displayName : null;
  return {
    id: `discord:${user.id}`,
    name: nick ?? user.displayName,
    // In a direct conversation a person is their own admin.
    isAdmin: memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? true,
    destination: { channel: "discord", address: `user:${user.id}` },
  };
}

/** Whether what is told here can be published to followers. */
export function isAnnouncement({ channel }: BaseInteraction): boolean {
  return channel?.type === ChannelType.GuildAnnouncement;
}

const needed = [
  ["View Channel", PermissionFlagsBits.ViewChannel],
  ["Send Messages", PermissionFlagsBits.SendMessages],
  ["Embed Links", PermissionFlagsBits.EmbedLinks],
  ["Attach Files", PermissionFlagsBits.AttachFiles],
  ["Read Message History", PermissionFlagsBits.ReadMessageHistory],
] as const;

/** What regwatch would need in this channel and has not, by the names that Discord's settings give it. */
export function missingPermissions({ guildId, appPermissions, channel }: BaseInteraction): readonly string[] {
  if (guildId === null) return [];
  const sending =
    channel?.isThread() === true ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages;
  return needed
    .filter(([, bit]) => !appPermissions.has(bit === PermissionFlagsBits.SendMessages ? sending : bit))
    .map(([name]) => name);
}

/** Of an invitation with the least rights: what is needed, and threads. */
export const invitePermissions =
  needed.reduce((sum, [, bit]) => sum | bit, 0n) |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.SendMessagesInThreads;
