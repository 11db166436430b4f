import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import type { Feed } from "../../src/model/feed.ts";
import { readCatalogue } from "../../src/pipeline/catalogue.ts";
import { muteReason } from "../../src/pipeline/mute.ts";
import { federalRegister } from "../../src/sources/federal-register.ts";
import { sources } from "../../src/sources/index.ts";
import { served } from "./support/served.ts";

const folder = fileURLToPath(new URL("../../feeds", import.meta.url));
let feeds: readonly Feed[];

beforeAll(async () => {
  const catalogue = await readCatalogue(folder, sources);
  expect(catalogue.problems).toEqual([]);
  feeds = catalogue.feeds.filter((feed) => feed.source === federalRegister.id);
});

describe("the Federal Register feeds that regwatch comes with", () => {
  it("say why they are watched, in which zone, and under which topics", () => {
    expect(feeds.length).toBeGreaterThanOrEqual(8);
    for (const feed of feeds) {
      expect([feed.id, feed.why ?? "", feed.timezone]).toEqual([
        feed.id,
        expect.stringMatching(/\w{3}/),
        "America/New_York",
      ]);
      expect(feed.topics).not.toEqual([]);
    }
  });

  it.each([
    ["In the Matter of: A. Person, Inmate Number: 1, Town; Order Denying Export Privileges", null],
    ["Order Temporarily Denying Export Privileges", null],
    ["Order Renewing Temporary Denial of Export Privileges; An Airline, Some Town", null],
    ["An Airline, Some Town; Modification of September 20, 2030 Renewal of Temporary Denial Order", null],
    [
      "Implementation of Duties on Steel Pursuant to Proclamation 1 Adjusting Imports of Steel Into the United States",
      "Notice.",
    ],
    [
      "Notice of Request for Public Comments on Section 232 National Security Investigation of Imports of Machines",
      "Notice of request for public comments.",
    ],
    ["Agency Information Collection Activities; Submission to the Office of Management and Budget", null],
    ["Sensors Technical Advisory Committee", "Notice of partially closed meeting."],
  ])("do not tell the notice %j", (title, action) => {
    expect(muteReason(feed("bis-notices"), document(title, action, "Notice"))).not.toBeNull();
  });

  it.each([
    ["Reporting on Offsets Agreements Related to Sales of Defense Articles", "Notice; annual reporting requirements."],
    ["Request for Comments on Controls of Thinking Machines", "Notice of inquiry."],
    ["Data Center Validated End-User Program; Availability", "Notice."],
  ])("tell the notice %j", (title, action) => {
    expect(muteReason(feed("bis-notices"), document(title, action, "Notice"))).toBeNull();
  });

  it.each([
    "Additions to the Entity List",
    "Revocation of Validated End-User Authorizations",
    "One-Year Suspension of End-User Controls",
    "15 CFR Part 774",
  ])("tell the rule %j", (title) => {
    expect(muteReason(feed("bis-rules"), document(title, "Final rule.", "Rule"))).toBeNull();
  });

  it("do not tell tariff procedures that come as rules of the same agency", () => {
    const title = "Adoption of the Section 232 Inclusions Process";
    expect(muteReason(feed("bis-rules"), document(title, "Interim final rule.", "Rule"))).not.toBeNull();
  });
});

describe("params of a feed", () => {
  it.each([
    [{ agencies: ["Bureau of Industry"] }, /slug/],
    [{ cfr: "744" }, /cfr/],
    [{ types: ["Rule"] }, /RULE/],
    [{ rins: ["694"] }, /0694-AK11/],
    [{ baseUrl: "ftp://example.org" }, /http/],
    [{ agency: [] }, /agency/],
  ])("are refused with words that help: %j", (params, message) => {
    const { error } = federalRegister.params.safeParse(params);
    expect(JSON.stringify(error?.issues)).toMatch(message);
  });

  it("name the host that is asked, with its port", () => {
    expect(federalRegister.host(federalRegister.params.parse({ baseUrl: "http://127.0.0.1:8080/" }))).toBe(
      "127.0.0.1:8080",
    );
    expect(federalRegister.host(federalRegister.params.parse({}))).toBe("www.federalregister.gov:443");
  });
});

function feed(name: string): Feed {
  const found = feeds.find(({ id }) => id === `federal-register/${name}`);
  if (found === undefined) throw new Error(`no feed ${name}`);
  return found;
}

function document(title: string, action: string | null, type: string) {
  const record = { document_number: "2031-1", publication_date: "2031-03-04", title, action, type };
  const parts = [{ role: "metadata", response: served(JSON.stringify(record), "application/json") }];
  return federalRegister.extract({ key: "2031-1", parts });
}
