import { Agent } from "undici";
import type { SlackSetup } from "../../../src/channels/slack.ts";
import type { Vault } from "../../../src/model/installation.ts";

const forgetful: Vault = {
  installation: async () => null,
  saveInstallation: async () => {},
  removeInstallation: async () => false,
  claimRenewal: async () => true,
  useOnce: async () => true,
};

/** What regwatch's Slack channel is given, for one workspace and nobody to serve. */
export function slackSetup(apiUrl: string, parts: Partial<SlackSetup> = {}): SlackSetup {
  return {
    apiUrl,
    botToken: "xoxb-acme",
    appToken: null,
    signingSecret: null,
    oauth: null,
    secret: null,
    publicUrl: "https://regwatch.example.org",
    connections: { fetch, dispatcher: new Agent() },
    vault: forgetful,
    clock: { now: () => Temporal.Now.instant() },
    sleep: async () => {},
    shelf: { change: async () => null, redline: async () => null, digest: async () => [], feedAt: () => null },
    log: { warn: () => {}, error: () => {} },
    ...parts,
  };
}
