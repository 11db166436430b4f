import { afterEach, beforeEach, expect, test } from "vitest";
import { createWorldClock } from "../../../src/world/clock.ts";
import { easternTime } from "../../../src/world/federal-register/document.ts";
import { demoStart, demoStory } from "../../../src/world/stories/demo.ts";
import type { SlackBlock } from "../../support/slack/limits.ts";
import { event } from "../../support/slack/people.ts";
import { linksIn, readBlocks } from "../../support/slack/reading.ts";
import { openSlackHouse, until, type SlackHouse } from "../../support/slack/slack-house.ts";

let home: SlackHouse;

beforeEach(async () => {
  home = await openSlackHouse(createWorldClock(demoStart), demoStory);
});
afterEach(async () => {
  await home.close();
});

const at = async (date: string, time: string) => {
  await home.clock.set(Temporal.Instant.from(easternTime(date, time)));
  return home.check();
};
const read = (blocks: readonly SlackBlock[] | undefined): string => readBlocks(blocks ?? []);
const alerts = () => home.messages().filter(({ metadata }) => metadata?.event_type === "regwatch_delivery");

test(
  "a team installs, watches by the form, is told once, decides, follows up, mutes, and leaves",
  { timeout: 120_000 },
  async () => {
    const { ada, bob, channel, slack, workspace } = home;

    // The first look is a baseline and tells nobody.
    await home.check();
    expect(home.messages()).toEqual([]);

    // Ada builds a subscription without knowing the query language, and sees what it would have sent.
    void ada.command("watch", channel).catch(() => {});
    await until(() => ada.view() !== undefined, "the form");
    const preview = () => JSON.stringify(ada.view()?.view["blocks"] ?? "");
    await until(() => preview().includes("preview"), "the preview");
    await ada.change("sources", ["federal-register"]);
    await until(() => /last 30 days/.test(preview()), "the preview of the choice");
    expect(await ada.submit({ min: "editorial", when: "instant" })).toBeUndefined();
    await until(() => home.messages().length === 1, "the announcement");
    expect(home.messages()[0]?.text).toContain("ada has this place told of");
    expect(home.messages()[0]?.text).toContain("source:federal-register");

    // A rule is filed: one alert.
    await at("2026-03-09", "11:20");
    await at("2026-03-09", "11:40");
    expect(alerts()).toHaveLength(1);
    const [alert] = alerts();
    if (!alert) throw new Error("there is no alert");
    expect(read(alert.blocks)).toContain("[Show the redline] [Acknowledge …]");
    expect(linksIn(alert.text, alert.blocks).every((link) => !link.includes("127.0.0.1:3000"))).toBe(true);

    // Where nobody can reach our pages, the redline is handed over in Slack.
    await ada.click(alert, channel, "redline");
    await until(() => home.messages().some(({ files }) => files.length > 0), "the redline as a file");
    const [file] = home.messages().flatMap(({ files }) => files);
    expect(file?.name).toMatch(/\.html$/);
    expect(file?.bytes.toString("utf8")).toContain("<!doctype html>");

    // Bob decides what it means; the message says so for everybody.
    await bob.click(alert, channel, "acknowledge");
    await until(() => bob.view() !== undefined, "the form to acknowledge");
    expect(await bob.submit({ decision: "action-needed", until: "2020-01-01" })).toMatchObject({
      response_action: "errors",
      errors: { until: expect.stringContaining("has passed") },
    });
    await bob.submit({
      decision: "action-needed",
      owner: "Legal",
      until: "2026-04-01",
      note: "Check the <!channel> licences.",
    });
    await home.deliver();
    expect(read(alerts()[0]?.blocks)).toContain("Acknowledged by bob");
    expect(read(alerts()[0]?.blocks)).toContain("action needed");
    expect(alerts()).toHaveLength(1);
    // And takes it back.
    const back = await bob.click(alerts()[0] ?? alert, channel, "unacknowledge");
    expect(back?.text).toContain("waits to be acknowledged again");
    await home.deliver();
    expect(read(alerts()[0]?.blocks)).not.toContain("Acknowledged by");

    // The week goes on; what belongs to the first alert stands under it.
    for (const [date, time] of [
      ["2026-03-10", "06:10"],
      ["2026-03-10", "09:00"],
      ["2026-03-11", "06:10"],
      ["2026-03-11", "14:00"],
      ["2026-03-12", "09:00"],
    ] as const) {
      await at(date, time);
    }
    const later = alerts();
    expect(later.length).toBeGreaterThan(3);
    const underneath = later.filter(({ threadTs }) => threadTs !== null);
    expect(underneath.length).toBeGreaterThan(0);
    for (const one of underneath) expect(later.some(({ ts }) => ts === one.threadTs)).toBe(true);
    expect(underneath.every(({ broadcast }) => !broadcast)).toBe(true);
    const ids = later.map(({ metadata }) => metadata?.event_payload["delivery"]);
    expect(new Set(ids).size).toBe(ids.length);

    // Commands.
    expect((await ada.command("list", channel)).text).toContain("1 subscription");
    expect(read((await ada.command("list", channel)).blocks)).toContain("source:federal-register");
    expect((await ada.command("preview topic:export-controls", channel)).text).toMatch(/would have/);
    expect((await ada.command("deadlines", channel)).blocks.length).toBeGreaterThan(0);
    expect((await ada.command("help", channel)).text).toContain("watch");
    expect((await ada.command("hepl", channel)).text).toMatch(/^There is no command hepl\. Did you mean help\?/);
    expect((await ada.command("digest 7d", channel)).text).toMatch(/change/);
    const mistake = await ada.command("watch topic:", channel);
    expect(read(mistake.blocks)).toContain("For example: /regwatch watch");
    const written = await ada.command("watch significance:&gt;=urgent AND “license exception”", channel);
    expect(read(written.blocks)).toContain("[Yes, do that] [No]");
    expect((await ada.clickReply(written, channel, "confirm")).text).toContain("#export-controls is told from now on");

    // A mute asks for its end, is announced, and holds back.
    await ada.click(alerts()[0] ?? alert, channel, "mute");
    await until(() => ada.view() !== undefined, "the form to mute");
    await ada.submit({ span: "1w" });
    await until(() => home.messages().some(({ text }) => text.includes("ada muted")), "the announcement of the mute");

    // The App Home shows what is one's own.
    await ada.openHome();
    await until(() => workspace.users.get("U0ADA")?.home !== null, "the App Home");
    const shown = read(workspace.users.get("U0ADA")?.home?.blocks);
    expect(shown).toContain("Your subscriptions");
    expect(shown).toContain("muted until");
    expect(shown).toContain("Not acknowledged yet");
    expect(shown).toContain("Dates to come");

    // The app is removed: nobody is told anything any more, and no error comes of it.
    for (const token of workspace.tokens) token.state = "inactive";
    await slack.deliver("events_api", event(workspace, { type: "app_uninstalled" }));
    expect(slack.desk.problems).toEqual([]);
  },
);

test("an archived channel pauses at the first refusal, its owner is told once, and it goes on when it is back", async () => {
  const { ada, channel, workspace } = home;
  await home.check();
  await ada.clickReply(await ada.command("watch source:federal-register", channel), channel, "confirm");
  channel.isArchived = true;
  await at("2026-03-09", "11:20");
  await home.deliver();
  const direct = () => workspace.channels.get("D0ADA")?.messages ?? [];
  expect(alerts()).toEqual([]);
  expect(direct()).toHaveLength(1);
  expect(direct()[0]?.text).toContain("archived");
  await at("2026-03-10", "06:10");
  expect(direct()).toHaveLength(1);
  channel.isArchived = false;
  await home.slack.deliver(
    "events_api",
    event(workspace, { type: "channel_unarchive", channel: channel.id, user: "U0ADA" }),
  );
  await until(async () => {
    await home.deliver();
    return alerts().length > 0;
  }, "what was kept back");
  const ids = alerts().map(({ metadata }) => metadata?.event_payload["delivery"]);
  expect(new Set(ids).size).toBe(ids.length);
});

test("a private channel that regwatch is not in is refused with what to type", async () => {
  const { ada, channel } = home;
  Object.assign(channel, { isPrivate: true, isMember: false });
  expect((await ada.command("watch topic:ai-chips", channel)).text).toContain("/invite @regwatch");
});
