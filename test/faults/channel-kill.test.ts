import { expect, test } from "vitest";
import { runChannelKills } from "./channel-kills.ts";
import { startFaultyDiscord } from "./discord-kills.ts";
import { startFaultySlack } from "./slack-kills.ts";

// The long version, with 200 alerts, is `npm run faults -- --only slack` or `--only discord`.
test.concurrent.each([
  ["Slack", startFaultySlack],
  ["Discord", startFaultyDiscord],
])(
  "while %s loses answers and the service is killed, every alert stands in its channel once and in order",
  { timeout: 180_000 },
  async (_name, startReceiver) => {
    const plan = { seed: 11, kills: 1, channels: 2, documents: 3, say: () => {} };
    const report = await runChannelKills(plan, startReceiver);
    expect(report).toMatchObject({ missing: 0, doubled: 0, disordered: [], complaints: [] });
    expect(report.faults).toBeGreaterThan(0);
  },
);
