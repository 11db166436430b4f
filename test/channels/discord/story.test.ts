import { afterEach, beforeEach, expect, test } from "vitest";
import { tick } from "../../../src/pipeline/schedule.ts";
import { retract } from "../../../src/pipeline/retract.ts";
import { createWorldClock } from "../../../src/world/clock.ts";
import { easternTime } from "../../../src/world/federal-register/document.ts";
import { demoStart, demoStory } from "../../../src/world/stories/demo.ts";
import { openDiscordHouse, until, type DiscordHouse } from "../../support/discord/discord-house.ts";
import type { Reaction } from "../../support/discord/interactions.ts";
import { checkMessage } from "../../support/discord/limits.ts";
import { buttonsOf } from "../../support/discord/people.ts";
import { markIn, readerSees } from "../../support/discord/reading.ts";
import { addChannel, type Channel, type Json, type Message } from "../../support/discord/state.ts";

let home: DiscordHouse;

beforeEach(async () => {
  home = await openDiscordHouse(createWorldClock(demoStart), demoStory);
});
afterEach(async () => {
  await home.close();
});

const at = async (date: string, time: string): Promise<void> => {
  await home.clock.set(Temporal.Instant.from(easternTime(date, time)));
  await home.check();
};

test("a server invites regwatch, watches, is told once, decides, follows up, mutes, and throws it out", async () => {
  const { ada, bob, discord, guild } = home;
  const rules = discord.channel(guild, "export-rules");

  // The first look is a baseline and tells nobody.
  await home.check();
  expect(rules.messages).toEqual([]);

  // Who may not manage the server is not shown the command; who may is helped along while typing.
  await expect(bob.command(rules, "watch", { query: "chips" })).rejects.toThrow("not shown");
  expect(await ada.suggestions(rules, "watch", "query", "chips AND topic:exp")).toContain(
    "chips AND topic:export-controls",
  );
  expect(await ada.suggestions(rules, "watch", "query", "feed:")).toContain("feed:federal-register/bis");

  // She sees what it would have sent, for herself alone, and says yes.
  const asked = await ada.command(rules, "watch", { query: "topic:export-controls", min: "editorial" });
  expect(asked.isEphemeral).toBe(true);
  expect(said(asked)).toContain("To be told in #export-rules: “topic:export-controls”");
  const confirmed = await ada.press(last(asked), "Yes");
  expect(said(confirmed)).toContain("is told from now on");
  await until(() => seen(rules).length > 0, "the announcement");
  expect(seen(rules).map(({ body }) => readerSees(String(body["content"])))).toEqual([
    "ada has this place told of “topic:export-controls”, at least editorial, at once.",
  ]);

  // A rule is filed: one alert.
  await at("2026-03-09", "11:20");
  await at("2026-03-09", "11:40");
  const [alert] = alerts(rules);
  if (!alert) throw new Error("There is no alert.");
  expect(alerts(rules)).toHaveLength(1);
  expect(JSON.stringify(alert.body)).not.toContain("127.0.0.1:3000");

  // Where nobody can reach our pages, the redline is handed over in Discord, to the caller alone.
  const redline = await bob.press(alert, "Show the redline");
  expect(redline.isEphemeral).toBe(true);
  expect(last(redline).files.map(({ name }) => name)).toEqual([expect.stringMatching(/\.html$/)]);
  expect(new TextDecoder().decode(last(redline).files[0]?.text)).toContain("<!doctype html>");

  // Bob decides what it means; the message says so for everybody, and he takes it back.
  const { modal } = await bob.press(alert, "Acknowledge");
  if (!modal) throw new Error("There is no form.");
  const fields = {
    decision: "action-needed",
    owner: "Legal",
    until: "2026-04-01",
    note: "Check @everyone's licences.",
  };
  expect(said(await bob.submit(rules, modal, fields, alert))).not.toContain("⚠️");
  await home.deliver();
  expect(alerts(rules)).toHaveLength(1);
  expect(readerSees(String(alert.body["content"]))).toMatch(/Acknowledged by bob .*: action needed · owner Legal/);
  await bob.press(alert, "Take back");
  await home.deliver();
  expect(String(alert.body["content"])).not.toContain("Acknowledged by");

  // The week goes on; what belongs to the first alert stands under it.
  await week();
  const threads = [...discord.state.channels.values()].filter(({ kind }) => kind === "thread");
  expect(threads.length).toBeGreaterThan(0);
  for (const { id } of threads) expect(alerts(rules).some((message) => message.id === id)).toBe(true);
  const ids = [rules, ...threads].flatMap(alerts).map(markIn);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThan(3);

  // Commands.
  expect(said(await ada.command(rules, "list"))).toContain("topic:export-controls");
  expect(said(await ada.command(rules, "preview", { query: "topic:export-controls" }))).toMatch(/would have/);
  expect(said(await ada.command(rules, "deadlines"))).toContain("<t:");
  expect(said(await ada.command(rules, "help"))).toContain("watch");
  expect(said(await ada.command(rules, "digest", { period: "7d" }))).toMatch(/change/);
  expect(said(await ada.command(rules, "watch", { query: "topic:" }))).toContain("For example: /regwatch watch");
  const before = alerts(rules).length;
  await ada.command(rules, "test");
  await home.deliver();
  expect(alerts(rules).length).toBe(before + 1);
  expect(readerSees(String(alerts(rules).at(-1)?.body["content"]))).toContain("Test");

  // A longer query has a form of its own.
  const form = await ada.command(rules, "watch");
  if (!form.modal) throw new Error("There is no form.");
  const filled = await ada.submit(rules, form.modal, {
    query: `topic:ai-chips AND (${"export OR ".repeat(80)}import)`,
  });
  expect(said(filled)).toContain("To be told in");
  expect(said(await ada.press(last(filled), "No"))).toContain("Nothing was changed.");

  // A mute asks for its end, is announced, and holds back what is not urgent.
  const refused = await bob.press(last(await bob.press(alert, "Mute")), "A week");
  expect(said(refused)).toContain("may be changed by admins alone");
  expect(said(await bob.press(alert, "Follow"))).toContain("Only who manages");
  const mute = await ada.press(alert, "Mute");
  const span = await ada.press(last(mute), "A week");
  expect(said(span)).toContain("about to be muted");
  await ada.press(last(mute), "Yes");
  await until(() => isTold(rules, "ada muted"), "the mute");

  // The channel is deleted: the subscription pauses at the first refusal, and its owner is told once.
  await ada.command(rules, "mute", { until: "off" });
  await until(() => isTold(rules, "ada ended the mute"), "the end of the mute");
  discord.deleteChannel(rules);
  await at("2026-03-16", "14:00");
  await at("2026-03-17", "14:00");
  expect((await subscriptions()).map(({ state }) => state)).toContain("paused");
  await home.deliver();
  const direct = [...discord.state.channels.values()].find(({ withUser }) => withUser === ada.id);
  expect(direct?.messages.map(({ body }) => readerSees(String(body["content"])))).toEqual([
    expect.stringContaining("The channel is gone."),
  ]);

  discord.kick(guild);
  expect(discord.interactions.complaints).toEqual([]);
  expect(discord.rest.log.filter((line) => / (401|403|429)$/.test(line))).toEqual([]);
  for (const { messages } of discord.state.channels.values())
    for (const message of messages) expect(problemsOf(message)).toBeNull();
}, 120_000);

test("a newsroom publishes: by itself, by an editor's press, and the eleventh waits for its hour", async () => {
  const { ada, bob, discord, guild } = home;
  const news = discord.channel(guild, "news", "announcement");
  await home.check();

  // In an announcement channel the question is asked.
  const asked = await ada.command(news, "watch", { query: "topic:export-controls" });
  expect(said(asked)).toContain("Are messages to be published");
  await ada.press(last(asked), "By an editor");
  await ada.press(last(asked), "Yes");
  expect((await subscriptions())[0]?.options.publish).toBe("hold");

  await at("2026-03-09", "11:40");
  const [alert] = alerts(news);
  if (!alert) throw new Error("There is no alert.");
  expect(alert.isPublished).toBe(false);
  expect(said(await bob.press(alert, "Publish"))).toContain("Only who may manage messages");
  expect(alert.isPublished).toBe(false);
  expect(said(await ada.press(alert, "Publish"))).toContain("Published to all");
  expect(alert.isPublished).toBe(true);
  // What followers have is final: nothing to press that only works here.
  expect(buttonsOf(alert).filter((one) => one["custom_id"] !== undefined)).toEqual([]);

  // From now on they go out by themselves. Ten of an hour are used up by people; what comes then waits, and says so.
  const { id = "" } = (await subscriptions())[0] ?? {};
  await ada.command(news, "watch", { id, publish: "auto" });
  await home.clock.set(Temporal.Instant.from(easternTime("2026-03-10", "16:30")));
  news.published.push(...Array.from({ length: 10 }, () => home.clock.now().epochMilliseconds));
  await at("2026-03-10", "16:40");
  const waiting = alerts(news).filter(({ isPublished }) => !isPublished);
  expect(waiting.length).toBeGreaterThan(0);
  for (const message of waiting)
    expect(buttonsOf(message)).toMatchObject([{ label: expect.stringMatching(/^Waits/) as string, disabled: true }]);
  await home.minute();
  expect(waiting.some(({ isPublished }) => isPublished)).toBe(false);

  // Once the hour is over they go out, the most significant first, and then hold nothing but links.
  await at("2026-03-11", "14:00");
  await home.minute();
  const published = alerts(news);
  expect(published.every(({ isPublished }) => isPublished)).toBe(true);
  expect(published.flatMap(buttonsOf).filter((one) => one["custom_id"] !== undefined)).toEqual([]);
  const order = discord.rest.log.flatMap((line) => /messages\/(\d+)\/crosspost 200$/.exec(line)?.[1] ?? []).slice(1);
  const ranks = order.map((id) => colours.indexOf(Number(firstEmbed(published.find((one) => one.id === id))["color"])));
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  expect(published.length).toBeGreaterThan(2);

  // What was published is final: a retraction is a message of its own, published too.
  const [first] = (await home.house.services.store.subscriptions()).map(({ id }) => id);
  expect(first).toBe(id);
  const { changes } = home;
  const told = changes.find(({ title }) => readerSees(JSON.stringify(alert.body)).includes(title.slice(0, 40)));
  const before = JSON.stringify(alert.body);
  await retract(home.house.services, told?.id ?? "", "The page was a draft.", "ada");
  await home.deliver();
  expect(JSON.stringify(alert.body)).toBe(before);
  const correction = news.messages.at(-1);
  expect(String(correction?.body["content"])).toContain("Retracted");
  expect(correction?.isPublished).toBe(true);
  expect(discord.interactions.complaints).toEqual([]);
}, 120_000);

test(
  "editors publish from a desk of their own, or at a set time, and a restart forgets neither",
  { timeout: 120_000 },
  async () => {
    const { ada, bob, discord, guild } = home;
    const news = discord.channel(guild, "news", "announcement");
    const desk = discord.channel(guild, "desk");
    await home.check();
    const query = "topic:export-controls";
    const asked = await ada.command(news, "watch", { query, publish: "hold", desk: desk.id });
    await ada.press(last(asked), "Yes");
    await at("2026-03-09", "11:40");
    const [alert] = alerts(news);
    if (!alert) throw new Error("There is no alert.");
    expect(buttonsOf(alert)).toEqual([]);
    const [held] = seen(desk);
    expect(held?.body["content"]).toMatch(new RegExp(`To be published: .*/${news.id}/${alert.id}$`, "s"));
    if (!held) throw new Error("There is nothing on the desk.");
    await bob.press(held, "Publish");
    expect(alert.isPublished).toBe(true);
    expect(String(held.body["content"])).toContain("bob: Published to all");
    expect(buttonsOf(held)).toEqual([]);

    // At a set time: the message says when, and only its own button remembers it.
    const { id = "" } = (await subscriptions())[0] ?? {};
    await ada.command(news, "watch", { id, at: "18:00 America/New_York" });
    await at("2026-03-10", "16:40");
    const later = alerts(news).filter(({ isPublished }) => !isPublished);
    expect(later.length).toBeGreaterThan(0);
    expect(buttonsOf(later[0] ?? alert)).toMatchObject([
      { label: "Publish to followers (by itself at 18:00 America/New_York)" },
    ]);
    await home.minute();
    expect(later.some(({ isPublished }) => isPublished)).toBe(false);
    await home.restartBot();
    await home.clock.set(Temporal.Instant.from(easternTime("2026-03-10", "18:00")));
    // The restarted bot is still reading what waits; the next minute finds it.
    await expect
      .poll(async () => {
        await home.minute();
        return later.every(({ isPublished }) => isPublished);
      })
      .toBe(true);
    expect(later.flatMap(buttonsOf)).toEqual([]);
  },
);

test(
  "a person has a digest of their own, with all of it as files, and stops it with one press",
  { timeout: 120_000 },
  async () => {
    const { ada, discord } = home;
    const direct = addChannel(discord.state, { kind: "direct", name: "", withUser: ada.id });
    await home.check();
    const when = "weekly mon 08:00 America/New_York";
    await ada.press(last(await ada.command(direct, "watch", { query: "topic:export-controls", when })), "Yes");
    await tick(home.house.services);
    await week();
    expect(alerts(direct)).toEqual([]);
    await home.clock.set(Temporal.Instant.from(easternTime("2026-03-16", "08:01")));
    await tick(home.house.services);
    await home.deliver();
    const [digest] = alerts(direct);
    if (!digest) throw new Error("There is no digest.");
    expect(String(digest.body["content"])).toMatch(/Digest: \d+ changes/);
    const names = digest.files.map(({ name }) => name);
    expect(names).toEqual([expect.stringMatching(/\.docx$/), expect.stringMatching(/\.html$/)]);
    expect(problemsOf(digest)).toBeNull();
    expect(said(await ada.press(digest, "Send me no more"))).toContain("is not told of");
    expect(await subscriptions()).toEqual([]);
  },
);

// Urgent first, as Discord shows them.
const colours = [0xd7263d, 0xf2a541, 0x3a86c8, 0x8a8f98];

function week(): Promise<void> {
  return [
    ["2026-03-10", "06:10"],
    ["2026-03-10", "09:00"],
    ["2026-03-11", "06:10"],
    ["2026-03-11", "14:00"],
    ["2026-03-12", "09:00"],
  ].reduce((before, [date = "", time = ""]) => before.then(() => at(date, time)), Promise.resolve());
}

function alerts({ messages }: Channel): readonly Message[] {
  return messages.filter(({ body, seenBy }) => seenBy === null && markIn({ body }) !== "");
}

function firstEmbed(message: Pick<Message, "body"> | undefined): Json {
  return ((message?.body["embeds"] ?? []) as readonly Json[])[0] ?? {};
}

// What everybody is told comes after the answer to the caller.
function isTold(channel: Channel, words: string): boolean {
  return seen(channel).some(({ body }) => readerSees(String(body["content"])).startsWith(words));
}

function seen({ messages }: Channel): readonly Message[] {
  return messages.filter(({ seenBy }) => seenBy === null);
}

function last({ messages }: Reaction): Message {
  const message = messages[0];
  if (!message) throw new Error("There is no answer.");
  return message;
}

function said({ messages }: Reaction): string {
  return readerSees(JSON.stringify(messages.map(({ body }) => [body["content"], body["embeds"]])));
}

function subscriptions() {
  return home.house.services.store.subscriptions();
}

function problemsOf({ body, files, seenBy }: Message): unknown {
  const { nonce: _nonce, ...rest } = body;
  return checkMessage(
    rest,
    files.map(({ name, text }) => ({ name, size: text.length })),
    seenBy === null ? "message" : "interaction",
  );
}
