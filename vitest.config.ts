import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // Browsers and processes share two cores there; the report names what needed a second try.
    retry: process.env["CI"] ? 1 : 0,
  },
});
