import { expect, onTestFinished, test } from "vitest";
import type { Delivery, SendOutcome } from "../../../src/model/delivery.ts";
import { defaultOptions, type SubscriptionOptions } from "../../../src/model/subscription.ts";
import type { Channel as OurChannel } from "../../../src/model/channel.ts";
import { startDiscord, type Discord, type DiscordSettings } from "../../support/discord/discord.ts";
import { limited, refused, type Fault } from "../../support/discord/faults.ts";
import { openChannel } from "../../support/discord/open-channel.ts";
import { permissions, usualPermissions, type Channel } from "../../support/discord/state.ts";
import { exampleAlert, exampleChange, exampleDelivery } from "../../support/example-change.ts";

const context = { now: Temporal.Instant.from("2026-01-12T19:15:00Z"), publicUrl: "https://regwatch.example.org" };
const never = new AbortController().signal;
const posting = /POST \/channels\/\d+\/messages$/;

test("an alert is posted with a nonce that is the same for every attempt", async () => {
  const { channel, send } = await start();
  expect(await send()).toMatchObject({ kind: "sent", reference: `${channel.id}/${channel.messages[0]?.id}` });
  expect(await send()).toMatchObject({ kind: "sent" });
  expect(channel.messages).toHaveLength(1);
});

const losses: Readonly<Record<string, Fault>> = {
  "a reset connection": { kind: "reset", taken: true },
  "a 502": { kind: "status", status: 502, taken: true, body: "<html>Bad gateway</html>" },
  "a 500": { kind: "status", status: 500, taken: true, body: { message: "500: Internal Server Error", code: 0 } },
};
for (const [what, fault] of Object.entries(losses)) {
  test(`${what} after it was taken leaves it unknown after one request, and a look finds it`, async () => {
    const { discord, channel, send, look } = await start();
    discord.faults.script(posting, fault);
    expect((await send()).kind).toBe("unknown");
    expect(discord.rest.log.filter((line) => posting.test(line.split(" ").slice(0, 2).join(" ")))).toHaveLength(1);
    expect(await look()).toEqual({ kind: "sent", reference: `${channel.id}/${channel.messages[0]?.id}` });
    expect(channel.messages).toHaveLength(1);
  });
}

test("what was not taken is not found, and goes out when sent again", async () => {
  const { discord, channel, send, look } = await start();
  discord.faults.script(posting, { kind: "reset", taken: false });
  expect((await send()).kind).toBe("unknown");
  expect(await look()).toEqual({ kind: "absent" });
  expect((await send()).kind).toBe("sent");
  expect(channel.messages).toHaveLength(1);
});

test("a look finds the message under hundreds of others, long after Discord has forgotten the nonce", async () => {
  let now = Date.now();
  const { discord, guild, channel, send, look } = await start({ now: () => now });
  discord.faults.script(posting, { kind: "reset", taken: true });
  await send();
  const chatter = discord.person("bea");
  for (let at = 0; at < 250; at++) channel.messages.push({ ...chat(discord, channel, chatter.id), at: now });
  now += 60 * 60 * 1000;
  expect(guild.id).not.toBe("");
  expect(await look()).toMatchObject({ kind: "sent" });
});

test("where the history cannot be read, nothing is sent on a guess", async () => {
  const { discord, guild, send, look } = await start();
  discord.faults.script(posting, { kind: "reset", taken: true });
  await send();
  guild.permissions = usualPermissions & ~permissions.readHistory;
  expect(await look()).toMatchObject({
    kind: "pause",
    reason: expect.stringContaining("Read Message History") as string,
  });
});

test.each([
  [10_003, 404, "Unknown Channel", "pause"],
  [50_001, 403, "Missing Access", "pause"],
  [50_013, 403, "Missing Permissions", "pause"],
  [50_007, 403, "Cannot send messages to this user", "pause"],
  [160_005, 400, "Thread is locked", "pause"],
  [50_035, 400, "Invalid Form Body", "refused"],
  [240_000, 400, "Message blocked by harmful links filter", "refused"],
  [20_016, 429, "This action cannot be performed due to slowmode rate limit", "retry"],
  [0, 503, "Service unavailable", "unknown"],
] as const)("Discord's %i is settled at the first answer", async (code, status, message, kind) => {
  const { discord, send } = await start();
  discord.faults.script(posting, refused(status, code, message));
  const outcome = await send();
  expect(outcome.kind).toBe(kind);
  if ("reason" in outcome) expect(outcome.reason).not.toContain("\n");
  expect(discord.rest.log.filter((line) => line.startsWith("POST"))).toHaveLength(1);
});

test.each(["user", "shared", "global"] as const)(
  "a %s limit is waited for to the second, and not by a worker",
  async (scope) => {
    const { discord, channel, send } = await start();
    discord.faults.script(posting, limited(37.2, scope));
    expect(await send()).toMatchObject({ kind: "retry", afterSeconds: 38 });
    expect(channel.messages).toHaveLength(0);
  },
);

test("a refused token stops every request, and nothing leads towards being shut out", async () => {
  const { discord, send } = await start();
  discord.faults.chance = () => refused(401, 0, "401: Unauthorized");
  for (let at = 0; at < 50; at++) expect((await send()).kind).toBe("retry");
  expect(discord.rest.invalid()).toBe(1);
});

test("Discord that cannot be reached has taken nothing", async () => {
  const { discord, send } = await start();
  await discord.close();
  expect((await send()).kind).toBe("retry");
});

test("bursts keep to the channel's bucket without a single 429", async () => {
  const { discord, channel, send } = await start({ rates: { perBucket: 3, windowMs: 300, perSecond: 50 } });
  for (let at = 0; at < 8; at++) expect((await send({ id: `d${at}` })).kind).toBe("sent");
  expect(channel.messages).toHaveLength(8);
  expect(discord.rest.invalid()).toBe(0);
});

test("a follow-up stands in a thread under the first message, which is begun once", async () => {
  const { discord, channel, send } = await start();
  const first = await send();
  const parent = first.kind === "sent" ? (first.reference ?? null) : null;
  await send({ id: "second", parent });
  await send({ id: "third", parent });
  expect(channel.messages).toHaveLength(1);
  const thread = discord.state.channels.get(channel.messages[0]?.id ?? "");
  expect(thread?.messages).toHaveLength(2);
  expect(thread?.name).toContain("Export Controls");
});

test("a follow-up in a thread is found there when its answer was lost", async () => {
  const { discord, channel, send, look } = await start();
  const first = await send();
  const parent = first.kind === "sent" ? (first.reference ?? null) : null;
  await send({ id: "second", parent });
  discord.faults.script(posting, { kind: "reset", taken: true });
  expect((await send({ id: "third", parent })).kind).toBe("unknown");
  const thread = discord.state.channels.get(channel.messages[0]?.id ?? "");
  expect(await look({ id: "third", parent })).toEqual({
    kind: "sent",
    reference: `${thread?.id}/${thread?.messages[1]?.id}`,
  });
});

test("a follow-up for thread and channel stands in the thread, and one line of the channel leads there", async () => {
  const { discord, channel, send, look } = await start({}, { thread: "both" });
  const first = await send();
  const parent = first.kind === "sent" ? (first.reference ?? null) : null;
  discord.faults.script(/GET \/channels\/\d+$/, { kind: "reset", taken: false });
  expect((await send({ id: "second", parent })).kind).toBe("unknown");
  expect((await look({ id: "second", parent })).kind).toBe("sent");
  expect((await look({ id: "second", parent })).kind).toBe("sent");
  expect(channel.messages).toHaveLength(2);
  const thread = discord.state.channels.get(channel.messages[0]?.id ?? "");
  expect(channel.messages[1]?.body["content"]).toContain(`/${thread?.id}/${thread?.messages[0]?.id}`);
});

test("a message whose editors' desk is gone stands once, however often it is tried, and long after its nonce", async () => {
  let now = Date.now();
  const { channel, send, look } = await start({ now: () => now }, { publish: "hold", desk: "100000000000000001" });
  expect((await send()).kind).toBe("unknown");
  for (let at = 0; at < 2; at++) {
    now += 60 * 60 * 1000;
    expect(await look()).toMatchObject({ kind: "pause" });
  }
  expect(channel.messages).toHaveLength(1);
});

test("a follow-up whose thread is locked or whose first message is gone stands in the channel", async () => {
  const { discord, channel, send } = await start();
  const first = await send();
  const parent = first.kind === "sent" ? (first.reference ?? null) : null;
  await send({ id: "second", parent });
  const thread = discord.state.channels.get(channel.messages[0]?.id ?? "");
  if (thread) thread.isLocked = true;
  expect((await send({ id: "third", parent })).kind).toBe("sent");
  expect(channel.messages).toHaveLength(2);
  channel.messages.splice(0, 1);
  if (thread) discord.state.channels.delete(thread.id);
  expect((await send({ id: "fourth", parent })).kind).toBe("sent");
});

test("a person is told in a direct conversation, and a closed one pauses", async () => {
  const { discord, send } = await start();
  const ada = discord.person("ada");
  const destination = { channel: "discord", address: `user:${ada.id}` };
  expect((await send({ destination })).kind).toBe("sent");
  discord.state.closed.add(ada.id);
  expect(await send({ id: "second", destination })).toMatchObject({ kind: "pause" });
});

test("an acknowledged alert is changed where it stands, and changing it twice changes nothing", async () => {
  const { channel, send, amend } = await start();
  const sent = await send();
  const reference = sent.kind === "sent" ? (sent.reference ?? "") : "";
  const standing = {
    acknowledgement: {
      by: "discord:1",
      byName: "Ada",
      at: "2026-01-12T20:00:00.000Z",
      decision: "no-impact",
      owner: null,
      until: null,
      note: null,
    },
    retracted: null,
  } as const;
  for (let at = 0; at < 2; at++) expect((await amend(reference, { standing })).kind).toBe("sent");
  expect(channel.messages).toHaveLength(1);
  expect(channel.messages[0]?.body["content"]).toContain("Acknowledged by Ada");
});

function chat(discord: Discord, channel: Channel, authorId: string): Channel["messages"][number] {
  return {
    id: discord.state.newId(),
    channelId: channel.id,
    authorId,
    at: 0,
    body: { content: "I see." },
    files: [],
    editedAt: null,
    isPublished: false,
    nonce: null,
    seenBy: null,
  };
}

async function start(settings: DiscordSettings = {}, options: Partial<SubscriptionOptions> = {}) {
  const discord = await startDiscord(settings);
  onTestFinished(() => discord.close());
  const guild = discord.join("Newsroom");
  const channel = discord.channel(guild, "rules");
  const ours = openChannel(discord);
  const began = new Date(settings.now?.() ?? Date.now()).toISOString();
  const delivery = (extra: Partial<Delivery>): Delivery => {
    const destination = extra.destination ?? ours.destination(channel.id);
    const base = exampleDelivery(exampleAlert(exampleChange()), {
      destination,
      options: { ...defaultOptions, ...options },
    });
    return { ...base, destination, createdAt: began, ...extra };
  };
  const rendered = (one: Delivery): unknown => ours.render(one.alert, one, context);
  return {
    discord,
    guild,
    channel,
    send: (extra: Partial<Delivery> = {}): Promise<SendOutcome> => {
      const one = delivery(extra);
      return ours.send(rendered(one), one, never);
    },
    look: (extra: Partial<Delivery> = {}) =>
      (ours.look as NonNullable<OurChannel["look"]>).at(
        delivery({ ...extra, state: "unknown" }),
        { beganAt: began, triedSince: began, looks: 0 },
        never,
      ),
    amend: (reference: string, extra: Partial<Delivery> = {}) => {
      const one = delivery(extra);
      return (ours.amend as NonNullable<OurChannel["amend"]>)(rendered(one), reference, one, never);
    },
  };
}
