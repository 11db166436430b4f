import { describe, expect, it } from "vitest";
import { changedFacts } from "../../src/classify/changed-facts.ts";
import { classify } from "../../src/classify/classify.ts";
import type { Extraction } from "../../src/model/version.ts";
import { redline } from "../../src/redline/redline.ts";
import { regulationsGov } from "../../src/sources/regulations-gov.ts";
import { summarise } from "../../src/summarise/by-rules.ts";
import { createDockets, type Dockets, type StoryDocument } from "../../src/world/dockets.ts";
import { played, type Played } from "./support/played.ts";
import { memory, pollOnce, type Memory, type Said } from "./support/poll.ts";

const proposal: StoryDocument = {
  id: "BIS-2031-0007-0001",
  docket: "BIS-2031-0007",
  agency: "BIS",
  type: "Proposed Rule",
  title: "Remote Access to Integrated Circuits",
  frDocNum: "2031-00401",
  states: [{ at: "2031-03-03T14:00:00Z", commentsFrom: "2031-03-03", commentsUntil: "2031-04-02", comments: 12 }],
};

interface Desk extends Dockets {
  readonly own: Played;
  readonly kept: Memory;
  readonly poll: (at: string, params?: object) => Promise<Said>;
  readonly read: (said: Said) => Extraction;
}

function desk(documents: readonly StoryDocument[] = [proposal], key = "a-key"): Desk {
  const { publisher, ...dockets } = createDockets({ documents });
  const own = played(publisher, "2031-03-03T15:00:00Z");
  const kept = memory();
  const base = { baseUrl: "http://dockets.test", dockets: ["BIS-2031-0007"] };
  return {
    ...dockets,
    own,
    kept,
    poll(at, params = {}) {
      own.now = at;
      const keys: Record<string, string> = key === "" ? {} : { "regulations-gov": key };
      return pollOnce(regulationsGov, { ...base, ...params }, kept, { at, fetch: own.fetch, keys });
    },
    read(said) {
      const captured = said.sightings.find(({ kind }) => kind === "captured");
      if (captured?.kind !== "captured") throw new Error("Nothing was captured.");
      const parts = captured.parts.map((part) => ({ ...part, response: { ...part.response, fetchedAt: own.now } }));
      return regulationsGov.extract({ ...captured, parts }, regulationsGov.params.parse(base));
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

describe("a docket", () => {
  it("tells a comment period that opens, is extended and closes, and comments that cross a threshold", async () => {
    const own = desk();
    const first = await own.poll("2031-03-03T15:00:00Z");
    expect(first.said).toEqual(["captured BIS-2031-0007-0001 (metadata, comments)"]);
    const opened = own.read(first);
    expect(opened).toMatchObject({
      sourceUrl: "https://www.regulations.gov/document/BIS-2031-0007-0001",
      deadlines: [{ kind: "comments-close", date: "2031-04-02" }],
      threadKeys: ["docket:BIS-2031-0007"],
      links: [{ relation: "announces", source: "federal-register", key: "2031-00401" }],
      facts: { commentPeriod: "open", commentDeadline: "2031-04-02", commentsReached: null, agencies: ["BIS"] },
    });
    expect(told(null, opened)).toEqual([
      "substantive",
      "Comment period opened",
      "Remote Access to Integrated Circuits. Comments close April 2, 2031.",
    ]);
    expect((await own.poll("2031-03-03T17:00:00Z")).said).toEqual(["unchanged BIS-2031-0007-0001 (all)"]);
    own.happen(proposal.id, { at: "2031-03-20T14:00:00Z", commentsUntil: "2031-05-02", comments: 130 });
    const extended = own.read(await own.poll("2031-03-20T15:00:00Z"));
    expect(told(opened, extended)).toEqual([
      "substantive",
      "Comment period extended to 2031-05-02",
      "Comments close May 2, 2031 instead of April 2, 2031. 100 or more comments were received.",
    ]);
    const closed = own.read(await own.poll("2031-05-03T05:00:00Z"));
    expect(told(extended, closed)).toEqual([
      "substantive",
      "Comment period closed",
      "The comment period is closed now.",
    ]);
    expect((await own.poll("2031-05-04T05:00:00Z")).said).toEqual(["unchanged BIS-2031-0007-0001 (all)"]);
  });

  it("tells what is added to it, and what is gone once that was seen twice a day apart", async () => {
    const own = desk();
    await own.poll("2031-03-03T15:00:00Z");
    own.add({
      ...proposal,
      id: "BIS-2031-0007-0002",
      type: "Supporting & Related Material",
      title: "Impact Analysis",
      states: [{ at: "2031-03-04T14:00:00Z" }],
    });
    const added = await own.poll("2031-03-04T15:00:00Z");
    expect(told(null, own.read(added))).toEqual([
      "editorial",
      "Added to the docket: Supporting & Related Material",
      "Impact Analysis.",
    ]);
    own.happen("BIS-2031-0007-0002", { at: "2031-03-05T14:00:00Z", gone: true });
    expect((await own.poll("2031-03-05T15:00:00Z")).said).toEqual(["unchanged BIS-2031-0007-0001 (all)"]);
    expect((await own.poll("2031-03-06T16:00:00Z")).said).toContain(
      "vanished BIS-2031-0007-0002: Docket BIS-2031-0007 does not list it any more.",
    );
  });

  it("tells what is gone a day after a clock was set back that was a year ahead when it was first missed", async () => {
    const own = desk();
    await own.poll("2031-03-03T15:00:00Z");
    own.happen("BIS-2031-0007-0001", { at: "2031-03-04T14:00:00Z", gone: true });
    own.add({ ...proposal, id: "BIS-2031-0007-0002", states: [{ at: "2031-03-04T14:00:00Z" }] });
    await own.poll("2032-03-04T15:00:00Z");
    const gone = expect.objectContaining({ kind: "vanished" });
    expect((await own.poll("2031-03-05T15:00:00Z")).sightings).not.toContainEqual(gone);
    expect((await own.poll("2031-03-06T15:00:00Z")).sightings).toContainEqual(gone);
  });

  it("is read beyond the twenty pages that the publisher gives", async () => {
    const many = Array.from({ length: 5200 }, (_, index) => ({
      ...proposal,
      id: `BIS-2031-0007-${String(index).padStart(5, "0")}`,
      states: [{ at: Temporal.Instant.from("2031-01-01T00:00:00Z").add({ seconds: index }).toString() }],
    }));
    const own = desk(many);
    expect((await own.poll("2031-03-03T15:00:00Z", { countsPerPoll: 0 })).said).toHaveLength(5200);
    expect(own.own.requests).toHaveLength(21);
    expect(own.own.requests.at(-1)?.searchParams.get("filter[lastModifiedDate][ge]")).toBe("2030-12-31 20:23:19");
  });

  it("is found by agency and type, since the last poll, in the time of Washington", async () => {
    const own = desk([proposal, { ...proposal, id: "EPA-1", agency: "EPA" }]);
    const params = { dockets: [], agencies: ["BIS"] };
    expect((await own.poll("2031-03-03T15:00:00Z", params)).said).toEqual([
      "captured BIS-2031-0007-0001 (metadata, comments)",
    ]);
    await own.poll("2031-03-03T19:00:00Z", params);
    const lists = own.own.requests.filter(({ pathname }) => pathname === "/v4/documents");
    expect(lists.map(({ searchParams }) => searchParams.get("filter[lastModifiedDate][ge]"))).toEqual([
      "2031-02-01 10:00:00",
      "2031-03-03 08:00:00",
    ]);
  });

  it("needs a key, and says where to get one", async () => {
    await expect(desk([proposal], "").poll("2031-03-03T15:00:00Z")).rejects.toThrow(/set REGULATIONS_API_KEY/);
    await expect(desk([proposal], "wrong").poll("2031-03-03T15:00:00Z")).rejects.toThrow(/refuses the key/);
  });

  it("sends its key in a header and in no address", async () => {
    const own = desk();
    await own.poll("2031-03-03T15:00:00Z");
    expect(own.own.headers.every((headers) => headers["x-api-key"] === "a-key")).toBe(true);
    expect(own.own.requests.some(({ href }) => href.includes("a-key"))).toBe(false);
  });

  it.each([
    ["an error in the place of a list", '{"errors":[{"status":"400","title":"Request parameters error"}]}'],
    ["broken JSON", '{"data": ['],
  ])("is ill where it sends %s", async (_what, body) => {
    const own = desk();
    await own.poll("2031-03-03T15:00:00Z");
    own.own.instead.set("/v4/documents", body);
    await expect(own.poll("2031-03-03T17:00:00Z")).rejects.toThrow(/dockets\.test sent/);
  });
});
