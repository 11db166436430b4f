import { onTestFinished } from "vitest";
import { compose } from "../../../src/alerts/compose.ts";
import { createSlackChannel } from "../../../src/channels/slack.ts";
import type { SlackMessage } from "../../../src/channels/slack/outbox.ts";
import type { Channel } from "../../../src/model/channel.ts";
import { slackSetup } from "./setup.ts";
import { startSlack, type Slack, type SlackSettings } from "./slack.ts";
import { createChannel, type SlackChannel, type SlackWorkspace } from "./workspace.ts";

export interface OpenChannel {
  readonly slack: Slack;
  readonly workspace: SlackWorkspace;
  readonly channel: SlackChannel;
  /** regwatch's side. */
  readonly ours: Channel<SlackMessage>;
  /** Milliseconds it slept, without sleeping. */
  readonly slept: number[];
}

/** A loopback Slack with one channel, and regwatch's channel that talks to it with the real client. */
export async function openSlackChannel(settings: SlackSettings = {}): Promise<OpenChannel> {
  const slack = await startSlack(settings);
  onTestFinished(() => slack.close());
  const workspace = slack.addWorkspace("T0ACME", "acme", "xoxb-acme");
  const channel = createChannel("C0EXPORT", "export-controls");
  workspace.channels.set(channel.id, channel);
  const slept: number[] = [];
  const ours = createSlackChannel({
    compose,
    slack: slackSetup(slack.apiUrl, {
      ...(settings.clock && { clock: settings.clock }),
      sleep: async (milliseconds) => void slept.push(milliseconds),
    }),
  });
  return { slack, workspace, channel, ours, slept };
}
