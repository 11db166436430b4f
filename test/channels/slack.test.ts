import { compose } from "../../src/alerts/compose.ts";
import { createSlackChannel } from "../../src/channels/slack.ts";
import { channelContract } from "../contract/channel.ts";
import { slackSetup } from "../support/slack/setup.ts";
import { startSlack } from "../support/slack/slack.ts";
import { createChannel, standing } from "../support/slack/workspace.ts";

channelContract("slack", async () => {
  const slack = await startSlack();
  const workspace = slack.addWorkspace("T0ACME", "acme", "xoxb-acme");
  const channel = createChannel("C0EXPORT", "export-controls");
  workspace.channels.set(channel.id, channel);
  return {
    channel: createSlackChannel({ compose, slack: slackSetup(slack.apiUrl) }),
    address: "C0EXPORT",
    otherAddress: "C0OTHER",
    wrongAddress: "#export-controls",
    taken: () => standing(channel).length,
    breakOnce: () => slack.script("chat.postMessage", { error: "restricted_action_soon" }),
    close: () => slack.close(),
  };
});
