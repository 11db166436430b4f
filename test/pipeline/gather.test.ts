import { afterEach, beforeEach, expect, test } from "vitest";
import { toInstant } from "../../src/lib/time.ts";
import { tick } from "../../src/pipeline/schedule.ts";
import { sampleFeed } from "../contract/store-samples.ts";
import { openPageHouse, type PageHouse } from "./page-source.ts";

const posts = ["one", "two", "three"];
const feeds = ["pages", "more-pages"];
const note = "The service is not available in the regions of China.";
let own: PageHouse;

beforeEach(async () => {
  own = await openPageHouse({ gathers: true, feeds });
  for (const key of posts) own.pages.set(key, { text: `Post ${key}.\nHow we train models.` });
  for (const feedId of feeds) await own.look({ feedId });
});
afterEach(() => own.close());

function addNote(key: string): void {
  own.pages.set(key, { text: `Post ${key}.\nHow we train models.\n${note}` });
}

test("the same sentence added to many posts is one alert that lists the posts", async () => {
  posts.forEach(addNote);
  expect(await own.look({ hours: 1 })).toMatchObject({ changes: 3, deliveries: 1 });
  expect(own.told()).toEqual([expect.stringMatching(/^one: .*, two: .*, three: /)]);
});

test("posts that changed in other ways are told one by one", async () => {
  addNote("one");
  own.pages.set("two", { text: "Post two.\nHow we stopped to train models." });
  await own.look({ hours: 1 });
  expect(own.told()).toHaveLength(2);
});

test("posts taken down together are one alert", async () => {
  for (const key of posts) own.pages.set(key, "gone");
  await own.look({ hours: 1 });
  expect(own.told()).toEqual([]);
  await own.look({ hours: 24 });
  expect(own.told()).toEqual(["one: Withdrawn, two: Withdrawn, three: Withdrawn"]);
});

test("what a broken poll had found is told at its end, and the rest at the end of the next one", async () => {
  posts.forEach(addNote);
  own.breakAt = "three";
  expect(await own.look({ hours: 1 })).toMatchObject({ changes: 2, deliveries: 1 });
  own.breakAt = null;
  await own.look({ hours: 1 });
  expect(own.told()).toEqual([expect.stringMatching(/^one: .*, two: /), expect.stringMatching(/^three: /)]);
});

test("posts that two feeds see change together are told once", async () => {
  posts.forEach(addNote);
  expect(await own.look({ hours: 1, feedId: "pages" })).toMatchObject({ changes: 3, deliveries: 1 });
  for (const key of posts) own.pages.delete(key);
  posts.toReversed().forEach(addNote);
  expect(await own.look({ feedId: "more-pages" })).toMatchObject({ changes: 3, deliveries: 0 });
  expect(own.told()).toHaveLength(1);
});

test.each([
  ["is removed", []],
  ["is disabled", [sampleFeed("pages", { enabled: false })]],
])("what a stopped poll had found is left to the next one, and told by the tick where the feed %s", async (_, left) => {
  const { services } = own.home.house;
  posts.forEach(addNote);
  own.stopAt = "three";
  expect(await own.look({ hours: 1 })).toMatchObject({ changes: 2, deliveries: 0 });
  await tick(services);
  await own.home.deliver();
  expect(own.told()).toEqual([]);
  const rows = left.map((feed) => ({ feed, host: "example.org:443" }));
  await services.store.syncFeeds(rows, toInstant(own.clock.now()));
  await tick(services);
  await tick(services);
  await own.home.deliver();
  expect(own.told()).toEqual([expect.stringMatching(/^one: .*, two: /)]);
});
