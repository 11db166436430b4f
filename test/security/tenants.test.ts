import { afterAll, beforeAll, expect, test } from "vitest";
import { createDesk } from "../../src/commands/desk.ts";
import { commandNames, type Actor, type Desk, type Place, type Reply } from "../../src/model/command.ts";
import { gatherDigest } from "../../src/pipeline/digest.ts";
import { upcoming } from "../../src/pipeline/upcoming.ts";
import { createWorldClock } from "../../src/world/clock.ts";
import { quickStore, type TestStore } from "../support/database.ts";
import { openDeliveryDesk, type DeliveryDesk } from "../support/delivery-desk.ts";
import { createScriptedChannel, type ScriptedChannel } from "../support/scripted-channel.ts";

const clock = createWorldClock(Temporal.Instant.from("2026-01-12T12:00:00Z"));
const feeds = [
  {
    id: "fr/rules",
    title: "Rules",
    source: "federal-register",
    topics: ["export-controls"],
    visibility: "public" as const,
  },
  {
    id: "house/matter-umbrella",
    title: "M",
    source: "policy-page",
    topics: ["umbrella"],
    visibility: "private" as const,
  },
];

let house: TestStore;
let scripted: ScriptedChannel;
let pipeline: DeliveryDesk;
let desk: Desk;
let nextId = 0;

const theirs = place("theirs", "slack:T1");
const ours = place("ours", "slack:T2");
const own = place("own", "local");
const ada: Actor = { id: "slack:T1/ada", name: "Ada", isAdmin: true, destination: null };
const eve: Actor = { id: "slack:T2/eve", name: "Eve", isAdmin: true, destination: null };

function place(name: string, tenant: string): Place {
  return { destination: { channel: "scripted", address: name }, tenant, name: `#${name}`, isDirect: false };
}

beforeAll(async () => {
  house = await quickStore();
  scripted = createScriptedChannel(clock);
  pipeline = await openDeliveryDesk(house.store, clock, [scripted.channel]);
  desk = createDesk({
    store: house.store,
    clock,
    feeds: () => feeds,
    lane: ({ address }) => `scripted:${address}`,
    newId: () => `id${(nextId += 1)}`,
    digest: (wish) => gatherDigest(pipeline.services, wish),
    upcoming: (asked, days) => upcoming(pipeline.services, asked, days),
  });
});
afterAll(() => house.close());

function say(name: (typeof commandNames)[number], text: string, at: Place, actor: Actor, options = {}): Promise<Reply> {
  return desk.run({ name, text, options, place: at, actor, confirmed: true });
}

/** Everything of the first tenant that a decision could touch. */
async function stateOfTheirs() {
  const { store } = house;
  const subscriptions = await store.subscriptions({ tenant: theirs.tenant });
  return {
    subscriptions,
    waiting: (await desk.waiting(theirs, 50)).map(({ deliveryId }) => deliveryId),
    decided: (await house.sql("select * from acknowledgements where tenant = 'slack:T1'")).length,
  };
}

test("no command and no button of one tenant shows or changes what is another's", async () => {
  await say("watch", "giraffe OR topic:export-controls", theirs, ada);
  await pipeline.change("a", { extraction: { title: "About a giraffe" }, change: { title: "About a giraffe" } });
  await pipeline.deliver();
  const before = await stateOfTheirs();
  const [subscription] = before.subscriptions;
  const [deliveryId = ""] = before.waiting;
  expect([before.subscriptions.length, deliveryId === ""]).toEqual([1, false]);

  const ids = [subscription?.id ?? "", deliveryId, "1", "all", "mine", theirs.destination.address];
  const said: unknown[] = [];
  for (const name of commandNames) {
    for (const id of ids) {
      said.push(await say(name, id, ours, eve), await say(name, "", ours, eve, { id }));
      said.push(await say(name, `${id} --id ${subscription?.id ?? ""}`, ours, eve));
    }
    // What the tries themselves made there is not asked about.
    for (const { id } of await house.store.subscriptions({ tenant: ours.tenant }))
      await house.store.removeSubscription(id, "test", "2026-01-12T12:00:00.000Z");
  }
  for (const reply of said) expect(JSON.stringify(reply)).not.toMatch(/giraffe OR|#theirs|Ada/);

  const decision = { decision: "no-impact", owner: null, until: null, note: null } as const;
  const refusals = [
    await desk.acknowledge({ ...decision, deliveryId, place: ours, actor: eve }),
    await desk.unacknowledge(deliveryId, ours, eve),
    await desk.follow(deliveryId, ours, eve),
    await desk.mute(deliveryId, "1w", ours, eve, true),
  ];
  for (const reply of refusals) expect(reply).toEqual({ kind: "mistake", lines: ["That alert is not known here."] });
  expect(await desk.delivered(deliveryId, ours)).toBeNull();
  expect(await desk.waiting(ours, 50)).toEqual([]);
  expect(await desk.suggest("subscription", "", ours, 50)).toEqual([]);
  expect(await stateOfTheirs()).toEqual(before);
  expect(await desk.delivered(deliveryId, theirs)).not.toBeNull();
});

test("a private feed is told to those whom the operator subscribed, and shown to no workspace that let itself in", async () => {
  await house.reset();
  pipeline = await openDeliveryDesk(house.store, clock, [scripted.channel]);
  await say("watch", "*", ours, eve, { remind: "7d" });
  await say("watch", "*", own, ada);
  const before = scripted.destinations.length;
  await pipeline.change("secret", {
    change: { visibility: "private", title: "Matter umbrella" },
    extraction: { title: "Matter umbrella" },
  });
  await house.sql("update feeds set visibility = 'private'");
  await pipeline.deliver();
  expect(scripted.destinations.slice(before)).toEqual(["own"]);

  const shown: unknown[] = [];
  for (const name of ["preview", "digest", "deadlines", "list", "test"] as const) {
    for (const text of ["", "umbrella", "*"]) shown.push(await say(name, text, ours, eve));
  }
  for (const what of ["topic", "feed", "source", "agency", "bill"] as const)
    shown.push(await desk.suggest(what, "", ours, 50));
  expect(JSON.stringify(shown)).not.toMatch(/Matter umbrella|matter-umbrella/);
  expect(await say("preview", "umbrella", own, ada)).toMatchObject({ changes: [{ title: "Matter umbrella" }] });
  expect(await desk.suggest("feed", "umbrella", own, 5)).toEqual(["house/matter-umbrella"]);
});

test("a place has a hundred subscriptions at most", async () => {
  await house.reset();
  for (let index = 0; index < 100; index += 1)
    await pipeline.subscribe(`s${index}`, { destination: ours.destination, tenant: ours.tenant, query: `w${index}` });
  expect(await say("watch", "one more", ours, eve)).toMatchObject({
    kind: "mistake",
    lines: [expect.stringContaining("#ours has 100 subscriptions already")],
  });
  expect(await say("watch", "one more", own, ada)).toMatchObject({ kind: "done" });
});
