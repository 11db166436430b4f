import { defineConfig } from "vitest/config";

// Values in, values out: these can share one process, one after the other.
const pure = ["alerts", "classify", "model", "redline", "snapshots"].map((room) => `test/${room}/**/*.test.ts`);

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
