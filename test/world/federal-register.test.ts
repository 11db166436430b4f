import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demoStory } from "../../src/world/stories/demo.ts";
import { eastern, openWorld, pathOf } from "./ask.ts";
import type { TestWorld } from "./ask.ts";

const bis = "conditions[agencies][]=industry-and-security-bureau";
let world: TestWorld;
beforeAll(async () => {
  world = await openWorld({ ...demoStory, faults: [] }, eastern("2026-03-13", "12:00"));
});
afterAll(() => world.close());

/** The keys of a single document with all default fields, as answers of 2026 have them. */
const detailKeys =
  "abstract action agencies body_html_url cfr_references citation comment_url comments_close_on correction_of corrections dates disposition_notes docket_ids dockets document_number effective_on end_page executive_order_notes executive_order_number full_text_xml_url html_url images images_metadata json_url mods_url not_received_for_publication page_length page_views pdf_url presidential_document_number proclamation_number public_inspection_pdf_url publication_date raw_text_url regulation_id_number_info regulation_id_numbers regulations_dot_gov_info regulations_dot_gov_url significant signing_date start_page subtype title toc_doc toc_subject topics type volume".split(
    " ",
  );

describe("a search", () => {
  test("has the publisher's envelope, its ten fields, and links to the real host", async () => {
    const page = await world.envelope(`/api/v1/documents.json?${bis}&order=newest&per_page=2`);
    expect(Object.keys(page)).toEqual(["description", "count", "total_pages", "next_page_url", "results"]);
    expect(page.description).toBe("Documents from Industry and Security Bureau");
    expect(page.total_pages).toBe(50);
    expect(Object.keys(page.results?.[0] ?? {})).toEqual(
      "title type abstract document_number html_url pdf_url public_inspection_pdf_url publication_date agencies excerpts".split(
        " ",
      ),
    );
    const next = new URL(page.next_page_url ?? "");
    expect(next.origin + next.pathname).toBe("https://www.federalregister.gov/api/v1/documents");
    expect([...next.searchParams.keys()]).toEqual([
      "conditions[agencies][]",
      "format",
      "order",
      "page",
      "per_page",
      "search_after_cursor",
    ]);
  });

  test("ends its cursor with the day in milliseconds of UTC and the last number of the page", async () => {
    const page = await world.envelope(`/api/v1/documents.json?${bis}&order=newest&per_page=2`);
    const cursor = new URL(page.next_page_url ?? "").searchParams.get("search_after_cursor") ?? "";
    expect(JSON.parse(Buffer.from(cursor, "base64url").toString())).toEqual([
      Date.UTC(2026, 2, 13),
      page.results?.at(-1)?.document_number,
    ]);
  });

  test("names the previous page from the second page on and repeats parameters it does not know", async () => {
    const first = await world.envelope(`/api/v1/documents.json?${bis}&order=newest&per_page=2&_=17`);
    const second = await world.envelope(pathOf(first.next_page_url ?? ""));
    expect(first.previous_page_url).toBeUndefined();
    expect(new URL(second.previous_page_url ?? "").searchParams.get("page")).toBe("1");
    expect(new URL(second.next_page_url ?? "").searchParams.get("_")).toBe("17");
  });

  test("by relevance has pages without a cursor, and excerpts with the words marked", async () => {
    const page = await world.envelope("/api/v1/documents.json?conditions[term]=rack&order=relevance&per_page=2");
    expect(new URL(page.next_page_url ?? "").searchParams.has("search_after_cursor")).toBe(false);
    expect(page.results?.[0]?.["excerpts"]).toContain('<span class="match">');
  });

  test("ignores per_page=1", async () => {
    const page = await world.envelope("/api/v1/documents.json?order=newest&per_page=1");
    expect(page.results).toHaveLength(20);
  });

  test("that finds nothing has no results and no total_pages", async () => {
    const page = await world.envelope("/api/v1/documents.json?conditions[term]=zeppelin");
    expect(page).toEqual({ description: "Documents matching 'zeppelin'", count: 0 });
  });

  test("gives the fields asked for, in the order asked", async () => {
    const page = await world.envelope("/api/v1/documents.json?fields[]=title&fields[]=document_number&per_page=2");
    expect(Object.keys(page.results?.[0] ?? {})).toEqual(["title", "document_number"]);
  });

  test.each([
    ["fields[]=nonexistent_example", { status: 400, message: "field 'nonexistent_example' not valid" }],
    ["search_after_cursor=invalid", { status: 400, message: "Invalid search_after_cursor token" }],
    ["conditions[colour]=red", { errors: { colour: "is not a valid field" } }],
    ["conditions[publication_date][gte]=yesterday", { errors: { publication_date: "is not a valid date" } }],
  ])("answers 400 to %s", async (query, body) => {
    const response = await world.ask(`/api/v1/documents.json?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual(body);
  });

  test.each([
    ["conditions[type][]=PRORULE", ["2026-90106", "2026-90103", "2026-90016"]],
    [
      "conditions[type][]=PRESDOCU&conditions[presidential_document_type][]=executive_order",
      ["2026-90100", "2026-90020"],
    ],
    ["conditions[publication_date][is]=2026-03-10", ["2026-90102", "2026-90101", "2026-90100"]],
    ["conditions[publication_date][gte]=2026-03-13&conditions[type][]=RULE", ["2026-90108"]],
    ["conditions[publication_date][lte]=2026-02-11", ["2026-90011", "2026-90010"]],
    ["conditions[cfr][title]=15&conditions[cfr][part]=1-40", ["2026-90106", "2026-90103"]],
    ["conditions[cfr][title]=31&conditions[cfr][part]=599", ["2026-90022"]],
    ["conditions[regulation_id_number]=0694-ZZ03", ["2026-90105"]],
    ["conditions[docket_id]=260304-9002", ["2026-90106", "2026-90103"]],
    ["conditions[agencies][]=environmental-protection-agency", ["2026-90018"]],
    ["conditions[correction]=1", ["2026-90107", "C1-2026-90011"]],
    ['conditions[term]="remote access" (Freedonia | Firefly) -sanctions', ["2026-90105"]],
  ])("understands %s", async (query, numbers) => {
    const page = await world.envelope(`/api/v1/documents.json?order=newest&${query.replaceAll('"', "%22")}`);
    expect(page.results?.map((item) => item.document_number)).toEqual(numbers);
    expect(page.count).toBe(numbers.length);
  });
});

describe("a document", () => {
  test("has all default fields in the publisher's order", async () => {
    expect(Object.keys(await world.item("/api/v1/documents/2026-90101.json"))).toEqual(detailKeys);
  });

  test("states numbers as text where the publisher does", async () => {
    expect(await world.item("/api/v1/documents/2026-90020.json")).toMatchObject({
      type: "Presidential Document",
      subtype: "Executive Order",
      executive_order_number: "99014",
      presidential_document_number: "99014",
      cfr_references: [],
      action: null,
    });
    expect((await world.item("/api/v1/documents/2026-90101.json"))["cfr_references"]).toEqual([
      { chapter: null, citation_url: null, part: "740", title: 15 },
      { chapter: null, citation_url: null, part: "744", title: 15 },
    ]);
  });

  test("gives fields that only come when asked for", async () => {
    const item = await world.item(
      "/api/v1/documents/2026-90103.json?fields[]=document_number&fields[]=related_documents&fields[]=docket_id&fields[]=amendatory_instructions",
    );
    expect(item["docket_id"]).toBe("Docket No. 260304-9002");
    expect(item["amendatory_instructions"]).toMatchObject({ count: 2 });
    expect(item["related_documents"]).toMatchObject({
      "Docket No. 260304-9002": [{ document_number: "2026-90106", relationship_type: null }],
    });
  });

  test("is found by its citation and without zero padding", async () => {
    expect((await world.item("/api/v1/documents/91%20FR%2090101.json")).document_number).toBe("2026-90101");
    expect((await world.item("/api/v1/documents/2026-090101.json")).document_number).toBe("2026-90101");
  });

  test("that does not exist is 404 in JSON", async () => {
    const response = await world.ask("/api/v1/documents/9999-99999.json");
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ status: 404, message: "Record Not Found" });
  });

  test("changes nothing from one answer to the next but its page views", async () => {
    const [first, second] = [
      await world.item("/api/v1/documents/2026-90101.json"),
      await world.item("/api/v1/documents/2026-90101.json"),
    ];
    expect(first["page_views"]).not.toEqual(second["page_views"]);
    expect({ ...first, page_views: null }).toEqual({ ...second, page_views: null });
  });

  test("points to texts that are served as XML, HTML and preformatted text", async () => {
    const item = await world.item("/api/v1/documents/2026-90105.json");
    const xml = await world.ask(pathOf(String(item["full_text_xml_url"])));
    expect(xml.headers.get("content-type")).toContain("xml");
    const text = await xml.text();
    expect(text).toMatch(/^<RULE>\n {4}<PREAMB>/);
    expect(text).toContain('<REGTEXT TITLE="15" PART="744">');
    expect(text.match(/<ROW>/g)).toHaveLength(5);
    expect(await (await world.ask(pathOf(String(item["body_html_url"])))).text()).toContain(
      '<p id="p-1" data-page="90140">',
    );
    const raw = await (await world.ask(pathOf(String(item["raw_text_url"])))).text();
    expect(raw).toContain("<pre>\n[Federal Register Volume 91, Number");
    expect(
      Math.max(
        ...raw
          .split("\n")
          .filter((line) => !line.includes("<title>"))
          .map((line) => line.length),
      ),
    ).toBeLessThan(90);
  });

  test("turns programs away from its page, and shows it to a person", async () => {
    const item = await world.item("/api/v1/documents/2026-90105.json");
    const page = pathOf(String(item["html_url"]));
    expect(await (await world.ask(page, { "user-agent": "a-program/1.0" })).text()).toContain("Request Access");
    expect(await (await world.ask(page, { "user-agent": "Mozilla/5.0" })).text()).toContain("Duck Soup Computing");
  });
});

describe("several documents", () => {
  test("come once each, and the missing ones are named", async () => {
    const many = await world.envelope("/api/v1/documents/2026-90101,9999-99999,2026-90101.json");
    expect(Object.keys(many)).toEqual(["count", "results", "errors"]);
    expect(many.count).toBe(1);
    expect(many.results?.map((item) => item.document_number)).toEqual(["2026-90101"]);
    expect(many.errors).toEqual({ not_found: ["9999-99999"] });
  });

  test("are a list even if none is found", async () => {
    const response = await world.ask("/api/v1/documents/9999-99998,9999-99999.json");
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      count: 0,
      results: [],
      errors: { not_found: ["9999-99998", "9999-99999"] },
    });
  });
});

test("facets count by day and by type, and an empty one is an empty object", async () => {
  const days = "conditions[publication_date][gte]=2026-03-12";
  expect(await world.item(`/api/v1/documents/facets/daily?${days}`)).toEqual({
    "2026-03-12": { count: 4, name: "03/12/2026" },
    "2026-03-13": { count: 3, name: "03/13/2026" },
  });
  expect(await world.item("/api/v1/documents/facets/type?conditions[term]=zeppelin")).toEqual({});
});

test("agencies are listed, and found by slug and by number", async () => {
  expect(await world.item("/api/v1/agencies/industry-and-security-bureau.json")).toMatchObject({
    id: 241,
    parent_id: 54,
  });
  expect(await world.item("/api/v1/agencies/54.json")).toMatchObject({
    slug: "commerce-department",
    child_ids: [241, 261],
  });
});

test("with its own links everything stays on loopback", async () => {
  const own = await openWorld(demoStory, eastern("2026-03-09", "11:00"), "own");
  const page = await own.envelope("/api/v1/documents.json?order=newest&per_page=2");
  expect(page.next_page_url).toContain(own.federalRegister.origin);
  const text = JSON.stringify(await own.item("/api/v1/documents/2026-90022.json"));
  expect(text).not.toMatch(/https:\/\/(www\.|public-inspection\.)?(federalregister|govinfo)\.gov/);
  const { pdf_url: printed } = JSON.parse(text) as { pdf_url: string };
  const shown = await own.ask(pathOf(printed), { "user-agent": "Mozilla/5.0" });
  expect(await shown.text()).toContain("Freedonia Sanctions Regulations");
  await own.close();
});

test("requests are logged with world time, headers and status", async () => {
  await world.ask("/api/v1/documents/9999-99999.json", { "user-agent": "watcher/1.0" });
  expect(world.requests.at(-1)).toMatchObject({
    publisher: "federal-register",
    method: "GET",
    path: "/api/v1/documents/9999-99999.json",
    status: 404,
    concurrent: 1,
    fault: null,
  });
  expect(world.requests.at(-1)?.headers["user-agent"]).toBe("watcher/1.0");
  expect(world.requests.at(-1)?.at.toString()).toBe("2026-03-13T16:00:00Z");
});
