import { createInterface } from "node:readline";
import { createWorldClock } from "../src/world/clock.ts";
import type { ProviderPage } from "../src/world/provider/page.ts";
import { startWorld } from "../src/world/world.ts";

// Policy pages in a process of their own, so that their work is not counted as anybody's. Says its address; each line on standard input
// puts up the next version of every page.
const count = Number(process.argv[2]);
const clauses = 120;

const pages: readonly ProviderPage[] = Array.from({ length: count }, (_, at) => ({
  path: `/terms-${at}`,
  title: `Terms ${at}`,
  cached: at % 2 === 1,
  versions: [{ text: termsOf(at, 1) }],
}));

const world = await startWorld({
  clock: createWorldClock(Temporal.Instant.from("2026-03-20T15:00:00Z")),
  story: { provider: { pages } },
});
console.log(world.provider.origin);
let version = 1;
for await (const line of createInterface(process.stdin)) {
  version += 1;
  for (const [at, { path }] of pages.entries()) world.provider.publish(path, { text: termsOf(at, version) });
  console.log(`${line} ${version}`);
}

function termsOf(at: number, version: number): string {
  const lines = Array.from({ length: clauses }, (_, clause) => {
    const days = clause === at % clauses ? 30 + version : 30;
    return `${clause + 1}. The customer of service ${at} must keep records under clause ${clause + 1} for ${days} days after the end of the term, and give them to the provider on written request unless the law of the place where they are kept forbids it.`;
  });
  return ["# Terms", "Last updated: March 1, 2026", ...lines].join("\n");
}
