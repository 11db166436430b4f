import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startPostgres } from "../test/support/database.ts";
import { measureDiscord } from "./discord.ts";
import { measureFleet } from "./fleet.ts";
import { measureLatency } from "./latency.ts";
import { measureMatching } from "./matching.ts";
import { measureListsAndPairs } from "./lists-and-pairs.ts";
import { measureMemory } from "./memory.ts";
import { measurePagesServed } from "./pages-served.ts";
import { measurePages } from "./pages.ts";
import { measurePolls } from "./polls.ts";
import { measureReading } from "./reading.ts";
import { measureRedline } from "./redline.ts";
import { measureSlack } from "./slack.ts";
import { measureStart } from "./start.ts";
import { measureStorage } from "./storage.ts";
import { measureWorkers } from "./workers.ts";
import { table, type Figure } from "./table.ts";

// `npm run bench`: everything, one table. `--quick` idles ten seconds instead of sixty; `--only polls` measures one thing.
const { values } = parseArgs({ options: { quick: { type: "boolean" }, only: { type: "string" } } });
// No feed: what is measured is the service, not the network.
const feeds = mkdtempSync(join(tmpdir(), "regwatch-bench-feeds-"));
const postgres = await startPostgres();
if (typeof postgres === "string") console.error(`Without a server: ${postgres}`);
const database = async (): Promise<string | null> => (typeof postgres === "string" ? null : postgres.createDatabase());

const measures: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  start: async () => measureStart(await database(), feeds),
  memory: async () => measureMemory(await database(), feeds, values.quick ? 10 : 60),
  redline: async () => measureRedline(values.quick === true),
  polls: async () => {
    const server = await database();
    return measurePolls(server === null ? [null] : [null, server]);
  },
  fleet: async () => measureFleet(database),
  latency: async () => {
    const server = await database();
    return measureLatency(server === null ? [null] : [null, server]);
  },
  matching: async () => measureMatching(),
  workers: async () => measureWorkers(await database()),
  "lists-and-pairs": measureListsAndPairs,
  pages: async () => measurePages(typeof postgres === "string" ? null : postgres, values.quick === true),
  reading: measureReading,
  web: async () => measurePagesServed(await database(), values.quick === true),
  storage: async () => measureStorage(await database()),
  slack: measureSlack,
  discord: measureDiscord,
};
const chosen = Object.entries(measures).filter(([name]) => values.only === undefined || name === values.only);
if (chosen.length === 0) throw new Error(`--only ${values.only}: there are ${Object.keys(measures).join(", ")}`);
const figures: Figure[] = [];
try {
  for (const [name, measure] of chosen) {
    console.error(`measuring ${name} …`);
    figures.push(...(await measure()));
  }
} finally {
  if (typeof postgres !== "string") await postgres.stop();
  rmSync(feeds, { recursive: true, force: true });
}
console.log(
  `\n${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}\n`,
);
console.log(table(figures));
