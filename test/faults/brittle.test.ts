import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStore } from "../../src/store/open.ts";
import { loudLog, prepareDataFolder } from "../support/database.ts";
import { writeFeeds } from "../support/house.ts";
import { runProgram } from "../support/program.ts";

test(
  "a service that a document brings to a standstill ends itself, and works on after some starts, with that document named and set aside",
  { timeout: 120_000 },
  async () => {
    const dir = await mkdtemp(join(tmpdir(), "regwatch-brittle-"));
    const file = join(dir, "documents.json");
    await writeFile(file, JSON.stringify({ first: "sound", endless: "loop", last: "sound" }));
    const feedsDir = await writeFeeds({ brittle: `source: brittle\ntitle: Brittle\nparams: { file: "${file}" }\n` });
    const dataDir = join(dir, "data");
    await prepareDataFolder(dataDir);
    const environment = { REGWATCH_DATA: dataDir, REGWATCH_FEEDS: feedsDir, REGWATCH_ROLES: "scheduler,worker" };
    const complaints: string[] = [];
    try {
      // What systemd or Docker does: whenever it ends by itself, it is started again.
      for (let end: unknown = "SIGKILL"; end === "SIGKILL" && complaints.length < 8;) {
        const program = runProgram(join(import.meta.dirname, "programs/brittle.ts"), [JSON.stringify(environment)]);
        await program.said("polled brittle").then(
          () => program.process.kill("SIGTERM"),
          () => {},
        );
        end = await program.ended();
        complaints.push(program.complaint());
      }
      const store = await openStore({ databaseUrl: null, dataDir, log: loudLog });
      expect(await store.feedState("brittle")).toMatchObject({
        documents: 2,
        error: null,
        warnings: [expect.stringMatching(/^endless is set aside after 3 tries: /)],
      });
      await store.close();
      // The first time nobody counts yet; then come three tries; then all is well.
      expect(complaints.length).toBeGreaterThanOrEqual(5);
      expect(complaints[0]).toContain("stood still for 1 seconds and ends itself: it was reading endless of brittle");
    } finally {
      for (const folder of [dir, feedsDir]) await rm(folder, { recursive: true, force: true });
    }
  },
);
