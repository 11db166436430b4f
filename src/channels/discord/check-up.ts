import { OAuth2Scopes } from "discord.js";
import type { Subscription } from "../../model/subscription.ts";
import { isLoopbackLink } from "../links.ts";
import { addressOf } from "./address.ts";
import { createApi, type Api, type ApiSettings } from "./api.ts";
import { outcomeOfError } from "./outcomes.ts";
import { invitePermissions } from "./who.ts";

export interface Finding {
  readonly ok: boolean;
  readonly text: string;
}

interface CheckUpSettings extends Omit<ApiSettings, "token"> {
  readonly token: string | null;
  readonly publicUrl: string;
}

/** What works with Discord, what does not, and what to do: the token, the invitation, and every channel that is told something. */
export async function checkUpDiscord(
  { token, publicUrl, ...rest }: CheckUpSettings,
  subscriptions: readonly Subscription[],
): Promise<readonly Finding[]> {
  const ours = subscriptions.filter(({ destination }) => destination.channel === "discord");
  if (token === null) {
    return ours.length === 0
      ? [{ ok: true, text: "Discord is not set up; DISCORD_TOKEN is not set." }]
      : [{ ok: false, text: `${ours.length} subscriptions go to Discord, and DISCORD_TOKEN is not set.` }];
  }
  const api = createApi({ token, ...rest });
  try {
    const { id, name } = await api.application();
    const places = [...new Set(ours.map(({ destination }) => destination.address))];
    return [
      { ok: true, text: `Discord: the token is that of ${name}. Invite it to a server with ${inviteLink(id)}` },
      ...(isLoopbackLink(publicUrl) ? [{ ok: true, text: noPublicUrl }] : []),
      ...(await Promise.all(places.map((address) => checkPlace(api, address)))),
    ];
  } catch (error) {
    return [{ ok: false, text: `Discord: ${outcomeOfError(error).reason}` }];
  }
}

const noPublicUrl =
  "Discord: without REGWATCH_PUBLIC_URL messages hold no link to regwatch; the redline is handed over in Discord.";

/** Where the owner of a server invites the bot, with the least rights. */
function inviteLink(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands].join(" "),
    permissions: String(invitePermissions),
  });
  return `https://discord.com/oauth2/authorize?${query.toString()}`;
}

async function checkPlace(api: Api, address: string): Promise<Finding> {
  const { kind, id } = addressOf({ channel: "discord", address });
  if (kind === "user") return { ok: true, text: `Discord: ${address} is told in direct messages.` };
  try {
    const channel = await api.channel(id);
    return { ok: true, text: `Discord: ${nameOf(channel)} (${id}) can be seen.` };
  } catch (error) {
    return { ok: false, text: `Discord, channel ${id}: ${outcomeOfError(error).reason}` };
  }
}

function nameOf(channel: object): string {
  return "name" in channel && typeof channel.name === "string" ? `#${channel.name}` : "a channel";
}
