import { afterEach, beforeEach, expect, test } from "vitest";
import { toInstant } from "../../src/lib/time.ts";
import { RegwatchError, StoreAwayError } from "../../src/model/errors.ts";
import type { Source } from "../../src/model/source.ts";
import { pollFeed } from "../../src/pipeline/poll.ts";
import type { Services } from "../../src/pipeline/services.ts";
import { createWorldClock } from "../../src/world/clock.ts";
import { brittleSource } from "../support/brittle-source.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";

let home: TestHouse;
const away = new StoreAwayError("The database cannot be used just now: terminating connection");

beforeEach(async () => {
  home = await openTestHouse(
    createWorldClock(Temporal.Instant.from("2026-03-09T12:00:00Z")),
    {},
    {
      feeds: () => ({ pages: "source: brittle\ntitle: Pages\nparams: { file: none }\n" }),
      fittings: { sources: [brittleSource] },
    },
  );
});
afterEach(() => home.close());

/** Sources tell what one page has against being read, and go on with the others. */
const tolerant: typeof brittleSource = {
  ...brittleSource,
  async *poll({ fetch, now }) {
    for (const key of ["a", "b"]) {
      const url = `https://brittle.invalid/${key}`;
      let text = `The line of ${key}.`;
      try {
        await fetch(url);
      } catch (error) {
        if (!(error instanceof RegwatchError)) throw error;
        text = `${key} could not be read.`;
      }
      const body = new TextEncoder().encode(text);
      const fetchedAt = toInstant(now());
      const response = { url, finalUrl: url, status: 200, headers: {}, redirects: [], body, fetchedAt };
      yield { kind: "captured", key, state: null, parts: [{ role: "page", response }] };
    }
    return { cursor: "moved on" };
  },
};

const now = () => toInstant(home.clock.now());
const state = async () => (await home.house.services.store.feedState("pages")) ?? expect.fail("no such feed");

const answered = async () => ({}) as never;

async function poll(changed: Partial<Services>, signal = home.house.stopping) {
  const services = { ...home.house.services, sources: new Map([["brittle", tolerant as Source]]), ...changed };
  const claimed = (await services.store.claimFeed("pages", services.worker, now(), 120)) ?? expect.fail("it is held");
  return pollFeed(services, claimed, signal);
}

test("where the database goes away under a source that bears with single pages, nothing of the poll stands", async () => {
  const fetch = async (url: string) => {
    if (url.endsWith("b")) throw away;
    return {} as never;
  };
  await expect(poll({ fetch })).rejects.toBe(away);
  expect(await state()).toMatchObject({ documents: 1, cursor: null, lastOkAt: null, error: null, failures: 0 });
  expect(await poll({ fetch: answered })).toMatchObject({ error: null, changes: 1 });
});

test("where the service stops under such a source, nothing of the poll stands either", async () => {
  const stop = new AbortController();
  const fetch = async () => {
    stop.abort();
    throw new RegwatchError("it was stopped");
  };
  await poll({ fetch }, stop.signal);
  expect(await state()).toMatchObject({ documents: 0, cursor: null, lastOkAt: null, error: null });
});

test("what a database that goes away interrupts counts against no document and against no feed", async () => {
  const { store } = home.house.services;
  await store.claimFeed("pages", "doomed", now(), 60);
  await home.clock.step({ minutes: 5 });
  const failing = new Proxy(store, {
    get: (target, name): unknown => (name === "record" ? () => Promise.reject(away) : Reflect.get(target, name)),
  });
  for (let time = 0; time < 5; time += 1) {
    await expect(poll({ fetch: answered, store: failing })).rejects.toBe(away);
    expect(await state()).toMatchObject({ interruptions: 1, failedReadings: [], error: null });
  }
  expect(await poll({ fetch: answered })).toMatchObject({ error: null, changes: 2, warnings: [] });
});

test("a worker that comes back to its own feed, whose lease it could not give back, has not ended", async () => {
  const { store, worker } = home.house.services;
  await store.claimFeed("pages", worker, now(), 60);
  await home.clock.step({ minutes: 5 });
  expect(await store.claimFeed("pages", worker, now(), 60)).toMatchObject({ interruptions: 0 });
  await home.clock.step({ minutes: 5 });
  expect(await store.claimFeed("pages", "another", now(), 60)).toMatchObject({ interruptions: 1 });
});
