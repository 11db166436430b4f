import type { WebClient } from "@slack/web-api";
import type { Installations } from "./installations.ts";
import { oneToken, SlackInstallationError, type Tokens } from "./tokens.ts";

/** The bot as it is known in a workspace. */
export interface Bot {
  readonly token: string;
  readonly userId: string | null;
}

/** Which workspaces are served, and how one acts there. */
export interface Workspaces {
  /** Addresses then name their workspace. */
  readonly many: boolean;
  readonly token: Tokens;
  /** Throws `SlackInstallationError` for a workspace that is not served. */
  bot(team: string): Promise<Bot>;
  /** The app was removed from the workspace. */
  forget(team: string, because: string): Promise<void>;
}

/** The workspaces that installed the app. */
export function installedWorkspaces(installations: Installations): Workspaces {
  return {
    many: true,
    token: (team) => installations.token(team),
    bot: async (team) => ({ token: await installations.token(team), userId: await installations.botUserId(team) }),
    forget: async (team, because) => void (await installations.forget(team, because)),
  };
}

/** The one workspace whose token is in the settings. */
export function oneWorkspace(client: WebClient, token: string | null): Workspaces {
  const tokens = oneToken(token);
  let known: Promise<{ readonly team: string; readonly userId: string | null }> | undefined;
  return {
    many: false,
    token: tokens,
    async bot(team) {
      const identity = await (known ??= identify().catch((error: unknown) => {
        known = undefined;
        throw error;
      }));
      if (identity.team === team) return { token: await tokens(team), userId: identity.userId };
      throw new SlackInstallationError("SLACK_BOT_TOKEN belongs to another workspace.");
    },
    // Its token is the operator's to take out of the settings; deliveries pause at the first refusal.
    forget: async () => {},
  };

  async function identify(): Promise<{ readonly team: string; readonly userId: string | null }> {
    const { team_id: team = "", user_id: userId } = await client.auth.test({ token: await tokens(null) });
    return { team, userId: userId ?? null };
  }
}
