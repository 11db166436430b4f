import { describe, expect, it } from "vitest";
import { changedFacts } from "../../src/classify/changed-facts.ts";
import { classify } from "../../src/classify/classify.ts";
import type { Extraction } from "../../src/model/version.ts";
import { redline } from "../../src/redline/redline.ts";
import { oira } from "../../src/sources/oira.ts";
import { summarise } from "../../src/summarise/by-rules.ts";
import { createOira, type Oira, type StoryReview } from "../../src/world/oira.ts";
import { played, type Played } from "./support/played.ts";
import { memory, pollOnce, type Said } from "./support/poll.ts";

const chips: StoryReview = {
  rin: "0694-ZA01",
  title: "Remote Access to Integrated Circuits & Systems",
  stage: "Proposed Rule",
  received: "2031-02-10T15:00:00Z",
};
const key = "0694-ZA01 2031-02-10";

interface Desk extends Oira {
  readonly own: Played;
  readonly poll: (at: string) => Promise<Said>;
  readonly read: (said: Said) => Extraction;
}

function desk(...reviews: readonly StoryReview[]): Desk {
  const { publisher, ...world } = createOira({ reviews });
  const own = played(publisher, "2031-02-01T15:00:00Z");
  const kept = memory();
  const params = { baseUrl: "http://oira.test", agencies: ["0694"] };
  return {
    ...world,
    own,
    poll(at) {
      own.now = at;
      return pollOnce(oira, params, kept, { at, fetch: own.fetch });
    },
    read(said) {
      const captured = said.sightings.find(({ kind }) => kind === "captured");
      if (captured?.kind !== "captured") throw new Error("Nothing was captured.");
      return oira.extract(captured);
    },
  };
}

function told(before: Extraction | null, after: Extraction): readonly string[] {
  const difference = {
    before,
    after,
    facts: changedFacts(before?.facts ?? null, after.facts),
    redline: redline(before?.blocks ?? [], after.blocks),
  };
  const classification = classify({ ...difference, now: Temporal.Instant.from("2031-03-04T15:00:00Z") });
  return [classification.significance, classification.headline, summarise({ ...difference, classification })];
}

describe("a rule under review at OIRA", () => {
  it("is told when it is received and when its review is concluded, and with what", async () => {
    const own = desk(chips);
    expect((await own.poll("2031-02-01T15:00:00Z")).said).toEqual([]);
    const first = await own.poll("2031-02-11T15:00:00Z");
    expect(first.said).toEqual([`captured ${key} (list)`]);
    const received = own.read(first);
    expect(received).toMatchObject({
      threadKeys: ["rin:0694-ZA01"],
      publishedAt: "2031-02-10",
      citation: "RIN 0694-ZA01",
    });
    expect(told(null, received)).toEqual([
      "substantive",
      "Proposed Rule under review at OIRA",
      "Proposed Rule, RIN 0694-ZA01, received for review by the Office of Information and Regulatory Affairs on 2031-02-10.",
    ]);
    expect((await own.poll("2031-02-12T15:00:00Z")).said).toEqual([`unchanged ${key} (all)`]);
    own.change("0694-ZA01", { concluded: "2031-03-02T15:00:00Z", decision: "Consistent with Change" });
    expect(told(received, own.read(await own.poll("2031-03-02T18:00:00Z")))).toEqual([
      "substantive",
      "OIRA concluded its review: consistent with change",
      "The Office of Information and Regulatory Affairs concluded its review: Consistent with Change. The review was concluded on March 2, 2031.",
    ]);
    expect((await own.poll("2031-03-03T18:00:00Z")).said).toEqual([]);
  });

  it("is told as withdrawn", async () => {
    const own = desk(chips);
    const before = own.read(await own.poll("2031-02-11T15:00:00Z"));
    own.change("0694-ZA01", { concluded: "2031-03-02T15:00:00Z", decision: "Withdrawn" });
    expect(told(before, own.read(await own.poll("2031-03-02T18:00:00Z")))[1]).toBe(
      "Proposed Rule withdrawn from review at OIRA",
    );
  });

  it("is told as gone once no list has had it for a day", async () => {
    const own = desk(chips);
    await own.poll("2031-02-11T15:00:00Z");
    own.change("0694-ZA01", { lost: "2031-02-12T00:00:00Z" });
    expect((await own.poll("2031-02-12T12:00:00Z")).said).toEqual([]);
    expect((await own.poll("2031-02-13T13:00:00Z")).said).toEqual([
      `vanished ${key}: It left the list of rules under review, and no conclusion is stated.`,
    ]);
    expect((await own.poll("2031-02-14T13:00:00Z")).said).toEqual([]);
  });

  it("is told as gone a day after a clock was set back that was a year ahead when it was first missed", async () => {
    const own = desk(chips);
    await own.poll("2031-02-11T15:00:00Z");
    own.change("0694-ZA01", { lost: "2031-02-12T00:00:00Z" });
    await own.poll("2032-02-12T12:00:00Z");
    expect((await own.poll("2031-02-12T13:00:00Z")).said).toEqual([]);
    expect((await own.poll("2031-02-13T13:00:00Z")).said).toEqual([expect.stringMatching(/^vanished/)]);
  });

  it("is told though it was received and concluded between two looks", async () => {
    const own = desk({ ...chips, concluded: "2031-02-10T20:00:00Z", decision: "Consistent without Change" });
    await own.poll("2031-02-09T15:00:00Z");
    const said = await own.poll("2031-02-11T15:00:00Z");
    expect(said.said).toEqual([`captured ${key} (list)`]);
    expect(told(null, own.read(said))[1]).toBe("Proposed Rule reviewed by OIRA: consistent without change");
  });

  it.each([
    ["a list without any rule", "<OIRA_DATA></OIRA_DATA>", /lists no rule at all/],
    ["other XML", "<rss></rss>", /no list of rules/],
  ])("is ill where the publisher sends %s", async (_what, body, message) => {
    const own = desk(chips);
    await own.poll("2031-02-11T15:00:00Z");
    own.own.instead.set("/public/do/XMLViewFileAction", body);
    await expect(own.poll("2031-02-12T15:00:00Z")).rejects.toThrow(message);
  });
});
