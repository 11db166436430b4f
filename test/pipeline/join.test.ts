import { afterEach, beforeEach, expect, test } from "vitest";
import { openPageHouse, type PageHouse } from "./page-source.ts";

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
