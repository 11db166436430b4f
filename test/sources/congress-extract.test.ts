import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CapturePart } from "../../src/model/source.ts";
import type { Extraction } from "../../src/model/version.ts";
import { congress } from "../../src/sources/congress.ts";
import { billEvents, plainAction } from "../../src/sources/congress/events.ts";
import { served } from "./support/served.ts";

const introduced = "https://www.govinfo.gov/content/pkg/BILLS-119hr99041ih/xml/BILLS-119hr99041ih.xml";
const reported = "https://www.govinfo.gov/content/pkg/BILLS-119hr99041rh/xml/BILLS-119hr99041rh.xml";
const lists = ["actions", "titles", "summaries", "committees", "related-bills", "text-versions"];

describe("congress: extraction of small payloads in the publishers' shapes", () => {
  it("reads a reported bill out of its status file and its print", () => {
    expect(extract(status("status.xml"), text("reported.xml", reported))).toEqual(
      JSON.parse(fixture("reported.expected.json")),
    );
  });

  it("reads the same out of the API's answers, and out of a status file of the old schema", () => {
    const fromStatus = extract(status("status.xml"), text("reported.xml", reported));
    const api = [part("metadata", "item.json"), ...lists.map((role) => part(role, `${role}.json`))];
    expect(extract(api, text("reported.xml", reported))).toEqual(fromStatus);
    expect(extract(status("status-old.xml"), text("reported.xml", reported))).toEqual(fromStatus);
  });

  it("tells of a print of the past what had happened until then", () => {
    const then = extract(status("status.xml"), { ...text("introduced.xml", introduced), role: "past-text" });
    expect(then).toMatchObject({ publishedAt: "2026-01-15", complete: true });
    expect(then.facts).toMatchObject({ textVersion: "Introduced in House", passedHouse: null, committeeVote: null });
    expect(then.facts["latestAction"]).toBe("Referred to House Foreign Affairs, 2026-01-15");
  });

  it("has the facts of a bill whose text is not there yet, and says that it is incomplete", () => {
    const { complete, blocks, facts } = extract(status("status.xml"), null);
    expect([complete, blocks, facts["textVersion"]]).toEqual([false, [], null]);
    expect(facts["passedHouse"]).toBe("352–41, as amended, 2026-03-11");
  });

  it("makes a deadline of a hearing that is still to come", () => {
    const record = fixture("status.xml").replace(
      "<name>Referred To</name><date>2026-01-15T15:00:00Z</date>",
      "<name>Hearings By (full committee)</name><date>2026-04-02T14:00:00Z</date>",
    );
    const { deadlines } = extract({ role: "metadata", response: served(record, "text/xml") }, null);
    expect(deadlines).toEqual([
      {
        kind: "hearing",
        date: "2026-04-02",
        sentence: "House Foreign Affairs Committee: Hearings By (full committee).",
      },
    ]);
  });

  it("survives what mirrors and odd records hold, and refuses what names no bill", () => {
    const odd = JSON.stringify({
      bill: {
        congress: "119",
        type: "HR",
        number: 7,
        title: null,
        sponsors: { item: { fullName: "Rep. One" } },
        laws: "",
      },
    });
    const actions = JSON.stringify({
      actions: [
        { actionDate: "1970-01-01", text: "Introduced in House" },
        { actionDate: "2099-12-31", text: "Referred to the House Committee on Ways and Means.", committees: 7 },
        { text: "no date" },
        "no action",
      ],
    });
    const bill = extract([json("metadata", odd), json("actions", actions)], null);
    expect(bill.facts).toMatchObject({
      sponsors: ["Rep. One"],
      latestAction: "Referred to House Ways and Means, 2099-12-31",
    });
    expect(() => extract([json("metadata", '{"bill":{"congress":119,"title":"?"}}')], null)).toThrow();
    expect(() => extract([json("metadata", "<html><body>nothing</body></html>")], null)).toThrow();
  });
});

describe("what happened to a bill", () => {
  it("is told once, though the House and the Library of Congress report it both", () => {
    const vote =
      "On motion to suspend the rules and pass the bill, as amended Agreed to by the Yeas and Nays: (2/3 required): 369 - 22 (Roll no. 13).";
    const events = billEvents([
      event("Motion to reconsider laid on the table Agreed to without objection."),
      event(`${vote} (text: CR H621-622)`, { actionCode: "H37300" }),
      event(`Passed/agreed to in House: ${vote}`, { actionCode: "8000" }),
      event("DEBATE - The House proceeded with forty minutes of debate on H.R. 1.", { actionCode: "H8D000" }),
    ]);
    expect(events.map(({ words }) => words)).toEqual(["Passed House, 369–22, as amended"]);
  });

  it("does not change when citations are appended the day after", () => {
    expect(plainAction("Passed Senate by Voice Vote. (consideration: CR S1-2; text: CR S1)")).toBe(
      "Passed Senate by Voice Vote",
    );
  });

  it.each([
    ["Became Public Law No: 119-7.", "Became Public Law No: 119-7"],
    ["Ordered to be Reported (Amended) by the Yeas and Nays: 51 - 0.", "Ordered reported, 51–0, as amended"],
    [
      "Committee on Banking, Housing, and Urban Affairs. Ordered to be reported with an amendment in the nature of a substitute favorably.",
      "Ordered reported, Banking, Housing, and Urban Affairs: with a substitute",
    ],
    [
      "Reported (Amended) by the Committee on Natural Resources. H. Rept. 119-602, Part I.",
      "Reported in House, with amendments, Natural Resources, H. Rept. 119-602",
    ],
    ["On passage Failed by the Yeas and Nays: 200 - 220 (Roll no. 9).", "Failed of passage, in House, 200–220"],
    ["Passed Senate without amendment by Unanimous Consent.", "Passed Senate, by unanimous consent"],
    ["Vetoed by President.", "Vetoed by the President"],
    [
      "Received in the Senate and Read twice and referred to the Committee on Foreign Relations.",
      "Referred to Senate Foreign Relations",
    ],
  ])("in few words: %s", (text, words) => {
    expect(billEvents([event(text)]).map((one) => one.words)).toEqual([words]);
  });

  it.each([
    "Amendment SA 2014 agreed to in Senate by Voice Vote.",
    "Placed on the Union Calendar, Calendar No. 41.",
    "Rule H. Res. 770 passed House.",
    "Mr. Placeholder moved to suspend the rules and pass the bill.",
    "The previous question was ordered pursuant to the rule.",
  ])("is not procedure: %s", (text) => {
    expect(billEvents([event(text)])).toEqual([]);
  });
});

function event(text: string, over: object = {}) {
  return { actionDate: "2026-01-12", text, type: "Floor", recordedVotes: [], ...over };
}

function extract(record: CapturePart | readonly CapturePart[], print: CapturePart | null): Extraction {
  const parts = [...[record].flat(), ...(print === null ? [] : [print])];
  const found = congress.extract({ key: "hr99041-119", parts }, congress.params.parse({ bills: ["hr99041"] }));
  return JSON.parse(JSON.stringify(found)) as Extraction;
}

function status(file: string): CapturePart {
  return { role: "metadata", response: served(fixture(file), "text/xml") };
}

function text(file: string, url: string): CapturePart {
  return { role: "text", response: served(fixture(file), "text/xml", { url }) };
}

function part(role: string, file: string): CapturePart {
  return json(role, fixture(file));
}

function json(role: string, body: string): CapturePart {
  return { role, response: served(body, "application/json") };
}

function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/congress/${name}`, import.meta.url), "utf8");
}
