import { afterEach, beforeEach, expect, test } from "vitest";
import { openPageHouse, type Page, type PageHouse } from "./page-source.ts";

const closes = (date: string) =>
  [{ kind: "comments-close", date, sentence: `Comments must be received by ${date}.` }] as const;
let own: PageHouse;

beforeEach(async () => {
  own = await openPageHouse({ secondHand: true });
  own.pages.set("rule", { text: "A rule.", threadKeys: ["rin:0694-ZZ01"], deadlines: closes("2026-04-01") });
  await own.look();
});
afterEach(() => own.close());

const announces = [{ relation: "announces", key: "rule", source: "page" }] as const;

test("a press release about a known rule is recorded and shown, and told to nobody", async () => {
  own.pages.set("press", { text: "We have published a rule.", links: announces, deadlines: closes("2026-04-01") });
  expect(await own.look({ hours: 1 })).toMatchObject({ changes: 1, deliveries: 0 });
  expect(own.told()).toEqual([]);
});

test("a press release that states another date than the rule is told with the difference as its headline", async () => {
  own.pages.set("press", { text: "We have published a rule.", links: announces, deadlines: closes("2026-04-11") });
  await own.look({ hours: 1 });
  expect(own.told()).toEqual(["press: Says comments close 2026-04-11; the document it announces says 2026-04-01"]);
});

test("a press release that names only the rule's RIN joins its thread, within the week", async () => {
  own.pages.set("press", { text: "A rule is out.", threadKeys: ["rin:0694-ZZ01"] });
  await own.look({ hours: 24 });
  expect(own.told()).toEqual([]);
  own.pages.set("later", { text: "A rule is still out.", threadKeys: ["rin:0694-ZZ01"] });
  await own.look({ hours: 24 * 8 });
  expect(own.told()).toEqual(["later: New document"]);
});

test("a press release that speaks of an act the rule does not speak of is told", async () => {
  own.pages.set("press", {
    text: "The department will not enforce the rule and plans to rescind it.",
    links: announces,
  });
  await own.look({ hours: 1 });
  expect(own.told()).toEqual(["press: New document"]);
});

test("a press release about a rule that is not known is news", async () => {
  own.pages.set("press", {
    text: "A rule will come.",
    links: [{ relation: "announces", key: "other", source: "page" }],
  });
  await own.look({ hours: 1 });
  expect(own.told()).toEqual(["press: New document"]);
});

const announcesUmbrella = [{ relation: "announces", key: "umbrella", source: "page" }] as const;

test.each<[string, Partial<Page>]>([
  ["links to it", { links: announcesUmbrella, deadlines: closes("2026-04-01") }],
  ["links to it and states another date", { links: announcesUmbrella, deadlines: closes("2026-04-11") }],
  ["names its RIN", { threadKeys: ["rin:0694-ZZ02"], deadlines: closes("2026-04-01") }],
])(
  "a press release that %s is news, and says nothing of it, where only a private feed knows the rule",
  async (_, press) => {
    const threadKeys = ["matter:umbrella", "rin:0694-ZZ02"];
    await own.look({ feedId: "private" });
    own.privatePages.set("umbrella", { text: "A rule.", threadKeys, deadlines: closes("2026-04-01") });
    await own.look({ feedId: "private" });
    own.pages.set("press", { text: "A rule is out.", ...press });
    await own.look({ hours: 1 });
    expect(own.told()).toEqual(["umbrella: New document", "press: New document"]);
    expect(JSON.stringify(own.receiver.received[1]?.body)).not.toContain("umbrella");
  },
);

test("a press release of a private feed joins what is known in public", async () => {
  await own.look({ feedId: "private" });
  own.privatePages.set("press", { text: "A rule is out.", links: announces, deadlines: closes("2026-04-01") });
  expect(await own.look({ hours: 1, feedId: "private" })).toMatchObject({ changes: 1, deliveries: 0 });
});

test("what only a private document ties together is one thread for private feeds alone", async () => {
  const threads = async () => {
    const { rows } = await own.home.house.services.store.timeline({ includePrivate: true, muted: "with", limit: 9 });
    return Object.fromEntries(rows.map(({ title, threadKey }) => [title, threadKey]));
  };
  own.privatePages.set("both", { text: "Both.", threadKeys: ["rin:0694-ZZ01", "docket:BIS-2"] });
  await own.look({ feedId: "private", hours: 1 });
  own.pages.set("docket", { text: "The docket.", threadKeys: ["docket:BIS-2"] });
  await own.look({ hours: 1 });
  own.privatePages.set("later", { text: "Later.", threadKeys: ["docket:BIS-2"] });
  await own.look({ feedId: "private", hours: 1 });
  expect(await threads()).toMatchObject({ both: "rin:0694-ZZ01", docket: "docket:BIS-2", later: "rin:0694-ZZ01" });
});
