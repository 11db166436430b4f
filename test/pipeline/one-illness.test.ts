import { afterAll, beforeAll, expect, test } from "vitest";
import { toInstant } from "../../src/lib/time.ts";
import { createWakeUps, tick } from "../../src/pipeline/schedule.ts";
import { createWorldClock } from "../../src/world/clock.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";

const names = ["rules", "notices", "orders", "corrections"];
let receiver: WebhookReceiver;
let home: TestHouse;

beforeAll(async () => {
  receiver = await startWebhookReceiver();
  home = await openTestHouse(
    createWorldClock(Temporal.Instant.from("2026-03-09T16:00:00Z")),
    { news: [], federalRegister: { documents: [] } },
    {
      allow: [receiver.host],
      feeds: (origin, { congress }) => ({
        ...Object.fromEntries(names.map((name) => [`register/${name}`, registerFeed(name, origin)])),
        "congress/bills": `source: congress\ntitle: Bills\nparams: { baseUrl: "${congress.origin}", term: chips }\n`,
      }),
    },
  );
  await home.subscribe(`webhook:${receiver.url}`, "kind:health");
  await run({ minutes: 0 });
});
afterAll(async () => {
  await home.close();
  await receiver.close();
});

// Every other minute from now on, as the service does every minute: the tick, and what it rings for.
async function run(duration: { readonly minutes: number }): Promise<void> {
  const { services, stopping } = home.house;
  const wakeUps = createWakeUps(services, stopping);
  for (let minute = 0; minute <= duration.minutes; minute += 2) {
    if (minute > 0) await home.clock.step({ minutes: 2 });
    await tick(services);
    for (let round = 0; round < 2; round += 1) {
      for (const host of await services.store.dueHosts(toInstant(home.clock.now()))) await wakeUps.onHost(host);
    }
  }
  await home.deliver();
}

function registerFeed(name: string, origin: string): string {
  return `source: federal-register\ntitle: Register ${name}\nschedule: "*/15 * * * *"\nparams: { baseUrl: "${origin}", term: ${name} }\n`;
}

let heard = 0;
const told = () =>
  receiver.received.slice(heard).flatMap(({ body }) => {
    heard += 1;
    const notice = body["health"] as { state: string; feedTitle: string; feedIds?: readonly string[]; message: string };
    return [`${notice.state} ${notice.feedTitle}: ${notice.message}`.replaceAll(/127\.0\.0\.1:\d+/g, "host")];
  });

test("a host that is ill is one notice that names its feeds, and one more when it answers again", async () => {
  const heal = await home.world.fault({ publisher: "federal-register", does: { kind: "status", status: 503 } });
  await run({ minutes: 16 });
  const [notice = "", ...more] = told();
  expect(more).toEqual([]);
  expect(notice).toMatch(
    /^ill host \(4 feeds\): host answered 503 .*Not to be read: Register corrections, Register notices, /,
  );
  await run({ minutes: 4 });
  expect(told()).toEqual([]);
  await heal();
  await run({ minutes: 18 });
  expect(told()).toEqual([expect.stringMatching(/^recovered host \(\d feeds?\): It answers again: /)]);
});

test("when nothing at all can be reached, it is our own network, told once and taken back once", async () => {
  const heal = await home.world.fault({ does: { kind: "refused" } });
  await run({ minutes: 17 });
  expect(told()).toEqual([
    expect.stringMatching(
      /^ill regwatch's own network \(\d feeds\): No publisher can be reached; that is taken for a fault of the network here/,
    ),
  ]);
  await heal();
  await run({ minutes: 34 });
  expect(told()).toEqual([expect.stringMatching(/^recovered regwatch's own network/)]);
  const pulses = await home.house.services.store.pulses(toInstant(home.clock.now()));
  expect(pulses.filter(({ toldAs }) => toldAs !== null)).toEqual([]);
});
