import { expect, test } from "vitest";
import type { Sighting } from "../../src/model/source.ts";
import { congress } from "../../src/sources/congress.ts";
import { remoteComputeAct } from "../../src/world/stories/congress/remote-compute-act.ts";
import { capitol, pollCapitol, type Capitol } from "./support/capitol.ts";
import { memory, noBrowser } from "./support/poll.ts";

const at = "2026-03-10T12:00:00Z";
const nothing = { since: "2026-03-09", retry: [], backlog: [], looked: {}, batches: [], rereadOn: "2026-03-10" };

async function compare(
  own: Capitol,
  key: string | null,
  more: { readonly cursor?: object; readonly bills?: string[] } = {},
) {
  own.now = at;
  const { bills } = more;
  const asked = bills === undefined ? { term: '"remote compute"' } : { bills };
  const found = congress.reconcile({
    params: congress.params.parse({ baseUrl: "http://capitol.test", ...asked }),
    cursor: { ...nothing, ...more.cursor },
    baseline: false,
    now: () => Temporal.Instant.from(at),
    fetch: own.fetch,
    render: noBrowser,
    keys: key === null ? {} : { congress: key },
    known: new Map(),
    signal: new AbortController().signal,
  });
  const said: Sighting[] = [];
  for (;;) {
    const step = await found.next();
    if (step.done) return { said: said.map(({ kind, key: id }) => `${kind} ${id}`), ...step.value };
    said.push(step.value);
  }
}

test.each([
  ["api.congress.gov", "a-key"],
  ["the folders of the bulk data", null],
])("a bill that no list named is found by %s, day by day", async (_how, key) => {
  const own = capitol(remoteComputeAct);
  own.instead.set("/v3/bill/119?sort=", '{"bills":[],"pagination":{"count":0}}');
  own.instead.set("/rss/", "<rss><channel></channel></rss>");
  expect(await compare(own, key)).toEqual({
    said: ["captured hr99041-119"],
    from: "2026-03-03",
    to: "2026-03-10",
    published: 1,
    held: 1,
    found: 1,
  });
});

test("a bill that was looked into and is not the feed's is counted as held and not asked for again", async () => {
  const own = capitol(remoteComputeAct);
  const looked = { "hr99041-119": "a batch" };
  expect(await compare(own, null, { cursor: { looked } })).toMatchObject({ said: [], published: 1, held: 1, found: 0 });
  expect(own.requests.every(({ pathname }) => pathname.startsWith("/bulkdata/json/"))).toBe(true);
});

test("a list that falls short of its own count is read from its other end too", async () => {
  const own = capitol(remoteComputeAct);
  own.instead.set(
    "/v3/bill/119?toDateTime=2026-03-10T00%3A00%3A00Z&fromDateTime=2026-03-09T00%3A00%3A00Z&limit=250&sort=updateDate+asc",
    '{"bills":[],"pagination":{"count":1}}',
  );
  expect(await compare(own, "a-key")).toMatchObject({ said: ["captured hr99041-119"], published: 1, held: 1 });
});

test("folders that are something else are no comparison", async () => {
  const own = capitol(remoteComputeAct);
  own.instead.set("/bulkdata/json/", '{"status":"fine"}');
  await expect(compare(own, null)).rejects.toThrow(/BILLSTATUS\/119\/hr of govinfo cannot be read/);
});

test("of bills that are named, those that are known are counted", async () => {
  expect(await compare(capitol(), "a-key", { bills: ["hr1", "s2"] })).toMatchObject({ published: 2, held: 0 });
});

test.each([
  ["the newest date of the list", "a-key", "2026-03-09"],
  ["the newest batch of status files", null, "2026-03-09T19:20:00.000Z"],
])("a poll that searches tells as the publisher's sign of life %s", async (_what, key, newest) => {
  const polled = await pollCapitol(capitol(remoteComputeAct), memory(), at, { bills: [], term: "nothing" }, key);
  expect(polled).toMatchObject({ said: [], newest });
});
