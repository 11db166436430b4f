import { afterEach, beforeEach, expect, test } from "vitest";
import { tellDigests } from "../../../src/pipeline/digests.ts";
import { retract } from "../../../src/pipeline/retract.ts";
import { createWorldClock } from "../../../src/world/clock.ts";
import { easternTime } from "../../../src/world/federal-register/document.ts";
import { demoStart, demoStory } from "../../../src/world/stories/demo.ts";
import { event } from "../../support/slack/people.ts";
import { readBlocks } from "../../support/slack/reading.ts";
import { openSlackHouse, until, type SlackHouse } from "../../support/slack/slack-house.ts";

const publicUrl = "https://regwatch.example.org";
let home: SlackHouse;

beforeEach(async () => {
  home = await openSlackHouse(createWorldClock(demoStart), demoStory, { REGWATCH_PUBLIC_URL: publicUrl });
  await home.check();
});
afterEach(async () => {
  await home.close();
});

const subscriptions = () => home.house.services.store.subscriptions();
const file = async () => {
  await home.clock.set(Temporal.Instant.from(easternTime("2026-03-09", "11:20")));
  await home.check();
};
const watch = async (query: string) =>
  home.ada.clickReply(await home.ada.command(`watch ${query}`, home.channel), home.channel, "confirm");

test("a link to a page of ours is shown with what it says; a stranger's is left alone", async () => {
  const [change] = home.changes;
  const links = [{ url: `${publicUrl}/changes/${change?.id}` }, { url: "https://example.org/changes/1" }];
  const shared = { type: "link_shared", channel: home.channel.id, user: "U0ADA", message_ts: "1.1", links };
  await home.slack.deliver("events_api", event(home.workspace, shared));
  await until(() => home.slack.desk.unfurls.length === 1, "what the link leads to");
  const [unfurl] = home.slack.desk.unfurls;
  expect(Object.keys(unfurl?.unfurls ?? {})).toEqual([links[0]?.url]);
  expect(JSON.stringify(unfurl?.unfurls)).toContain(change?.title.slice(0, 40));
});

test("the shortcut watches the page that a message links to, and says so where nobody watches it", async () => {
  const { ada, channel } = home;
  const other = await ada.shortcut("watch_page", "See <https://example.org/terms|the terms>", channel);
  expect(other?.text).toContain("does not watch https://example.org/terms yet");
  expect((await ada.shortcut("watch_page", "no link here", channel))?.text).toContain("no link");
  await ada.shortcut("watch_page", `Look: <${home.world.federalRegister.origin}/>`, channel);
  await until(() => ada.view() !== undefined, "the form");
  expect(JSON.stringify(ada.view()?.view)).toContain("feed:federal-register/bis");
});

test("what was subscribed on the command line is answered in Slack like everything else", async () => {
  await home.subscribe("slack:C0EXPORT");
  await file();
  const [alert] = home.messages();
  if (!alert) throw new Error("there is no alert");
  expect(readBlocks(alert.blocks)).toContain("[Open the redline]");
  await home.bob.click(alert, home.channel, "acknowledge");
  await until(() => home.bob.view() !== undefined, "the form");
  expect(await home.bob.submit({ decision: "no-impact" })).toBeUndefined();
  await home.deliver();
  expect(readBlocks(home.messages()[0]?.blocks ?? [])).toContain("Acknowledged by bob");
  expect((await home.ada.command("list", home.channel)).text).toContain("1 subscription");
});

test("a retracted alert is corrected where it stands", async () => {
  await watch("source:federal-register");
  await file();
  const before = home.messages().length;
  const change = home.changes.findLast(({ baseline }) => !baseline);
  await retract(home.house.services, change?.id ?? "", "It was read from a draft.", "ada");
  await home.deliver();
  expect(home.messages()).toHaveLength(before);
  const corrected = home.messages().find(({ edits }) => edits > 0);
  expect(readBlocks(corrected?.blocks ?? [])).toContain("It was read from a draft.");
  expect(readBlocks(corrected?.blocks ?? [])).not.toContain("[Acknowledge …]");
});

test("the App Home changes, mutes and ends one's subscriptions", async () => {
  const { ada, workspace } = home;
  const shown = () => readBlocks(workspace.users.get("U0ADA")?.home?.blocks ?? []);
  await ada.openHome();
  await until(() => shown().includes("None yet."), "the empty home");
  await watch("topic:export-controls");
  await ada.openHome();
  await until(() => shown().includes("topic:export-controls"), "the subscription");
  await ada.clickView("home-edit");
  await until(() => ada.view() !== undefined, "the form");
  expect(JSON.stringify(await ada.submit({ query: "topic:", min: "urgent", when: "instant" }))).toContain("errors");
  expect(
    await ada.submit({ query: "topic:ai-chips", min: "urgent", when: "daily 08:00 Europe/London" }),
  ).toBeUndefined();
  await until(() => shown().includes("topic:ai-chips") && shown().includes("daily 08:00"), "the change");
  await ada.clickView("home-mute");
  await until(() => shown().includes("muted until"), "the mute");
  await ada.clickView("home-end");
  await until(() => shown().includes("None yet."), "the end");
  expect(await subscriptions()).toEqual([]);
});

test("following an alert subscribes the channel to its docket", async () => {
  await watch("source:federal-register");
  await file();
  const alert = home.messages().find(({ metadata }) => metadata !== null);
  if (!alert) throw new Error("there is no alert");
  await home.ada.click(alert, home.channel, "follow");
  await until(async () => (await subscriptions()).length === 2, "the second subscription");
  expect((await subscriptions()).map(({ query }) => query).join()).toMatch(/rin:|docket:/);
});

test("a digest that was delivered is handed over as Word and as a page", async () => {
  const zone = "America/New_York";
  await home.subscribe("slack:C0EXPORT", "*", { when: { kind: "daily", time: "12:00", zone } });
  await tellDigests(home.house.services);
  await file();
  await home.clock.set(Temporal.Instant.from(easternTime("2026-03-10", "12:05")));
  await tellDigests(home.house.services);
  await home.deliver();
  const digest = home.messages().find(({ metadata }) => metadata !== null);
  if (!digest) throw new Error("there is no digest");
  await home.ada.click(digest, home.channel, "files");
  await until(() => home.messages().some(({ files }) => files.length === 2), "the files");
  const names = home.messages().flatMap(({ files }) => files.map(({ name }) => name));
  expect(names.map((name) => name.split(".").at(-1))).toEqual(["docx", "html"]);
});
