import { describe, expect, it } from "vitest";
import { LimitError, StatusError, UnreachableError, WrongBodyError } from "../../src/model/errors.ts";
import { memory } from "./support/poll.ts";
import { file, poll, publish, publisher, rule } from "./support/publisher.ts";

const monday = "2031-03-03T15:00:00Z";
const later = "2031-03-03T15:30:00Z";
const tuesday = "2031-03-04T15:00:00Z";
const wednesday = "2031-03-05T15:00:00Z";

const xml = (number: string, date: string) => `/documents/full_text/xml/${date.replaceAll("-", "/")}/${number}.xml`;

describe("federal-register: the search", () => {
  it("captures what it finds with its text, oldest document first and printing corrections after what they correct", async () => {
    const own = publisher();
    publish(own, "C1-2031-00401", "2031-03-03");
    publish(own, "2031-01000", "2031-03-03");
    publish(own, "2031-00401", "2031-03-03");
    publish(own, "2031-09999", "2031-02-20");
    const { said, warnings } = await poll(own, memory(), monday);
    expect(said).toEqual([
      "captured 2031-09999 (metadata, text)",
      "captured 2031-00401 (metadata, text)",
      "captured C1-2031-00401 (metadata, text)",
      "captured 2031-01000 (metadata, text)",
    ]);
    expect(warnings).toEqual([]);
  });

  it("asks nothing of the publisher's own host when a mirror stands in", async () => {
    const own = publisher();
    own.perPage = 1;
    publish(own, "2031-00401", "2031-03-03");
    publish(own, "2031-00402", "2031-03-03");
    file(own, "2031-00500", "2031-03-05");
    await poll(own, memory(), monday);
    expect(own.requests.length).toBeGreaterThan(5);
    expect(new Set(own.requests.map((url) => url.host))).toEqual(new Set(["mirror.test"]));
  });

  it("looks back 30 days the first time and 10 days before the last good poll afterwards, by the date in Washington", async () => {
    const own = publisher();
    const kept = memory();
    await poll(own, kept, "2031-03-04T03:00:00Z");
    await poll(own, kept, "2031-03-20T15:00:00Z");
    const since = own.requests
      .filter((url) => url.pathname === "/api/v1/documents.json")
      .map((url) => url.searchParams.get("conditions[publication_date][gte]"));
    expect(since).toEqual(["2031-02-01", "2031-02-21"]);
  });

  it("asks for what the params name", async () => {
    const own = publisher();
    await poll(own, memory(), monday, {
      agencies: ["industry-and-security-bureau"],
      types: ["RULE", "PRORULE"],
      cfr: ["15 CFR 744", { title: 15, part: "730-774" }],
      term: '"artificial intelligence"',
      rins: ["0694-ZZ01"],
      publicInspection: false,
    });
    const [first, second, ...rest] = own.requests;
    expect(rest).toEqual([]);
    expect(first?.searchParams.getAll("conditions[type][]")).toEqual(["RULE", "PRORULE"]);
    expect(first?.searchParams.getAll("conditions[agencies][]")).toEqual(["industry-and-security-bureau"]);
    expect(first?.searchParams.get("conditions[term]")).toBe('"artificial intelligence"');
    expect(first?.searchParams.get("conditions[regulation_id_number]")).toBe("0694-ZZ01");
    expect([first, second].map((url) => url?.searchParams.get("conditions[cfr][part]"))).toEqual(["744", "730-774"]);
    expect(first?.searchParams.getAll("fields[]")).toContain("corrections");
  });

  it("does nothing about an empty search, which has no results at all", async () => {
    const { said, warnings } = await poll(publisher(), memory(), monday);
    expect([said, warnings]).toEqual([[], []]);
  });

  it("leaves out one odd record, says so, and keeps the rest of the page", async () => {
    const own = publisher();
    publish(own, "2031-00401", "2031-03-03");
    own.published.push({ document_number: "2031-00402", publication_date: "odd" });
    const { said, warnings } = await poll(own, memory(), monday);
    expect(said).toEqual(["captured 2031-00401 (metadata, text)"]);
    expect(warnings).toEqual([expect.stringMatching(/2031-00402.*publication_date/)]);
  });

  it("reads documents by number where a server sends its default fields whatever is asked", async () => {
    const own = publisher();
    publish(own, "2031-00401", "2031-03-03");
    own.instead.set(
      "/api/v1/documents.json",
      JSON.stringify({
        count: 1,
        results: [{ document_number: "2031-00401", publication_date: "2031-03-03", title: "Poor" }],
      }),
    );
    const { sightings } = await poll(own, memory(), monday);
    expect(sightings[0]).toMatchObject({
      kind: "captured",
      parts: [{ response: { url: expect.stringMatching(/documents\/2031-00401\.json\?fields/) } }, {}],
    });
  });

  it.each([
    [
      "a page that comes again",
      { document_number: "2031-00401", publication_date: "2031-03-03", effective_on: null },
      "page=2",
    ],
    ["a link to itself", { document_number: "2031-00402", publication_date: "2031-03-03", effective_on: null }, ""],
  ])("ends at %s instead of going round for ever", async (_what, record, link) => {
    const own = publisher();
    publish(own, "2031-00401", "2031-03-03");
    const next = `https://www.federalregister.gov/api/v1/again?${link}`;
    own.instead.set("/api/v1/documents.json", JSON.stringify({ results: own.published, next_page_url: next }));
    own.instead.set("/api/v1/again", JSON.stringify({ results: [record], next_page_url: next }));
    const { said, warnings } = await poll(own, memory(), monday);
    expect(said).toContain("captured 2031-00401 (metadata, text)");
    expect(warnings).toHaveLength(1);
    expect(own.requests.filter((url) => url.pathname.startsWith("/api/v1/again"))).toHaveLength(1);
  });

  it("gives up on a list without end", async () => {
    const own = publisher();
    own.perPage = 1;
    for (let number = 1; number <= 60; number += 1) publish(own, `2031-${number}`, "2031-03-03");
    await expect(poll(own, memory(), monday)).rejects.toThrow(LimitError);
  });

  it.each([
    ["an error status", 500, StatusError],
    ["HTML", "<html>Request Access</html>", WrongBodyError],
    ["JSON of another kind", '{"status":"fine"}', WrongBodyError],
    ["JSON that breaks off", '{"results": [', WrongBodyError],
    ["no answer", new UnreachableError("no route"), UnreachableError],
  ])("fails as a whole when the search answers with %s", async (_what, answer, error) => {
    const own = publisher();
    own.instead.set("/api/v1/documents.json", answer);
    await expect(poll(own, memory(), monday)).rejects.toThrow(error);
  });
});

describe("federal-register: facts and texts", () => {
  it("says unchanged, without asking for a text, when only volatile fields moved", async () => {
    const [own, kept] = [publisher(), memory()];
    publish(own, "2031-00401", "2031-03-03");
    await poll(own, kept, monday);
    own.published = own.published.map((record) => ({
      ...record,
      page_views: { count: 99 },
      excerpts: "x",
      abstract: "About  2031-00401.\n",
    }));
    own.requests.length = 0;
    expect((await poll(own, kept, later)).said).toEqual(["unchanged 2031-00401 (facts)"]);
    expect(own.requests.map((url) => url.pathname)).toEqual([
      "/api/v1/documents.json",
      "/api/v1/public-inspection-documents/current.json",
    ]);
  });

  it("captures a moved comment deadline with the text", async () => {
    const [own, kept] = [publisher(), memory()];
    publish(own, "2031-00401", "2031-03-03");
    await poll(own, kept, monday);
    own.published = own.published.map((record) => ({ ...record, comments_close_on: "2031-05-01" }));
    expect((await poll(own, kept, later)).said).toEqual(["captured 2031-00401 (metadata, text)"]);
    expect((await poll(own, kept, later)).said).toEqual(["unchanged 2031-00401 (facts)"]);
  });

  it("has the facts of a document whose text is not there yet, asks again every time, and captures the text when it comes", async () => {
    const [own, kept] = [publisher(), memory()];
    own.instead.set(xml("2031-00401", "2031-03-03"), 404);
    publish(own, "2031-00401", "2031-03-03");
    expect(await poll(own, kept, monday)).toMatchObject({ said: ["captured 2031-00401 (metadata)"], warnings: [] });
    expect((await poll(own, kept, later)).said).toEqual(["unchanged 2031-00401 (facts)"]);
    own.instead.clear();
    expect((await poll(own, kept, later)).said).toEqual(["captured 2031-00401 (metadata, text)"]);
    expect((await poll(own, kept, later)).said).toEqual(["unchanged 2031-00401 (facts)"]);
  });

  it.each([
    ["an error", 503],
    ["a block page", new WrongBodyError("a block page")],
    ["markup without a text", "<RULE></RULE>"],
  ])("keeps the other documents and the facts when one text is %s", async (_what, answer) => {
    const own = publisher();
    own.instead.set(xml("2031-00401", "2031-03-03"), answer);
    publish(own, "2031-00401", "2031-03-03");
    publish(own, "2031-00402", "2031-03-03");
    const { said, warnings } = await poll(own, memory(), monday);
    expect(said).toEqual(["captured 2031-00401 (metadata)", "captured 2031-00402 (metadata, text)"]);
    expect(warnings).toEqual([expect.stringContaining("2031-00401")]);
  });

  it("reads the texts of the last ten days once a day, because issues are processed again", async () => {
    const [own, kept] = [publisher(), memory()];
    publish(own, "2031-00401", "2031-03-03");
    publish(own, "2031-00100", "2031-02-10");
    await poll(own, kept, monday);
    expect((await poll(own, kept, tuesday)).said).toEqual([
      "unchanged 2031-00100 (facts)",
      "unchanged 2031-00401 (all)",
    ]);
    expect((await poll(own, kept, tuesday)).said).toEqual(["unchanged 2031-00401 (facts)"]);
    own.texts.set(xml("2031-00401", "2031-03-03"), rule("Other text."));
    expect((await poll(own, kept, wednesday)).said).toContain("captured 2031-00401 (metadata, text)");
  });

  it("reads documents beyond the window by number once a day: corrections and notes come months later", async () => {
    const [own, kept] = [publisher(), memory()];
    publish(own, "2031-00401", "2031-02-10");
    publish(own, "2031-00402", "2031-02-10");
    await poll(own, kept, monday);
    own.published = own.published.map((record) => ({
      ...record,
      corrections: [`https://www.federalregister.gov/api/v1/documents/C1-${record.document_number}`],
    }));
    expect((await poll(own, kept, later)).said).toEqual([]);
    expect((await poll(own, kept, tuesday)).said).toEqual([
      "captured 2031-00401 (metadata, text)",
      "captured 2031-00402 (metadata, text)",
    ]);
    own.published = own.published.slice(0, 1);
    expect((await poll(own, kept, wednesday)).said).toEqual([
      "unchanged 2031-00401 (facts)",
      "vanished 2031-00402: The Federal Register no longer lists it.",
    ]);
  });

  it("takes raw text where the publisher has no XML", async () => {
    const own = publisher();
    own.texts.set("/raw.txt", "<html><body><pre>The President\n\n    Determined.\n</pre></body></html>");
    publish(own, "94-99", "2031-03-03", {
      full_text_xml_url: null,
      raw_text_url: "https://www.federalregister.gov/raw.txt",
    });
    expect((await poll(own, memory(), monday)).said).toEqual(["captured 94-99 (metadata, text)"]);
    expect(own.requests.at(-1)?.pathname).toBe("/raw.txt");
  });

  it("looks at a document anew when it cannot read what it remembered", async () => {
    const [own, kept] = [publisher(), memory()];
    publish(own, "2031-00401", "2031-03-03");
    await poll(own, kept, monday);
    for (const [key, known] of kept.known) kept.known.set(key, { ...known, state: { of: "another version" } });
    expect((await poll(own, kept, later)).said).toEqual(["captured 2031-00401 (metadata, text)"]);
  });
});

describe("federal-register: the public inspection desk", () => {
  const bis = { agencies: ["industry-and-security-bureau"] };

  it("captures a filing, and its publication as the same document", async () => {
    const [own, kept] = [publisher(), memory()];
    file(own, "2031-00401", "2031-03-04");
    expect((await poll(own, kept, monday, bis)).said).toEqual(["captured 2031-00401 (metadata, text)"]);
    expect((await poll(own, kept, later, bis)).said).toEqual(["unchanged 2031-00401 (facts)"]);
    own.filed = [];
    publish(own, "2031-00401", "2031-03-04");
    expect((await poll(own, kept, tuesday, bis)).said).toEqual(["captured 2031-00401 (metadata, text)"]);
    expect((await poll(own, kept, tuesday, bis)).said).toEqual(["unchanged 2031-00401 (facts)"]);
  });

  it("takes only the feed's filings: by agency and type as the desk has them", async () => {
    const own = publisher();
    file(own, "2031-00401", "2031-03-04");
    file(own, "2031-00402", "2031-03-04", { type: "Notice" });
    file(own, "2031-00403", "2031-03-04", { agencies: [{ slug: "fish-and-wildlife-service" }] });
    expect((await poll(own, memory(), monday, { ...bis, types: ["RULE"] })).said).toEqual([
      "captured 2031-00401 (metadata, text)",
    ]);
  });

  it("reads a filing's text once to see whether it touches the feed's CFR part", async () => {
    const [own, kept] = [publisher(), memory()];
    file(own, "2031-00401", "2031-03-04");
    file(own, "2031-00402", "2031-03-04");
    own.texts.set(
      "/public-inspection/raw_text/2031-00402.txt",
      "DEPARTMENT OF COMMERCE\n\n15 CFR Part 705\n\nSUMMARY: Tariffs.\n",
    );
    expect((await poll(own, kept, monday, { ...bis, cfr: "15 CFR 744" })).said).toEqual([
      "captured 2031-00401 (metadata, text)",
    ]);
    own.requests.length = 0;
    await poll(own, kept, later, { ...bis, cfr: "15 CFR 744" });
    expect(own.requests.filter((url) => url.pathname.includes("raw_text"))).toEqual([]);
  });

  it("finds a search term in the text of filings", async () => {
    const own = publisher();
    file(own, "2031-00401", "2031-03-04");
    file(own, "2031-00402", "2031-03-04");
    own.texts.set("/public-inspection/raw_text/2031-00402.txt", "SUMMARY: On Artificial Intelli-\ngence.\n");
    const { said } = await poll(own, memory(), monday, { term: '"artificial intelligence" | "machine learning"' });
    expect(said).toEqual(["captured 2031-00402 (metadata, text)"]);
  });

  it("tells a withdrawal by the note on the desk, once", async () => {
    const [own, kept] = [publisher(), memory()];
    file(own, "2031-00401", "2031-03-04");
    await poll(own, kept, monday);
    own.filed = own.filed.map((record) => ({ ...record, editorial_note: "Withdrawn at the agency's request." }));
    expect((await poll(own, kept, later)).said).toEqual([
      "vanished 2031-00401: Withdrawn from public inspection before publication. Note on the desk: Withdrawn at the agency's request.",
    ]);
    expect((await poll(own, kept, later)).said).toEqual([]);
  });

  it("tells a silent withdrawal only when the publication day has passed without it and it was missed twice", async () => {
    const [own, kept] = [publisher(), memory()];
    file(own, "2031-00401", "2031-03-04");
    await poll(own, kept, monday);
    own.filed = [];
    expect((await poll(own, kept, later)).said).toEqual([]);
    expect((await poll(own, kept, "2031-03-04T18:00:00Z")).said).toEqual(["unchanged 2031-00401 (facts)"]);
    expect((await poll(own, kept, "2031-03-04T18:15:00Z")).said).toEqual([
      "vanished 2031-00401: Withdrawn from public inspection before publication.",
    ]);
    expect((await poll(own, kept, "2031-03-04T18:30:00Z")).said).toEqual([]);
  });

  it("finds a filing that was published outside the feed's own search by its number", async () => {
    const [own, kept] = [publisher(), memory()];
    file(own, "2031-00401", "2031-03-04");
    await poll(own, kept, monday);
    own.filed = [];
    publish(own, "2031-00401", "2031-03-04");
    own.instead.set("/api/v1/documents.json", JSON.stringify({ count: 0 }));
    expect((await poll(own, kept, "2031-03-04T18:00:00Z")).said).toEqual(["captured 2031-00401 (metadata, text)"]);
  });

  it("does not take a filing for withdrawn because the desk cannot be read", async () => {
    const [own, kept] = [publisher(), memory()];
    file(own, "2031-00401", "2031-03-04");
    await poll(own, kept, monday);
    own.instead.set("/api/v1/public-inspection-documents", 404);
    for (const at of ["2031-03-05T18:00:00Z", "2031-03-06T18:00:00Z", "2031-03-07T18:00:00Z"]) {
      const { said, warnings } = await poll(own, kept, at);
      expect([said, warnings]).toEqual([[], [expect.stringContaining("404")]]);
    }
  });

  it("lets the filed text stand for a day when the published one is not there, then goes on without", async () => {
    const [own, kept] = [publisher(), memory()];
    file(own, "2031-00401", "2031-03-04");
    await poll(own, kept, monday);
    own.filed = [];
    own.instead.set(xml("2031-00401", "2031-03-04"), 404);
    publish(own, "2031-00401", "2031-03-04");
    expect((await poll(own, kept, "2031-03-04T12:00:00Z")).said).toEqual([]);
    expect((await poll(own, kept, "2031-03-04T18:00:00Z")).said).toEqual([]);
    expect((await poll(own, kept, "2031-03-05T12:00:00Z")).said).toEqual(["captured 2031-00401 (metadata)"]);
  });

  it("captures a filing again that comes back to the desk after it was withdrawn", async () => {
    const [own, kept] = [publisher(), memory()];
    file(own, "2031-00401", "2031-03-04");
    await poll(own, kept, monday);
    const filed = own.filed;
    own.filed = filed.map((record) => ({ ...record, editorial_note: "Withdrawn." }));
    await poll(own, kept, later);
    own.filed = filed;
    expect((await poll(own, kept, tuesday)).said).toEqual(["captured 2031-00401 (metadata, text)"]);
  });
});
