import { createWorldClock } from "../src/world/clock.ts";
import { generateDocuments } from "../src/world/federal-register/generate.ts";
import { startWorld } from "../src/world/world.ts";

// A publisher in a process of its own, so that its work is not counted as ours. Says its address and waits to be ended.
const count = Number(process.argv[2]);
const clock = createWorldClock(Temporal.Instant.from("2026-03-20T15:00:00Z"));
const { documents } = generateDocuments({ seed: 1, count, from: "2026-03-16", perDay: Math.ceil(count / 4) });
const world = await startWorld({ clock, story: { federalRegister: { documents } } });
console.log(world.federalRegister.origin);
