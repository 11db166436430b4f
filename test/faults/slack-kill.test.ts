import { expect, test } from "vitest";
import { runSlackKills } from "./slack-kills.ts";

// The long version, with 200 alerts, is `npm run faults -- --only slack`.
test(
  "while Slack loses answers and the service is killed, every alert stands in its channel once and in order",
  { timeout: 180_000 },
  async () => {
    const report = await runSlackKills({ seed: 11, kills: 2, channels: 3, documents: 6, say: () => {} });
    expect(report).toMatchObject({ missing: 0, doubled: 0, disordered: [], complaints: [] });
    expect(report.faults).toBeGreaterThan(0);
  },
);
