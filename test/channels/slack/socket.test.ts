import { expect, onTestFinished, test } from "vitest";
import { createWorldClock } from "../../../src/world/clock.ts";
import { demoStart, demoStory } from "../../../src/world/stories/demo.ts";
import { openSlackHouse, until, type SlackHouse } from "../../support/slack/slack-house.ts";

async function open(): Promise<SlackHouse> {
  const home = await openSlackHouse(createWorldClock(demoStart), demoStory);
  onTestFinished(() => home.close());
  return home;
}

test("the connection is made again when Slack asks for it, when it is cut, and after Slack was away", async () => {
  const rejected: unknown[] = [];
  const note = (error: unknown): void => void rejected.push(error);
  process.on("unhandledRejection", note);
  onTestFinished(() => void process.off("unhandledRejection", note));
  const home = await open();
  const { slack, ada, channel } = home;
  const answers = async () => (await ada.command("help", channel)).text;
  for (const trouble of [
    () => slack.socket.disconnect("refresh_requested"),
    () => slack.socket.disconnect("warning"),
    () => slack.socket.cut(),
  ]) {
    const before = slack.socket.opened();
    trouble();
    await until(() => slack.socket.opened() > before && slack.socket.connections() === 1, "the new connection");
    expect(await answers()).toContain("watch");
  }
  await slack.shut();
  await new Promise((resolve) => setTimeout(resolve, 300));
  await slack.open();
  await until(() => slack.socket.connections() === 1, "the connection after the outage");
  expect(await answers()).toContain("watch");
  expect(rejected).toEqual([]);
});
