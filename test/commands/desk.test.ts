import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createDesk } from "../../src/commands/desk.ts";
import type { Actor, CommandCall, CommandName, Desk, Place, Reply } from "../../src/model/command.ts";
import { gatherDigest } from "../../src/pipeline/digest.ts";
import { upcoming } from "../../src/pipeline/upcoming.ts";
import { createWorldClock, type WorldClock } from "../../src/world/clock.ts";
import { quickStore, type TestStore } from "../support/database.ts";
import { openDeliveryDesk, type DeliveryDesk } from "../support/delivery-desk.ts";
import { createScriptedChannel, type ScriptedChannel } from "../support/scripted-channel.ts";

let house: TestStore;
let clock: WorldClock;
let scripted: ScriptedChannel;
let pipeline: DeliveryDesk;
let desk: Desk;
let nextId = 0;

const ada: Actor = {
  id: "slack:T1/ada",
  name: "Ada",
  isAdmin: false,
  destination: { channel: "scripted", address: "ada" },
};
const bob: Actor = { ...ada, id: "slack:T1/bob", name: "Bob" };
const general = place("general");
const elsewhere = { ...place("general"), tenant: "slack:T2" };

function place(name: string): Place {
  return { destination: { channel: "scripted", address: name }, tenant: "slack:T1", name: `#${name}`, isDirect: false };
}

beforeAll(async () => {
  house = await quickStore();
});
afterAll(() => house.close());
beforeEach(async () => {
  await house.reset();
  clock = createWorldClock(Temporal.Instant.from("2026-01-12T12:00:00Z"));
  scripted = createScriptedChannel(clock);
  pipeline = await openDeliveryDesk(house.store, clock, [scripted.channel]);
  desk = createDesk({
    store: house.store,
    clock,
    feeds: () => [
      {
        id: "fr/rules",
        title: "Rules",
        source: "federal-register",
        topics: ["export-controls", "ai-chips"],
        visibility: "public",
      },
      { id: "policies/acme", title: "Acme", source: "policy-page", topics: ["cloud-access"], visibility: "public" },
    ],
    lane: ({ address }) => `scripted:${address}`,
    newId: () => `id${String((nextId += 1)).padStart(4, "0")}`,
    digest: (wish) => gatherDigest(pipeline.services, wish),
    upcoming: (asked, days) => upcoming(pipeline.services, asked, days),
  });
});

function say(name: CommandName, text = "", given: Partial<CommandCall> = {}): Promise<Reply> {
  return desk.run({ name, text, options: {}, place: general, actor: ada, confirmed: false, ...given });
}

function sure(name: CommandName, text = "", given: Partial<CommandCall> = {}): Promise<Reply> {
  return say(name, text, { ...given, confirmed: true });
}

const actions = async () =>
  (await house.store.actions({ limit: 20 })).rows.map(({ actor, action }) => `${actor} ${action}`);
const here = () => house.store.subscriptions({ destination: general.destination });

test("watch says first what the last 30 days would have sent, and only then subscribes and says so", async () => {
  await pipeline.change("a");
  const asked = await say("watch", "topic:export-controls --min substantive --when weekly mon 08:00 America/New_York");
  expect(asked).toMatchObject({ kind: "confirm", changes: [{ documentId: "doc-fr/rules-a" }], more: 0 });
  expect(asked.lines.join("\n")).toContain("Of 1 changes of the last 30 days it would have told 1.");
  expect(await here()).toEqual([]);
  const done = await sure("watch", "topic:export-controls —min substantive --remind 24 --thread channel");
  expect(done).toMatchObject({ kind: "done", announce: expect.stringContaining("Ada") });
  expect(await here()).toMatchObject([
    {
      query: "topic:export-controls",
      minimum: "substantive",
      tenant: "slack:T1",
      createdBy: "slack:T1/ada",
      owner: ada.destination,
      options: { remindAfterHours: 24, thread: "channel" },
    },
  ]);
  expect(await sure("watch", "topic:export-controls")).toMatchObject({ kind: "mistake" });
});

test.each([
  ["topic:", /topic/],
  ["", /Give a query/],
  ["* --min terrible", /none of cosmetic/],
  ["* --when weekly someday 08:00 UTC", /weekday/],
])("a mistake (%s) is answered with what was understood and an example", async (text, understood) => {
  const reply = await sure("watch", text);
  expect(reply).toMatchObject({ kind: "mistake", example: expect.stringContaining("watch ") });
  expect(reply.lines.join(" ")).toMatch(understood);
});

test.each([
  [
    "topic:ai-chip",
    "There is no topic ai-chip: nothing is found by it until there is. The nearest: ai-chips, cloud-access, export-controls.",
  ],
  [
    "giraffe OR NOT feed:policies/acne",
    "There is no feed policies/acne: nothing is found by it until there is. The nearest: policies/acme, fr/rules.",
  ],
])(
  "a topic or a feed that is not there (%s) is not watched unknowingly: the nearest are named",
  async (query, said) => {
    for (const name of ["watch", "preview"] as const) expect((await say(name, query)).lines).toContain(said);
    expect(await sure("watch", query)).toMatchObject({ kind: "done" });
  },
);

test("all feeds of a folder can be watched", async () => {
  expect(await sure("watch", "feed:policies")).toMatchObject({ kind: "done" });
});

test("of a subscription whose feed is gone it is said, where it is tried", async () => {
  await pipeline.change("a");
  await sure("watch", "giraffe");
  const [subscription] = await here();
  const gone = { query: "feed:fr/gone" };
  await house.store.updateSubscription(subscription?.id ?? "", gone, "change", "ada", "2026-01-12T12:00:00.000Z");
  for (const name of ["preview", "test"] as const) {
    expect((await say(name, name === "preview" ? "1" : "")).lines[1]).toMatch(/^There is no feed fr\/gone:/);
  }
});

test.each([
  ["chips", "Words are found whole; chips* finds all that begin like that."],
  ["giraffe AND zebra", "A query that asks too much at once is the usual reason: try fewer words, or a topic."],
  ["kind:withdrawn", undefined],
])("where %s would have told nothing, only a reason that fits is given", async (query, hint) => {
  await pipeline.change("a");
  const [sentence, why] = (await say("preview", query)).lines;
  expect([sentence, why]).toEqual(["Of 1 changes of the last 30 days it would have told 0.", hint]);
});

test("list numbers what a place is told, and another tenant sees nothing of it", async () => {
  await sure("watch", "topic:ai-chips");
  await sure("watch", "agency:bis");
  const shown = await say("list");
  expect(shown.subscriptions?.map(({ subscription, health }) => [subscription.query, health])).toEqual([
    ["topic:ai-chips", "active"],
    ["agency:bis", "active"],
  ]);
  expect((await say("list", "", { place: elsewhere })).subscriptions).toEqual([]);
  expect((await say("list", "mine", { place: place("other") })).subscriptions).toHaveLength(2);
  expect((await say("list", "mine", { actor: bob })).subscriptions).toEqual([]);
});

test("unwatch ends one by its number, or all once that is confirmed", async () => {
  for (const query of ["topic:ai-chips", "agency:bis", "giraffe"]) await sure("watch", query);
  expect(await say("unwatch", "2")).toMatchObject({ kind: "done" });
  expect((await here()).map(({ query }) => query)).toEqual(["topic:ai-chips", "giraffe"]);
  expect(await say("unwatch", "7")).toMatchObject({ kind: "mistake" });
  expect(await say("unwatch", "all")).toMatchObject({ kind: "confirm" });
  expect(await sure("unwatch", "all", { place: elsewhere })).toMatchObject({ kind: "mistake" });
  expect(await sure("unwatch", "all")).toMatchObject({ kind: "done", announce: expect.any(String) });
  expect(await here()).toEqual([]);
  expect((await actions()).slice(0, 3)).toEqual(Array.from({ length: 3 }, () => "slack:T1/ada remove"));
});

test("what admins keep to themselves, only they and who made it change", async () => {
  await sure("watch", "topic:ai-chips --change admins");
  expect(await sure("unwatch", "1", { actor: bob })).toMatchObject({ kind: "mistake" });
  expect(await sure("mute", "1d", { actor: bob })).toMatchObject({ kind: "mistake" });
  expect(await sure("unwatch", "1", { actor: { ...bob, isAdmin: true } })).toMatchObject({ kind: "done" });
});

test("mute asks for confirmation and an end, is announced, and spares urgent changes unless that is said", async () => {
  await sure("watch", "*");
  expect(await say("mute", "")).toMatchObject({ kind: "mistake" });
  expect(await say("mute", "until 2020-01-01")).toMatchObject({ kind: "mistake" });
  expect(await say("mute", "1w")).toMatchObject({ kind: "confirm" });
  expect((await here())[0]?.options.mute).toBeNull();
  expect(await sure("mute", "1w")).toMatchObject({
    announce: expect.stringContaining("Urgent changes are told all the same"),
  });
  expect((await here())[0]?.options.mute).toEqual({ until: "2026-01-19T12:00:00.000Z", urgentToo: false, by: "Ada" });
  await pipeline.change("a");
  await pipeline.change("b", { change: { significance: "urgent" } });
  await pipeline.deliver();
  expect(scripted.taken).toHaveLength(1);
  await sure("mute", "until 2026-02-01 urgent");
  expect((await here())[0]?.options.mute).toMatchObject({ until: "2026-02-01T00:00:00.000Z", urgentToo: true });
  await sure("mute", "off");
  expect((await here())[0]?.options.mute).toBeNull();
  expect((await actions()).slice(0, 3)).toEqual(["slack:T1/ada unmute", "slack:T1/ada mute", "slack:T1/ada mute"]);
});

test("test sends a real change here alone, marked as a test, which nobody has to acknowledge", async () => {
  expect(await say("test")).toMatchObject({ kind: "mistake" });
  await sure("watch", "*", { place: place("other") });
  await sure("watch", "*");
  await pipeline.change("a");
  await pipeline.deliver();
  scripted.destinations.length = 0;
  expect(await say("test")).toMatchObject({ kind: "done" });
  await pipeline.deliver();
  expect(scripted.destinations).toEqual(["general"]);
  expect(await desk.waiting(general, 10)).toHaveLength(2);
});

test("acknowledging says who decided what to everybody at the tenant, and can be taken back", async () => {
  await sure("watch", "*");
  await sure("watch", "*", { place: place("other") });
  await pipeline.change("a");
  await pipeline.deliver();
  const [id = ""] = scripted.taken.map((message) => message.id);
  expect((await say("list")).subscriptions?.[0]).toMatchObject({
    unacknowledged: 1,
    lastSentAt: "2026-01-12T12:00:00.000Z",
  });
  const call = { deliveryId: id, decision: "action-needed", owner: "Bob", until: " ", note: null, actor: ada } as const;
  expect(await desk.acknowledge({ ...call, place: elsewhere })).toMatchObject({ kind: "mistake" });
  expect(await desk.acknowledge({ ...call, until: "2020-01-01", place: general })).toMatchObject({
    kind: "mistake",
    field: "until",
    lines: ["2020-01-01 has passed. Give a day to come, or none."],
  });
  expect(await desk.acknowledge({ ...call, place: general })).toMatchObject({ kind: "done" });
  await pipeline.deliver();
  expect(scripted.taken.map(({ text }) => JSON.parse(text) as unknown)).toMatchObject(
    Array.from({ length: 2 }, () => ({
      standing: { acknowledgement: { byName: "Ada", decision: "action-needed", owner: "Bob", until: null } },
    })),
  );
  expect(await desk.delivered(id, general)).toMatchObject({ standing: { acknowledgement: { byName: "Ada" } } });
  expect(await desk.delivered(id, elsewhere)).toBeNull();
  expect(await desk.waiting(general, 10)).toEqual([]);
  expect(await desk.unacknowledge(id, general, bob)).toMatchObject({ kind: "done" });
  await pipeline.deliver();
  expect(scripted.taken[0]?.text).toContain('"acknowledgement":null');
  expect((await actions()).slice(0, 2)).toEqual(["slack:T1/bob unacknowledge", "slack:T1/ada acknowledge"]);
});

test("follow subscribes the place to what the alert is about", async () => {
  await sure("watch", "*");
  const identifiers = {
    documentNumber: null,
    agencies: [],
    cfrReferences: [],
    docketIds: ["BIS-2025-0017"],
    rins: ["0694-AK11"],
    bills: [],
  };
  await pipeline.change("a", { change: { identifiers } });
  await pipeline.deliver();
  const id = scripted.taken[0]?.id ?? "";
  expect(await desk.follow(id, general, ada)).toMatchObject({ kind: "done" });
  expect((await here())[1]).toMatchObject({ query: 'rin:"0694-AK11" OR docket:"BIS-2025-0017"', minimum: "cosmetic" });
  expect(await desk.follow(id, elsewhere, ada)).toMatchObject({ kind: "mistake" });
});

test("the mute button asks first", async () => {
  await sure("watch", "*");
  await pipeline.change("a");
  await pipeline.deliver();
  const id = scripted.taken[0]?.id ?? "";
  expect(await desk.mute(id, "1d", general, ada, false)).toMatchObject({ kind: "confirm" });
  expect(await desk.mute(id, "1d", general, ada, true)).toMatchObject({ kind: "done" });
});

test("a digest on request holds what the place is told, and says how often was looked", async () => {
  await sure("watch", "topic:export-controls");
  await clock.step({ hours: 1 });
  await pipeline.change("a");
  await clock.step({ hours: 1 });
  expect((await say("digest", "7d")).digest).toMatchObject({
    from: "2026-01-05T14:00:00.000Z",
    threads: [{ changes: [{ documentId: "doc-fr/rules-a" }] }],
    counts: { substantive: 1 },
  });
  expect((await say("digest", "1d giraffe")).digest).toMatchObject({ threads: [], query: "giraffe" });
  expect(await say("digest", "0d")).toMatchObject({ kind: "mistake" });
});

test("deadlines are those of what is asked for", async () => {
  await pipeline.change("a");
  expect((await say("deadlines", "topic:export-controls")).deadlines).toMatchObject([{ date: "2026-02-04" }]);
  expect((await say("deadlines", "topic:other")).deadlines).toEqual([]);
});

test("suggestions complete what is typed, what begins with it first", async () => {
  await pipeline.change("a", {
    change: {
      identifiers: {
        documentNumber: null,
        agencies: ["Industry and Security Bureau"],
        cfrReferences: [],
        docketIds: [],
        rins: [],
        bills: ["hr2683-119"],
      },
    },
  });
  expect(await desk.suggest("topic", "c", general, 5)).toEqual(["cloud-access", "ai-chips", "export-controls"]);
  expect(await desk.suggest("agency", "security", general, 5)).toEqual(["Industry and Security Bureau"]);
  expect(await desk.suggest("bill", "hr", general, 5)).toEqual(["hr2683-119"]);
  expect(await desk.suggest("feed", "acme", general, 5)).toEqual(["policies/acme"]);
});

test("a place that could not be reached goes on as soon as it is mended", async () => {
  await sure("watch", "*");
  const [subscription] = await here();
  await house.store.setSubscriptionState(
    subscription?.id ?? "",
    "paused",
    "archived",
    "regwatch",
    "2026-01-12T12:00:00.000Z",
  );
  expect((await say("list", "mine")).subscriptions?.[0]?.health).toBe("paused: archived");
  expect((await say("list")).subscriptions?.[0]?.health).toBe("active");
  expect(await desk.mended(general)).toBe(0);
});

test("help names every command with an example", async () => {
  expect((await say("help")).lines.map((line) => line.split(":", 1)[0])).toEqual([
    "watch",
    "list",
    "unwatch",
    "preview",
    "digest",
    "mute",
    "deadlines",
    "test",
    "help",
  ]);
});

test("a command that there is not is named before the help, with the one that was probably meant", async () => {
  expect((await say("help", "hepl me")).lines.slice(0, 2)).toEqual([
    "There is no command hepl. Did you mean help?",
    expect.stringMatching(/^watch: /),
  ]);
  expect((await say("help", "subscriptions")).lines[0]).toBe("There is no command subscriptions.");
  expect((await say("help", "watch")).lines[0]).toMatch(/^watch: /);
});
