import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorldClock } from "../../src/world/clock.ts";
import { quickStore, type TestStore } from "../support/database.ts";
import { openDeliveryDesk } from "../support/delivery-desk.ts";
import { createScriptedChannel } from "../support/scripted-channel.ts";
import { openWeb, type OpenWeb } from "../web/open-web.ts";

const clock = createWorldClock(Temporal.Instant.from("2026-01-12T12:00:00Z"));
const adminToken = "an-admin-token-of-some-length";
const headers = { authorization: `Bearer ${adminToken}` };

let house: TestStore;
let web: OpenWeb;
beforeAll(async () => {
  house = await quickStore();
  const desk = await openDeliveryDesk(house.store, clock, [createScriptedChannel(clock).channel]);
  await desk.subscribe("s1");
  for (const key of ["a", "b"]) await desk.change(key);
  web = await openWeb({ store: house.store, clock, adminToken, read: "public" });
});
afterAll(async () => {
  await web.close();
  await house.close();
});

const parameters = (
  "q feed source topic kind min since until thread document muted baseline cursor limit view month from to person subscription text part fold " +
  "before after word kinds version"
).split(" ");

/** What means something to SQL, to LIKE, to tsquery, to regular expressions, to paths, or to JSON. */
const tricks = [
  "'",
  "''; drop table changes; --",
  "' or '1'='1",
  "\\",
  "%",
  "_%\\",
  "a\\",
  '"',
  '"a\' & !b | (c <-> d):*"',
  "a:* & b",
  "!!",
  "<->",
  "$1",
  "$$",
  "${1}",
  "{}",
  "[]",
  "null",
  "NaN",
  "-1",
  "1e308",
  "9".repeat(40),
  "2026-13-45",
  "+275760-09-13",
  "\ud800",
  "\u{1F600}",
  "\u202e",
  "../../etc/passwd",
  "..%2f",
  "%",
  "(".repeat(60),
  "NOT ".repeat(60),
  "((((a) OR b) AND NOT c))",
  'cfr:"15 CFR \' 744"',
  "docket:'",
  "feed:%",
  "topic:a'b",
  "significance:>=',",
  "export*",
  "%*",
  "中'文%",
  "a ".repeat(900),
];
const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...tricks) },
  fc.string({ unit: "binary", maxLength: 40 }),
);
const query = fc
  .array(fc.oneof(value, fc.constantFrom("AND", "OR", "NOT", "(", ")", "agency:", "bill:", "rin:", "lang:", "kind:")), {
    maxLength: 8,
  })
  .map((parts) => parts.join(" "));

test("whatever is asked, by address or in the query language, is never an error of the database", async () => {
  const paths = web.paths.filter((path) => !path.includes("*"));
  const ask = fc.record({
    path: fc.constantFrom(...paths),
    id: fc.oneof(value, fc.constantFrom("s1", "doc-fr/rules-a", "fr/rules")),
    given: fc.dictionary(fc.constantFrom(...parameters), value, { maxKeys: 4 }),
    q: fc.option(query),
  });
  await fc.assert(
    fc.asyncProperty(ask, async ({ path, id, given, q }) => {
      const address = new URL(
        path.replaceAll(/:\w+(?:\{[^}]*\})?/g, () => encodeURIComponent(id.toWellFormed())),
        web.url,
      );
      for (const [name, text] of Object.entries(given)) address.searchParams.set(name, text);
      if (q !== null) address.searchParams.set("q", q);
      const before = web.errors.length;
      const answer = await fetch(address, { headers, redirect: "manual" });
      await answer.arrayBuffer();
      const errors = web.errors.slice(before);
      expect([address.href.slice(0, 300), answer.status < 500 || answer.status === 503, errors]).toEqual([
        address.href.slice(0, 300),
        true,
        [],
      ]);
    }),
    { numRuns: 250 },
  );
  expect((await house.sql("select count(*)::int as n from changes"))[0]).toEqual({ n: 2 });
});

test("what is too long is refused before it is looked at", async () => {
  const long = "x".repeat(10_000);
  expect((await web.get(`/?q=${long}`)).status).toBe(400);
  expect((await web.get(`/?feed=${long}`)).status).toBe(400);
  expect((await web.get(`/?q=${"x".repeat(30_000)}`)).status).toBe(431);
  const form = await fetch(`${web.url}/login`, {
    method: "POST",
    body: new URLSearchParams({ token: "x".repeat(300_000) }),
  });
  expect(form.status).toBe(413);
  const header = await fetch(web.url, { headers: { "x-long": "x".repeat(30_000) } });
  expect(header.status).toBe(431);
});
