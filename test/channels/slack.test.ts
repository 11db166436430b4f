import { compose } from "../../src/alerts/compose.ts";
import { createSlackChannel } from "../../src/channels/slack.ts";
import { createOnceClient } from "../../src/channels/slack/outbox.ts";
import { oneToken } from "../../src/channels/slack/tokens.ts";
import { channelContract } from "../contract/channel.ts";
import { startSlack } from "../support/slack/slack.ts";
import { createChannel, standing } from "../support/slack/workspace.ts";

channelContract("slack", async () => {
  const slack = await startSlack();
  const workspace = slack.addWorkspace("T0ACME", "acme", "xoxb-acme");
  const channel = createChannel("C0EXPORT", "export-controls");
  workspace.channels.set(channel.id, channel);
  return {
    channel: createSlackChannel({
      compose,
      slack: {
        client: createOnceClient(slack.apiUrl),
        tokens: oneToken("xoxb-acme"),
        clock: { now: () => Temporal.Now.instant() },
        sleep: async () => {},
      },
    }),
    address: "C0EXPORT",
    otherAddress: "C0OTHER",
    wrongAddress: "#export-controls",
    taken: () => standing(channel).length,
    breakOnce: () => slack.script("chat.postMessage", { error: "restricted_action_soon" }),
    close: () => slack.close(),
  };
});
