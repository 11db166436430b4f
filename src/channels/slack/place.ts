import type { WebClient } from "@slack/web-api";
import type { Actor, Place } from "../../model/command.ts";
import type { Clock } from "../../model/time.ts";
import { writeAddress } from "./address.ts";
import { tenantOf } from "./installations.ts";
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
