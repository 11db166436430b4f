import { afterAll, beforeAll, expect, test } from "vitest";
import { toInstant } from "../../src/lib/time.ts";
import { createWakeUps, tick } from "../../src/pipeline/schedule.ts";
import { createWorldClock } from "../../src/world/clock.ts";
import { generateDocuments } from "../../src/world/federal-register/generate.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";

const names = ["one", "two", "three", "four"];
const [early, ...coming] = generateDocuments({ seed: 4, count: 7, from: "2026-03-09", perDay: 7 }).documents;
let receiver: WebhookReceiver;
let home: TestHouse;

beforeAll(async () => {
  receiver = await startWebhookReceiver();
  const clock = createWorldClock(Temporal.Instant.from("2026-03-09T16:00:00Z"));
  home = await openTestHouse(
    clock,
    { news: [], federalRegister: { documents: early === undefined ? [] : [early] } },
    {
      allow: [receiver.host],
      feeds: (origin, { congress }) => ({
        ...Object.fromEntries(names.map((name) => [`register/${name}`, registerFeed(name, origin)])),
        "congress/bills": `source: congress\ntitle: Bills\nparams: { baseUrl: "${congress.origin}", term: chips }\n`,
      }),
      // The real politeness, in the time of the world.
      fittings: { requestGap: () => 1000, sleep: (milliseconds) => clock.step({ milliseconds }) },
    },
  );
  await home.subscribe(`webhook:${receiver.url}`);
  await home.subscribe(`webhook:${receiver.url}`, "kind:health");
  await run(2);
});
afterAll(async () => {
  await home.close();
  await receiver.close();
});

function registerFeed(name: string, origin: string): string {
  return `source: federal-register\ntitle: Register ${name}\nschedule: "*/15 * * * *"\nparams: { baseUrl: "${origin}", agencies: [industry-and-security-bureau] }\n`;
}

// As the service does: the tick, what it rings for, and what is to be sent.
async function run(minutes: number): Promise<void> {
  const { services, stopping } = home.house;
  const wakeUps = createWakeUps(services, stopping);
  for (let minute = 0; minute < minutes; minute += 2) {
    await home.clock.step({ minutes: 2 });
    await tick(services);
    const now = toInstant(home.clock.now());
    for (const host of await services.store.dueHosts(now)) await wakeUps.onHost(host);
    await home.deliver();
  }
}

const notices = () =>
  receiver.received.flatMap(({ body }) => {
    const notice = body["health"] as { state: string; feedTitle: string } | undefined;
    return notice === undefined ? [] : [`${notice.state} ${notice.feedTitle}`];
  });
const told = () =>
  receiver.received.flatMap(({ body }) => body.changes.map((change) => String(change["documentNumber"])));

test("an hour without any network is one notice, its end another, and what came out meanwhile is told once, politely", async () => {
  expect(told()).toEqual([]);
  const heal = await home.world.fault({ does: { kind: "refused" } });
  for (const document of coming) {
    home.world.federalRegister.add(document);
    await run(10);
  }
  expect(notices()).toEqual([expect.stringMatching(/^ill regwatch's own network \(\d feeds\)$/)]);
  expect(told()).toEqual([]);
  await heal();
  const before = home.world.requests.length;
  await run(70);
  expect(notices().slice(1)).toEqual([expect.stringMatching(/^recovered regwatch's own network/)]);
  expect(told().toSorted()).toEqual(coming.map(({ number }) => number).toSorted());
  const states = await home.house.services.store.feedStates();
  expect(states.map(({ error }) => error)).toEqual(states.map(() => null));
  for (const [, asked] of Map.groupBy(home.world.requests.slice(before), ({ publisher }) => publisher)) {
    const times = asked.map(({ at }) => at.epochMilliseconds);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000);
  }
});
