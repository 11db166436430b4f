import { parseArgs } from "node:util";
import { startPostgres } from "../support/database.ts";
import { runKills, type KillReport } from "./kills.ts";
import { runChannelKills } from "./channel-kills.ts";
import { machinePlans } from "./machine-plans.ts";
import { readHostilePages } from "./hostile-pages.ts";
import { startFaultyDiscord } from "./discord-kills.ts";
import { startFaultySlack } from "./slack-kills.ts";

// `npm run faults`: kill -9 in a loop, on both databases, and with two services on one server; `--only slack` or `--only discord` does it
// while those lose answers; `--only database`, `disk` or `migration` hurts what is under the service instead, and `--only memory` has pages
// of any size read in a process with little memory. The seed repeats the plan of a run; the machine adds its own moments.
const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    kills: { type: "string", default: "50" },
    only: { type: "string" },
    services: { type: "string", default: "2" },
    kinds: { type: "string" },
  },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const kills = Number(values.kills);
const plans = [
  { name: "embedded", services: 1 },
  { name: "PostgreSQL", services: 1 },
  { name: "PostgreSQL, two services", services: 2 },
].filter(({ name }) => values.only === undefined || name.startsWith(values.only));

const receivers = { slack: startFaultySlack, discord: startFaultyDiscord };
for (const [name, startReceiver] of Object.entries(receivers)) {
  if (values.only === name) await runChannel(name, startReceiver);
}
if (values.only === "memory") await runMemory();
if (values.only !== undefined && (values.only in receivers || values.only === "memory")) process.exit();
if (values.only !== undefined && values.only in machinePlans) {
  await machinePlans[values.only]?.({ seed, times: kills, services: Number(values.services), kinds: values.kinds });
  process.exit();
}
if (plans.length === 0) throw new Error(`--only ${values.only}: there is no such plan`);

console.log(`seed ${seed}: npm run faults -- --seed ${seed} --kills ${kills} repeats the plan of this run`);
const server = await startPostgres();
const reports: { readonly name: string; readonly report: KillReport }[] = [];
const skipped: string[] = [];
try {
  for (const { name, services } of plans) {
    if (name !== "embedded" && typeof server === "string") {
      skipped.push(`${name}: ${server}`);
      continue;
    }
    const databaseUrl = name === "embedded" || typeof server === "string" ? null : await server.createDatabase();
    const say = (line: string): void => console.log(`${name}: ${line}`);
    reports.push({ name, report: await runKills({ seed, kills, services, databaseUrl, say }) });
  }
} finally {
  if (typeof server !== "string") await server.stop();
}
print();

async function runChannel(name: string, startReceiver: typeof startFaultySlack): Promise<void> {
  const say = (line: string): void => console.log(`${name}: ${line}`);
  const plan = { seed, kills: Math.min(kills, 20), channels: 5, documents: 40, say };
  const report = await runChannelKills(plan, startReceiver);
  console.log(JSON.stringify(report, null, 2));
  const { missing, doubled, disordered, complaints } = report;
  if (missing + doubled + disordered.length + complaints.length > 0) process.exitCode = 1;
}

async function runMemory(): Promise<void> {
  const { heapMegabytes, lines, complaints } = await readHostilePages();
  console.log([`in ${heapMegabytes} MB of heap:`, ...lines].join("\n"));
  for (const name of complaints) console.log(`WRONG: ${name}`);
  if (complaints.length > 0) process.exitCode = 1;
}

function print(): void {
  const head = [
    "database",
    "kills",
    "documents",
    "alerts expected",
    "accepted",
    "repeats",
    "lost",
    "doubled",
    "seconds",
  ];
  const rows = reports.map(({ name, report }) => {
    const { kills, documents, expected, accepted, repeats, lost, doubled, seconds } = report;
    return [name, kills, documents, expected, accepted, repeats, lost.length, doubled.length, seconds];
  });
  console.log("");
  for (const row of [head, head.map(() => "---"), ...rows]) console.log(`| ${row.join(" | ")} |`);
  console.log("\nA repeat is the same delivery once more, under the same id: the receiver tells it by that.");
  for (const reason of skipped) console.log(`skipped: ${reason}`);
  for (const { name, report } of reports) {
    const wrong = [
      ...report.lost.map((one) => `lost ${one}`),
      ...report.doubled.map((one) => `doubled ${one}`),
      ...report.problems,
      ...report.complaints,
    ];
    for (const one of wrong) console.log(`WRONG, ${name}: ${one}`);
    if (wrong.length > 0) process.exitCode = 1;
  }
}
