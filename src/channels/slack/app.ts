import type { Receiver } from "@slack/bolt";
import { serveAcknowledge } from "./acknowledge-modal.ts";
import { serveClicks } from "./clicks.ts";
import { serveCommands } from "./commands.ts";
import { serveEvents } from "./events.ts";
import { serveHome } from "./home.ts";
import { serveMute } from "./mute-modal.ts";
import type { AppParts } from "./parts.ts";
import { serveWatch } from "./watch-modal.ts";

/** The Bolt app behind a receiver: commands, buttons, modals, the App Home, events. Bolt is loaded when it is needed: it takes a second. */
export async function serveApp(receiver: Receiver, apiUrl: string, parts: AppParts): Promise<void> {
  const { App } = await import("@slack/bolt");
  const app = new App({
    receiver,
    authorize: async ({ teamId }) => {
      const { token, userId } = await parts.workspaces.bot(teamId ?? "");
      return { botToken: token, ...(userId !== null && { botUserId: userId }), teamId };
    },
    logger: quiet,
    convoStore: false,
    clientOptions: { slackApiUrl: apiUrl, fetch: parts.fetch },
  });
  app.error(async (error) => {
    parts.log.error({ err: error }, "an answer to somebody in Slack failed");
  });
  serveCommands(app, parts);
  serveClicks(app, parts);
  serveAcknowledge(app, parts);
  serveMute(app, parts);
  serveWatch(app, parts);
  serveHome(app, parts);
  serveEvents(app, parts);
}

/** Bolt's own log holds tokens and what people wrote. */
export const quiet = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  setName() {},
  getLevel: () => "error" as never,
};
