import { describe, expect, it } from "vitest";
import { changedFacts } from "../../src/classify/changed-facts.ts";
import { classify } from "../../src/classify/classify.ts";
import type { Sighting } from "../../src/model/source.ts";
import type { Extraction } from "../../src/model/version.ts";
import { redline } from "../../src/redline/redline.ts";
import { table } from "../../src/sources/table.ts";
import { summarise } from "../../src/summarise/by-rules.ts";
import { page, type Publisher } from "../../src/world/publisher.ts";
import { played, type Played } from "./support/played.ts";
import { memory, pollOnce, type Memory, type Said } from "./support/poll.ts";

interface Desk {
  body: string;
  readonly own: Played;
  readonly kept: Memory;
  readonly poll: (at?: string) => Promise<Said>;
  readonly read: (said: Said, index?: number) => Extraction;
}

function desk(body: string, params: Readonly<Record<string, unknown>>): Desk {
  const all = { url: "http://list.test/list", ...params };
  const publisher: Publisher = {
    name: "list",
    answer: () => page(own.body, 200, "text/plain"),
    unwell: { blockPage: page("", 403), notFound: page("", 404), empty: () => page("") },
  };
  const kept = memory();
  const own: Desk = {
    body,
    own: played(publisher, "2031-03-03T12:00:00Z"),
    kept,
    poll: (at = "2031-03-03T12:00:00Z") => pollOnce(table, all, kept, { at, fetch: own.own.fetch }),
    read(said, index = 0) {
      const captured = said.sightings.filter((one: Sighting) => one.kind === "captured")[index];
      if (captured === undefined) throw new Error("Nothing was captured.");
      return table.extract(captured, table.params.parse(all));
    },
  };
  return own;
}

function told(before: Extraction, after: Extraction): readonly string[] {
  const difference = {
    before,
    after,
    facts: changedFacts(before.facts, after.facts),
    redline: redline(before.blocks, after.blocks),
  };
  const classification = classify({ ...difference, now: Temporal.Instant.from("2031-03-04T15:00:00Z") });
  return [classification.significance, classification.headline, summarise({ ...difference, classification })];
}

function listPage(...items: readonly string[]): string {
  return `<html><head><title>Supported countries</title></head><body><ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul></body></html>`;
}

const csv = `source,name,country,policy
EL,"Amber, Inc.",CN,denial
EL,Delta,IR,denial
SDN,Omega,RU,blocked
`;

describe("a table", () => {
  it("tells rows that were added, removed and changed, and is silent on their order", async () => {
    const own = desk(csv, { format: "csv", key: ["country", "name"], title: "Screening list" });
    const before = own.read(await own.poll());
    expect(before.blocks.map(({ path, text }) => `${path.join(" > ")}: ${text}`)).toEqual([
      "Screening list: Screening list",
      "Screening list: country | name | source | policy",
      "Screening list > CN > Amber, Inc.: CN | Amber, Inc. | EL | denial",
      "Screening list > IR > Delta: IR | Delta | EL | denial",
      "Screening list > RU > Omega: RU | Omega | SDN | blocked",
    ]);
    own.body = `source,name,country,policy\nSDN,Omega,RU,blocked\nEL,Delta,IR,denial\nEL,"Amber, Inc.",CN,denial\n`;
    expect((await own.poll()).said).toEqual(["unchanged http://list.test/list (all)"]);
    own.body = `source,name,country,policy\nEL,Delta,IR,case by case\nEL,"Amber, Inc.",CN,denial\nEL,Beta,CN,denial\nEL,Gamma,CN,denial\n`;
    expect(told(before, own.read(await own.poll()))).toEqual([
      "substantive",
      "2 names added, 1 removed, 1 changed",
      "2 names added under CN: Beta; Gamma. 1 name removed under RU: Omega. policy of Delta under IR changed from “denial” to “case by case”.",
    ]);
  });

  it("is read out of JSON, with columns in columns, and one document for each value of a column", async () => {
    const rows = [
      {
        source: "Entity List",
        name: "Amber",
        alt_names: ["B", "A"],
        addresses: [{ city: "Wuhan", country: "CN" }],
        x: 1,
      },
      { source: "Denied", name: "Delta", alt_names: [], addresses: [], place: { city: "Oslo" } },
      { source: "Other", name: "Omega" },
    ];
    const own = desk(JSON.stringify({ results: rows }), {
      format: "json",
      path: "results",
      key: ["name"],
      columns: ["alt_names", "addresses", "place.city"],
      only: { source: ["Entity*", "Denied"] },
      split: "source",
    });
    const first = await own.poll();
    expect(first.said).toEqual([
      "captured http://list.test/list#Entity List (table)",
      "captured http://list.test/list#Denied (table)",
    ]);
    expect(own.read(first).blocks.at(-1)?.text).toBe("Amber | A; B | Wuhan, CN | ");
    expect(own.read(first, 1)).toMatchObject({ title: "list.test/list: Denied", form: "table" });
    own.body = JSON.stringify({
      results: [
        { ...rows[0], alt_names: ["A", "B"], x: 2 },
        { ...rows[1], place: { city: "Bergen" } },
      ],
    });
    expect((await own.poll()).said).toEqual([
      "unchanged http://list.test/list#Entity List (all)",
      "captured http://list.test/list#Denied (table)",
    ]);
  });

  it("is read out of JSON that is an object of rows", async () => {
    const own = desk('{"Albania":["A:6"],"Peru":["A:4","B"]}', { format: "json", key: ["key"] });
    expect(
      own
        .read(await own.poll())
        .blocks.slice(1)
        .map(({ text }) => text),
    ).toEqual(["key | value", "Albania | A:6", "Peru | A:4; B"]);
  });

  it("is read out of a page, with cells that span rows", async () => {
    const own = desk(
      `<html><head><title>Regions</title></head><body><table class="x"><tr><th>Country</th><th>City</th></tr>
       <tr><td rowspan=2>Norway</td><td>Oslo</td></tr><tr><td>Bergen</td></tr></table></body></html>`,
      { format: "html", select: "table.x", key: ["Country", "City"] },
    );
    const read = own.read(await own.poll());
    expect([read.title, ...read.blocks.slice(2).map(({ text }) => text)]).toEqual([
      "Regions",
      "Norway | Bergen",
      "Norway | Oslo",
    ]);
  });

  it("is read out of a list of countries", async () => {
    const own = desk(listPage("Albania", "Peru"), { format: "list", select: "ul > li" });
    const before = own.read(await own.poll());
    own.body = listPage("Peru", "Albania", "Norway");
    expect(told(before, own.read(await own.poll()))).toEqual(["substantive", "1 row added", "1 row added: Norway."]);
  });

  it("reads rows of one key as one, and says so unless that is as it should be", async () => {
    const body = "name,address\nAmber,Wuhan\nDelta,Tehran\nAmber,Beijing\n,\n";
    const own = desk(body, { format: "csv", key: ["name"] });
    const first = await own.poll();
    expect(first.warnings).toEqual([
      "A key stands in several rows (“Amber”), which are read as one. Add a column to `key`, or set `repeats` if that is as it should be.",
    ]);
    expect(
      own
        .read(first)
        .blocks.slice(2)
        .map(({ text }) => text),
    ).toEqual(["Amber | Beijing; Wuhan", "Delta | Tehran"]);
    expect((await desk(body, { format: "csv", key: ["name"], repeats: true }).poll()).warnings).toEqual([]);
  });

  it("is ill where a column was renamed, and names the one that looks like it", async () => {
    const own = desk(csv, { format: "csv", key: ["name"], columns: ["policy"] });
    await own.poll();
    own.body = csv.replace("policy", "Policy");
    await expect(own.poll()).rejects.toThrow("the table has no column “policy” (any more); there is “Policy”.");
  });

  it("is ill where columns come or go and the feed names none, until it does", async () => {
    const own = desk(csv, { format: "csv", key: ["name"] });
    await own.poll();
    own.body = csv.replace("policy", "rule");
    await expect(own.poll()).rejects.toThrow("the table lost “policy” and has gained “rule”. Name the columns");
    own.body = csv;
    expect((await own.poll()).said).toEqual(["unchanged http://list.test/list (all)"]);
  });

  it("does not believe in a table that shrank to less than half until it has stood for a day", async () => {
    const own = desk(csv, { format: "csv", key: ["name"] });
    await own.poll("2031-03-03T12:00:00Z");
    own.body = "source,name,country,policy\nEL,Delta,IR,denial\n";
    for (const at of ["2031-03-03T13:00:00Z", "2031-03-03T14:00:00Z"]) {
      const doubt = await own.poll(at);
      expect([doubt.said, doubt.warnings]).toEqual([
        [],
        ["list.test: the table has 1 rows, and had 3. It counts as a change once it has stood for a day."],
      ]);
    }
    expect((await own.poll("2031-03-04T14:00:00Z")).said).toEqual(["captured http://list.test/list (table)"]);
  });

  it("is looked at again, whatever the bytes, until the store has what was read", async () => {
    const own = desk(csv, { format: "csv", key: ["name"] });
    await own.poll();
    const kept = own.kept.known.get("http://list.test/list");
    own.body = csv.replace("denial", "review");
    await own.poll();
    if (kept !== undefined) own.kept.known.set(kept.key, kept);
    expect((await own.poll()).said).toEqual(["captured http://list.test/list (table)"]);
    expect((await own.poll()).said).toEqual(["unchanged http://list.test/list (all)"]);
  });

  it.each([
    ["JSON that breaks off", '{"results": [{"name": "A"}, ', "json", /instead of the table/],
    ["a page in the place of JSON", "<!doctype html><html><body>Hello</body></html>", "json", /instead of the table/],
    ["JSON without rows", '{"results": 4}', "json", /`results` holds no rows/],
    [
      "a page without the table",
      "<html><head><title>x</title></head><body>Hello there</body></html>",
      "html",
      /finds no table/,
    ],
    ["a file of one column", "<html>\n<body>\n", "csv", /list\.test/],
  ])("is ill where it is %s", async (_what, body, format, message) => {
    await expect(
      desk(body, { format, key: ["name"], ...(format === "json" && { path: "results" }) }).poll(),
    ).rejects.toThrow(message);
  });
});
