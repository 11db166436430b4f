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
