import { defineConfig } from "vitest/config";

// Nothing of one test is left to the next: these can share a process, one after the other.
const rooms = ["alerts", "classify", "exports", "model", "redline", "snapshots", "sources", "summarise", "world"];
const pure = rooms.map((room) => `test/${room}/**/*.test.ts`);

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // Browsers and processes share two cores there; the report names what needed a second try.
    retry: process.env["CI"] ? 1 : 0,
    projects: [
      { extends: true, test: { name: "pure", include: [...pure, "test/architecture.test.ts"], isolate: false } },
      {
        extends: true,
        test: {
          name: "parts",
          include: ["test/**/*.test.ts"],
          exclude: [...pure, "test/architecture.test.ts"],
          globalSetup: "test/support/shared-server.ts",
        },
      },
    ],
  },
});
