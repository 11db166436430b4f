import type { WebClient } from "@slack/web-api";
import type { Actor, Place, Reply } from "../../model/command.ts";
import type { Clock } from "../../model/time.ts";
import { writeAddress } from "./address.ts";
import { tenantOf } from "./installations.ts";
import { codeOf } from "./outcomes.ts";
import { tokenIn, type AppParts } from "./parts.ts";
import type { Workspaces } from "./workspaces.ts";

/** A channel or direct conversation, as commands know it. */
export function placeIn(workspaces: Workspaces, team: string, channel: string, name: string): Place {
  const isDirect = channel.startsWith("D");
  return {
    destination: destinationIn(workspaces, team, channel),
    tenant: tenantIn(workspaces, team),
    name: isDirect ? "this conversation" : `#${name}`,
    isDirect,
  };
}

/** The one workspace belongs to whoever runs regwatch, so that what was subscribed on the command line can be answered there. */
export function tenantIn({ many }: Workspaces, team: string): string {
  return many ? tenantOf(team) : "local";
}

/** Finds out who somebody is. */
export type Introduce = (team: string, user: string, name: string) => Promise<Actor>;

const rememberedMinutes = 10;

/** Asks Slack whether somebody is an administrator, and remembers it for a while. */
export function createIntroduce(client: WebClient, workspaces: Workspaces, clock: Clock): Introduce {
  const known = new Map<string, { readonly isAdmin: boolean; readonly until: number }>();
  return async (team, user, name) => {
    const id = `${tenantOf(team)}/${user}`;
    const now = clock.now().epochMilliseconds;
    const remembered = known.get(id);
    const isAdmin = remembered && remembered.until > now ? remembered.isAdmin : await ask(team, user);
    if (known.size > 5000) known.clear();
    known.set(id, { isAdmin, until: now + rememberedMinutes * 60_000 });
    return { id, name, isAdmin, destination: destinationIn(workspaces, team, user) };
  };

  // Who cannot be asked about is nobody special.
  async function ask(team: string, user: string): Promise<boolean> {
    try {
      const { token } = await workspaces.bot(team);
      const { user: found } = await client.users.info({ token, user });
      return found?.is_admin === true || found?.is_owner === true;
    } catch {
      return false;
    }
  }
}

function destinationIn({ many }: Workspaces, team: string, channel: string): Place["destination"] {
  return { channel: "slack", address: writeAddress({ team: many ? team : null, channel, thread: null }) };
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

export function nameOf(user: { readonly id: string; readonly name?: string; readonly username?: string }): string {
  return user.name ?? user.username ?? user.id;
}
