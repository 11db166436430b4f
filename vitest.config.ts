import { defineConfig } from "vitest/config";

// Rooms that need no database.
const rooms = ["alerts", "classify", "exports", "model", "redline", "snapshots", "sources", "summarise", "world"];
const pure = rooms.map((room) => `test/${room}/**/*.test.ts`).concat("test/architecture.test.ts");
// Those that start processes and browsers.
const long = ["test/{cli,faults,store}/**/*.test.ts", "test/**/browser*.test.ts", "test/bin.test.ts"];
const globalSetup = "test/support/shared-server.ts";

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // One more than the cores of the smallest machine: the long ones wait a good deal for processes, receivers and clocks.
    maxWorkers: 3,
    // Nothing of one test is left to the next: all can share a process, one after the other, and what they import.
    isolate: false,
    // Browsers and processes share two cores there; the report names what needed a second try.
    retry: process.env["CI"] ? 1 : 0,
    // They start in the order of their names: the long ones first, so that no core waits for the last of them.
    projects: [
      { extends: true, test: { name: "long", include: long, globalSetup } },
      {
        extends: true,
        test: { name: "parts", include: ["test/**/*.test.ts"], exclude: [...pure, ...long], globalSetup },
      },
      { extends: true, test: { name: "pure", include: pure } },
    ],
  },
});
