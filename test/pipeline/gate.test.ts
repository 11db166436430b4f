import fc from "fast-check";
import { expect, test } from "vitest";
import { UnreachableError } from "../../src/model/errors.ts";
import { createGate } from "../../src/pipeline/gate.ts";

const noon = Temporal.Instant.from("2026-03-09T12:00:00Z");

function gateBookedIn(milliseconds: number) {
  const waits: number[] = [];
  const store = {
    reserveRequest: async () => noon.add({ milliseconds }).toString(),
    holdHost: async () => {},
  };
  const gate = createGate(store, { now: () => noon }, async (wait) => void waits.push(wait));
  return { gate, waits };
}

test("who is next in line waits", async () => {
  const { gate, waits } = gateBookedIn(2500);
  await gate.reserve("example.org:443");
  expect(waits).toEqual([2500]);
});

test("a host that wants to be left alone for long is not waited for", async () => {
  const { gate, waits } = gateBookedIn(7_200_000);
  await expect(gate.reserve("example.org:443")).rejects.toThrow(
    new UnreachableError("example.org:443 asked to be left alone until 2026-03-09T14:00Z; it is not asked before."),
  );
  expect(waits).toEqual([]);
});

test("what was booked by a clock that is set back is booked anew", async () => {
  let now = noon;
  const waits: number[] = [];
  const store = { reserveRequest: async (_host: string, at: string) => at, holdHost: async () => {} };
  const gate = createGate(store, { now: () => now }, async (wait) => void waits.push(wait));
  // The second books ahead.
  await gate.reserve("example.org:443");
  await gate.reserve("example.org:443");
  now = noon.subtract({ hours: 3 });
  await gate.reserve("example.org:443");
  await gate.reserve("example.org:443");
  expect(waits).toEqual([]);
});

const own = (host: string) => (host === "mirror.example:80" ? 200 : undefined);

test("the longer gap counts that a feed asks for, unless the host is one's own", async () => {
  const gaps: number[] = [];
  const store = {
    reserveRequest: async (_host: string, now: string, gap: number) => {
      gaps.push(gap);
      return now;
    },
    holdHost: async () => {},
  };
  const gate = createGate(store, { now: () => noon }, async () => {}, own);
  await gate.reserve("example.org:443");
  await gate.reserve("example.org:443", 5000);
  await gate.reserve("mirror.example:80", 5000);
  expect(gaps).toEqual([1000, 5000, 200]);
});

test("workers that ask a host all the time keep the gap between them, and ask the database less often than the host", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(1000, 200, 50),
      fc.array(fc.record({ worker: fc.nat(2), pause: fc.integer({ min: 0, max: 3000 }) }), { maxLength: 60 }),
      async (gap, asks) => {
        const host = "example.org:443";
        let now = noon;
        let booked = Number.NEGATIVE_INFINITY;
        let bookings = 0;
        const store = {
          reserveRequest: async (_host: string, at: string, least: number, count = 1) => {
            bookings += 1;
            const first = Math.max(booked + least, Temporal.Instant.from(at).epochMilliseconds);
            booked = first + (count - 1) * least;
            return Temporal.Instant.fromEpochMilliseconds(first).toString();
          },
          holdHost: async () => {},
        };
        const clock = { now: () => now };
        let waited = 0;
        const sleep = async (milliseconds: number) => void (waited = milliseconds);
        const gates = [0, 1, 2].map(() => createGate(store, clock, sleep, () => gap));
        const sent: number[] = [];
        for (const { worker, pause } of asks) {
          waited = 0;
          await gates[worker]?.reserve(host);
          sent.push(now.epochMilliseconds + waited);
          now = now.add({ milliseconds: Math.min(pause, waited + 40) });
        }
        const inOrder = sent.toSorted((a, b) => a - b);
        for (const [index, at] of inOrder.entries())
          if (index > 0) expect(at - (inOrder[index - 1] ?? 0)).toBeGreaterThanOrEqual(gap);
        expect(bookings).toBeLessThanOrEqual(asks.length);
      },
    ),
  );
});

test("what was booked ahead is not used once the host wants to be left alone", async () => {
  let bookings = 0;
  const store = {
    reserveRequest: async (_host: string, now: string) => {
      bookings += 1;
      return now;
    },
    holdHost: async () => {},
  };
  const gate = createGate(
    store,
    { now: () => noon },
    async () => {},
    () => 100,
  );
  for (let ask = 0; ask < 3; ask += 1) await gate.reserve("example.org:443");
  expect(bookings).toBe(2);
  await gate.hold("example.org:443", noon.add({ hours: 1 }));
  await gate.reserve("example.org:443");
  expect(bookings).toBe(3);
});
