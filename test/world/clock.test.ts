import { afterEach, expect, test } from "vitest";
import { createWorldClock } from "../../src/world/clock.ts";
import type { WorldClock } from "../../src/world/clock.ts";

const start = Temporal.Instant.from("2026-03-09T15:00:00Z");
let clock: WorldClock = createWorldClock(start);
afterEach(() => clock.stop());

test("stands still until it is stepped", async () => {
  clock = createWorldClock(start);
  expect(clock.now().toString()).toBe("2026-03-09T15:00:00Z");
  await clock.step({ hours: 1, minutes: 30 });
  expect(clock.now().toString()).toBe("2026-03-09T16:30:00Z");
});

test("runs actions in the order of their times, each at its own time, whatever the order they were asked for", async () => {
  clock = createWorldClock(start);
  const seen: string[] = [];
  const note = (name: string) => () => void seen.push(`${name} ${clock.now().toString()}`);
  clock.at(start.add({ hours: 2 }), note("second"));
  clock.at(start.add({ hours: 1 }), note("first"));
  clock.at(start.add({ hours: 2 }), note("third"));
  clock.at(start.add({ hours: 9 }), note("never"));
  await clock.step({ hours: 3 });
  expect(seen).toEqual(["first 2026-03-09T16:00:00Z", "second 2026-03-09T17:00:00Z", "third 2026-03-09T17:00:00Z"]);
});

test("waits for an action before it goes on to the next", async () => {
  clock = createWorldClock(start);
  const seen: string[] = [];
  clock.at(start.add({ hours: 1 }), async () => {
    await new Promise((resolve) => setImmediate(resolve));
    seen.push("slow");
  });
  clock.at(start.add({ hours: 1 }), () => void seen.push("quick"));
  await clock.step({ hours: 1 });
  expect(seen).toEqual(["slow", "quick"]);
});

test("an action can ask for another one on the same way", async () => {
  clock = createWorldClock(start);
  const seen: string[] = [];
  clock.at(start.add({ hours: 1 }), () => {
    clock.at(start.add({ hours: 2 }), () => void seen.push(clock.now().toString()));
  });
  await clock.step({ hours: 3 });
  expect(seen).toEqual(["2026-03-09T17:00:00Z"]);
});

test("a taken-back action does not run", async () => {
  clock = createWorldClock(start);
  let ran = false;
  const cancel = clock.at(start.add({ hours: 1 }), () => void (ran = true));
  cancel();
  await clock.step({ hours: 2 });
  expect(ran).toBe(false);
});

test("refuses to go back", async () => {
  clock = createWorldClock(start);
  await expect(clock.set(start.subtract({ hours: 1 }))).rejects.toThrow("cannot go back");
  await clock.set(start.add({ hours: 1 }));
  expect(clock.now().toString()).toBe("2026-03-09T16:00:00Z");
});

test("a failing action is reported to the one who moved the clock, and the clock goes on afterwards", async () => {
  clock = createWorldClock(start);
  clock.at(start.add({ hours: 1 }), () => {
    throw new Error("printing press on fire");
  });
  await expect(clock.step({ hours: 2 })).rejects.toThrow("printing press on fire");
  await clock.step({ hours: 2 });
  expect(Temporal.Instant.compare(clock.now(), start.add({ hours: 3 }))).toBeGreaterThanOrEqual(0);
});

test("sped up, passes its actions by itself and in order", async () => {
  clock = createWorldClock(start, 360_000);
  const seen: number[] = [];
  await new Promise<void>((resolve) => {
    clock.at(start.add({ hours: 10 }), () => {
      seen.push(10);
      resolve();
    });
    clock.at(start.add({ hours: 5 }), () => void seen.push(5));
  });
  expect(seen).toEqual([5, 10]);
  expect(Temporal.Instant.compare(clock.now(), start.add({ hours: 10 }))).toBeGreaterThanOrEqual(0);
});

test("stopped, keeps the time it had", () => {
  clock = createWorldClock(start, 3600);
  clock.stop();
  const then = clock.now();
  expect(clock.now().equals(then)).toBe(true);
});
