import type { WorldClock } from "../../../src/world/clock.ts";
import type { Story } from "../../../src/world/world.ts";
import type { Fittings } from "../../../src/wire.ts";
import { openTestHouse, type TestHouse } from "../house.ts";
import { person, type Person } from "./people.ts";
import { startSlack, type Slack, type SlackSettings } from "./slack.ts";
import { createChannel, standing, type SlackChannel, type SlackMessage, type SlackWorkspace } from "./workspace.ts";

/** The whole house with its bot connected to a Slack on loopback, and two people in a workspace. */
export interface SlackHouse extends TestHouse {
  readonly slack: Slack;
  readonly workspace: SlackWorkspace;
  readonly channel: SlackChannel;
  readonly ada: Person;
  readonly bob: Person;
  /** What stands in the channel, oldest first. */
  messages(): readonly SlackMessage[];
}

export async function openSlackHouse(
  clock: WorldClock,
  story: Story,
  settings: Readonly<Record<string, string>> = {},
  limits: SlackSettings = {},
  fittings: Fittings = {},
): Promise<SlackHouse> {
  const slack = await startSlack({ clock, ...limits });
  const workspace = slack.addWorkspace("T0ACME", "acme", "xoxb-acme");
  const channel = createChannel("C0EXPORT", "export-controls");
  workspace.channels.set(channel.id, channel);
  const home = await openTestHouse(clock, story, {
    fittings,
    settings: {
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: "xoxb-acme",
      SLACK_APP_TOKEN: "xapp-1-test",
      ...settings,
    },
  });
  const stop = new AbortController();
  await home.house.services.channels.get("slack")?.listen?.(home.house.desk, stop.signal);
  if (settings["SLACK_APP_TOKEN"] !== "")
    await until(() => slack.socket.connections() === 1, "the Socket Mode connection");
  return {
    ...home,
    slack,
    workspace,
    channel,
    ada: person(slack, workspace, "U0ADA", { name: "ada", isAdmin: true }),
    bob: person(slack, workspace, "U0BOB", { name: "bob" }),
    messages: () => standing(channel),
    async close() {
      stop.abort();
      await home.close();
      await slack.close();
    },
  };
}

/** Waits for something another process or connection does, without guessing how long it takes. */
export async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const end = Date.now() + 10_000; !(await isSo()); await new Promise((resolve) => setTimeout(resolve, 10))) {
    if (Date.now() > end) throw new Error(`${what} did not come within ten seconds`);
  }
}
