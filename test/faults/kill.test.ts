import { expect, test } from "vitest";
import { runKills } from "./kills.ts";

// The long version, also with PostgreSQL and with two services on it, is `npm run faults`.
test(
  "of a service that is killed again and again, every alert arrives and none is another one's double",
  { timeout: 120_000 },
  async () => {
    const report = await runKills({ seed: 7, kills: 2, services: 1, databaseUrl: null, say: () => {} });
    expect(report).toMatchObject({ kills: 2, lost: [], doubled: [], problems: [], complaints: [] });
    expect(report.accepted).toBe(report.expected);
    expect(report.documents).toBeGreaterThan(0);
  },
);
