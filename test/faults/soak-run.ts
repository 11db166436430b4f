import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { soak, type SoakReport } from "./soak.ts";

// `npm run soak`: an hour of a sped-up world under random faults and kills, and what was lost, doubled, false or out of order in it.
const { values } = parseArgs({
  options: {
    feeds: { type: "string", default: "1000" },
    minutes: { type: "string", default: "60" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    speed: { type: "string", default: "1000" },
    every: { type: "string", default: "12" },
    rate: { type: "string", default: "4" },
    "fault-every": { type: "string", default: "15" },
    database: { type: "string", default: "server" },
    keep: { type: "string" },
    output: { type: "string", short: "o" },
  },
});
const report = await soak({
  feeds: Number(values.feeds),
  minutes: Number(values.minutes),
  seed: Number(values.seed),
  speed: Number(values.speed),
  every: Number(values.every),
  rate: Number(values.rate),
  faultEvery: Number(values["fault-every"]),
  database: values.database === "embedded" ? "embedded" : "server",
  keep: values.keep ?? null,
  say: console.log,
});
const text = written(report);
console.log(`\n${text}`);
if (values.output !== undefined) await writeFile(values.output, text);
process.exitCode = wrongs(report).length === 0 ? 0 : 1;

function written(soaked: SoakReport): string {
  const { settings, polls, memory, faults } = soaked;
  const share = Math.min(1, polls.made / Math.max(1, polls.due));
  const tenth = Math.max(1, Math.floor(memory.length / 10));
  const rows: readonly (readonly [string, string | number])[] = [
    ["database", settings.database],
    ["feeds, polled every", `${settings.feeds}, ${settings.every} h of the world`],
    ["speed asked, held", `${settings.speed}, ${Math.round(settings.speed * share)}`],
    ["world time", `${Math.round((settings.minutes * settings.speed) / 60 / 24)} days in ${settings.minutes} minutes`],
    ["polls made, due, failed", `${polls.made}, ${polls.due}, ${polls.failed}`],
    [
      "faults",
      Object.entries(faults)
        .map(([kind, times]) => `${kind} ${times}`)
        .join(", "),
    ],
    ["alerts expected", soaked.expected],
    ["told", soaked.told],
    ["repeats under the same id", soaked.repeats],
    ["lost", soaked.lost.length],
    ["doubled", soaked.doubled.length],
    ["false", soaked.wrong.length],
    ["out of order", soaked.disordered.length],
    ["memory, first and last tenth", `${median(memory.slice(0, tenth))} MB, ${median(memory.slice(-tenth))} MB`],
    ["memory, most", `${Math.max(0, ...memory)} MB`],
  ];
  const options = `--feeds ${settings.feeds} --minutes ${settings.minutes} --seed ${settings.seed} --speed ${settings.speed} --every ${settings.every} --rate ${settings.rate} --fault-every ${settings.faultEvery} --database ${settings.database}`;
  return [
    `# Soak\n\n\`npm run soak -- ${options}\`\n`,
    "| what | figure |\n|---|---|",
    ...rows.map((row) => `| ${row.join(" | ")} |`),
    "",
    ...wrongs(soaked).map((line) => `- WRONG: ${line}`),
    "",
  ].join("\n");
}

function wrongs(soaked: SoakReport): readonly string[] {
  return [
    ...soaked.lost.map((title) => `lost: ${title}`),
    ...soaked.doubled.map((title) => `doubled: ${title}`),
    ...soaked.wrong.map((title) => `false: ${title}`),
    ...soaked.disordered.map((title) => `out of order: ${title}`),
    ...soaked.problems,
    ...soaked.complaints,
  ];
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
