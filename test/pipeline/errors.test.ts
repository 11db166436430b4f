import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createReporter } from "../../src/cli/report.ts";
import { toInstant } from "../../src/lib/time.ts";
import type { FeedState } from "../../src/model/store.ts";
import { redline } from "../../src/redline/redline.ts";
import { createWeb } from "../../src/web/server.ts";
import { tellHealth } from "../../src/pipeline/tell-health.ts";
import { createWorldClock } from "../../src/world/clock.ts";
import type { Fault } from "../../src/world/faults.ts";
import type { RegisterDocument } from "../../src/world/federal-register/document.ts";
import { generateDocuments } from "../../src/world/federal-register/generate.ts";
import { quickStore } from "../support/database.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";
import { noSubscriptions } from "../web/open-web.ts";

const feedId = "federal-register/bis";
const noon = Temporal.Instant.from("2026-03-09T16:00:00Z");
const { documents } = generateDocuments({ seed: 5, count: 60, from: "2026-03-09", perDay: 60 });
const quiet = documents.filter(({ title }) => !title.includes("Denying"));
const coming = quiet.slice(4);
const lines: string[] = [];
const report = createReporter((line) => lines.push(line));

let receiver: WebhookReceiver;
let home: TestHouse;
let page: { readonly url: string; close(): Promise<void> };

beforeAll(async () => {
  receiver = await startWebhookReceiver();
  const { store } = await quickStore();
  home = await openTestHouse(
    createWorldClock(noon),
    { federalRegister: { documents: quiet.slice(0, 4) } },
    {
      allow: [receiver.host],
      feeds: (origin) => ({
        [feedId]: feedFile(origin),
        "federal-register/nowhere": feedFile("http://register.invalid"),
      }),
      fittings: { store, progress: report, timeouts: { headersMs: 2000, bodyMs: 300, totalMs: 1500 } },
    },
  );
  await home.subscribe(`webhook:${receiver.url}`, "* OR kind:health", { minimum: "cosmetic" });
  page = await feedsPage();
  expect(await home.check()).toMatchObject({ baseline: true, error: null, changes: 4 });
});

afterAll(async () => {
  await page.close();
  await home.close();
  await receiver.close();
});

describe("a publisher that is ill", () => {
  const all: readonly (readonly [string, Fault["does"], RegExp])[] = [
    ["refuses connections", { kind: "refused" }, /refused the connection\./],
    ["sends us to a name that no DNS knows", { kind: "redirect" }, /nowhere\.invalid could not be .*DNS/],
    [
      "redirects to a private address",
      { kind: "redirect", to: "http://10.0.0.7/" },
      /redirects to .*10\.0\.0\.7.*private/,
    ],
    ["breaks the connection", { kind: "reset" }, /closed the connection without an answer\./],
    ["answers 429", { kind: "status", status: 429 }, /answered 429 Too Many Requests\./],
    [
      "answers 429 with Retry-After",
      { kind: "status", status: 429, retryAfter: "7200" },
      /429 .* asks to wait 7200 s\./,
    ],
    ["answers 500", { kind: "status", status: 500 }, /answered 500 Internal Server Error\./],
    ["answers with its 404 page", { kind: "not-found" }, /answered 404 Not Found for \/api\/v1\/documents\.json\./],
    ["answers with HTML instead of JSON", { kind: "html" }, /sent a maintenance page instead of JSON\./],
    ["answers with a block page", { kind: "block-page" }, /sent its "Request Access" page.* instead of JSON\./],
    ["breaks its answer off", { kind: "truncated" }, /broke its answer off/],
    ["falls silent within its answer", { kind: "hang" }, /stopped sending in the middle of its answer\./],
    ["answers too slowly", { kind: "slow", milliseconds: 2500 }, /was still sending its answer when the time allowed/],
  ];

  test.each(all)("%s: named, told once, no change, and nothing missed afterwards", async (_what, does, message) => {
    const before = await stateOf();
    const told = receiver.received.length;
    const news = publishNext();
    const heal = await home.world.fault({ does });

    const first = await later({ minutes: 20 });
    expect(first).toMatchObject({ changes: 0, deliveries: 0, error: expect.stringMatching(message) });
    expect(lines.at(-1)).toContain(`✗ ${feedId}: ${first.error} Next try `);
    expect(await shownOnFeedsPage()).toMatch(new RegExp(`Cannot be read.*${message.source}`, "s"));
    const second = await later({ minutes: 2 });
    expect(second).toMatchObject({
      changes: 0,
      error: expect.stringMatching(wantsToBeLeftAlone(does) ? leftAlone : message),
    });
    const { cursor, lastOkAt, documents } = before;
    expect(await stateOf()).toMatchObject({ cursor, lastOkAt, documents, failures: 2, error: second.error });

    // What cannot be reached is told after five minutes at the latest: others may have to show whether it is our own network.
    await home.clock.step({ minutes: 4 });
    await tellHealth(home.house.services);
    await home.deliver();
    await heal();
    expect(await later({ hours: 3 })).toMatchObject({ error: null, changes: 1, warnings: [] });
    expect(await stateOf()).toMatchObject({
      error: null,
      illSince: null,
      failures: 0,
      documents: before.documents + 1,
    });
    expect(await later({ minutes: 20 })).toMatchObject({ error: null, changes: 0 });
    expect(receiver.received.slice(told).map(({ body }) => whatIsTold(body))).toEqual([
      `ill: ${first.error}`,
      `first-seen ${news.number}`,
      expect.stringMatching(/^recovered: /),
    ]);
    expect(receiver.problems).toEqual([]);
  });

  test("asks for patience, and nobody rings for its host before the time is over", async () => {
    const { store } = home.house.services;
    const { host } = await stateOf();
    const heal = await home.world.fault({ does: { kind: "status", status: 429, retryAfter: "7200" } });
    const asked = await later({ minutes: 20 });
    await heal();
    const until = Temporal.Instant.from(asked.nextDueAt);
    expect(home.clock.now().until(until).total("seconds")).toBeGreaterThanOrEqual(7200);
    expect(await store.dueHosts(toInstant(home.clock.now().add({ minutes: 119 })))).not.toContain(host);
    expect(await store.dueHosts(toInstant(until))).toContain(host);
    expect(await later({ hours: 3 })).toMatchObject({ error: null, changes: 0 });
  });
});

test("A base address that no DNS knows is named as such, and the other feed of the publisher goes on.", async () => {
  const nowhere = await home.check("federal-register/nowhere");
  expect(nowhere).toMatchObject({
    baseline: true,
    changes: 0,
    error: expect.stringMatching(/^register\.invalid could not be .*DNS/),
  });
  expect(await shownOnFeedsPage()).toMatch(/Cannot be read.*register\.invalid could not be .*DNS/s);
  expect(await home.check("federal-register/nowhere")).toMatchObject({ baseline: true, error: nowhere.error });
  expect(receiver.received.filter(({ body }) => whatIsTold(body) === `ill: ${nowhere.error}`)).toHaveLength(1);
  expect(await later({ minutes: 20 })).toMatchObject({ error: null, changes: 0 });
});

describe("an answer that is no news", () => {
  test("a search that finds nothing and has no results is neither an error nor the end of what is known", async () => {
    const told = receiver.received.length;
    const news = publishNext();
    const heal = await home.world.fault({ path: /\/api\/v1\/documents\.json/, does: { kind: "empty" } });
    expect(await later({ minutes: 20 })).toMatchObject({ error: null, changes: 0, warnings: [] });
    await heal();
    expect(await later({ minutes: 20 })).toMatchObject({ error: null, changes: 1 });
    expect(receiver.received.slice(told).map(({ body }) => whatIsTold(body))).toEqual([`first-seen ${news.number}`]);
  });

  test("records in which only page views and dockets' counters moved are the same records", async () => {
    const told = receiver.received.length;
    await answerOnce(196, "2026-03-09 12:15:03 -0400");
    expect(await later({ minutes: 20 })).toMatchObject({ error: null, changes: 1 });
    await answerOnce(2311, "2026-03-12 10:15:04 -0400");
    expect(await later({ minutes: 20 })).toMatchObject({ error: null, changes: 0, looked: 1 });
    expect(receiver.received.slice(told)).toHaveLength(1);
  });
});

describe("a text that cannot be had", () => {
  const texts = /\/documents\/full_text\//;
  test.each([
    ["is not there yet", { kind: "not-found" } as const, []],
    ["is an error", { kind: "status", status: 500 } as const, [/answered 500/]],
    ["is a block page", { kind: "block-page" } as const, [/Request Access/]],
    ["breaks off", { kind: "truncated" } as const, [/broke its answer off/]],
  ])("%s: the document is told by its facts, and the text's arrival is no change", async (_what, does, warnings) => {
    const told = receiver.received.length;
    const news = publishNext();
    const heal = await home.world.fault({ path: texts, does });
    const first = await later({ minutes: 20 });
    expect(first).toMatchObject({
      error: null,
      changes: 1,
      warnings: warnings.map((warning) => expect.stringMatching(warning)),
    });
    expect(await later({ minutes: 20 })).toMatchObject({ error: null, changes: 0 });
    await heal();
    expect(await later({ minutes: 20 })).toMatchObject({ error: null, changes: 0, warnings: [] });
    expect(receiver.received.slice(told).map(({ body }) => whatIsTold(body))).toEqual([`first-seen ${news.number}`]);
    const document = await documentOf(news);
    expect(document?.versions).toHaveLength(2);
    const version = await home.house.services.store.version(document?.versions[0]?.id ?? "");
    expect(version).toMatchObject({ complete: true });
    expect(version?.blocks.length).toBeGreaterThan(2);
  });
});

const leftAlone = /asked to be left alone until 2026-03-.* it is not asked before\.$/;

// After a 429 or a block page nobody asks for a while, not even a person's `check`.
function wantsToBeLeftAlone(does: Fault["does"]): boolean {
  return does.kind === "block-page" || (does.kind === "status" && does.status === 429);
}

function feedFile(baseUrl: string): string {
  return `source: federal-register
title: The bureau at ${baseUrl}
params: { baseUrl: "${baseUrl}", agencies: [industry-and-security-bureau] }
`;
}

/** The next document of the story, out today. */
function publishNext(): RegisterDocument {
  const next = coming.shift();
  if (next === undefined) throw new Error("the story is told to its end");
  home.world.federalRegister.add(next);
  return next;
}

async function later(duration: Temporal.DurationLike) {
  await home.clock.step(duration);
  return home.check();
}

async function stateOf(): Promise<FeedState> {
  const state = await home.house.services.store.feedState(feedId);
  if (state === null) throw new Error("the feed is not known");
  return state;
}

function whatIsTold(body: WebhookReceiver["received"][number]["body"]): string {
  const notice = body["health"] as { readonly state: string; readonly message: string } | undefined;
  return notice
    ? `${notice.state}: ${notice.message}`
    : body.changes.map((change) => `${change.kind} ${String(change["documentNumber"])}`).join();
}

/** The next search is answered with one record, as a mirror or a cache gave it. */
async function answerOnce(views: number, lastUpdated: string): Promise<void> {
  const body = { count: 1, results: [recordWith(views, lastUpdated)], errors: { not_found: ["2026-99999"] } };
  const answer = { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  await home.world.fault({ path: /\/api\/v1\/documents\.json/, times: 1, does: { kind: "answer", answer } });
}

async function documentOf({ number }: RegisterDocument) {
  const { store } = home.house.services;
  const { rows } = await store.documents({ feedId, includePrivate: true, limit: 200 });
  return store.document(rows.find(({ key }) => key === number)?.id ?? "");
}

// Quotes and angle brackets are written as entities on a page.
async function shownOnFeedsPage(): Promise<string> {
  const html = await (await fetch(`${page.url}/feeds`)).text();
  return html.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");
}

async function feedsPage(): ReturnType<ReturnType<typeof createWeb>["listen"]> {
  const { services, problems } = home.house;
  const web = createWeb({
    store: services.store,
    feeds: () => ({ feeds: [...services.feeds().values()], problems: problems() }),
    clock: home.clock,
    publicUrl: "http://127.0.0.1",
    read: "open",
    adminToken: null,
    ready: () => true,
    version: "0.0.0",
    redline,
    subscriptions: noSubscriptions,
    logError: (error) => {
      throw error;
    },
  });
  return web.listen("127.0.0.1", 0);
}

/** A record as several documents by number come, with much that nobody asked for. */
function recordWith(views: number, lastUpdated: string): object {
  return {
    document_number: "2026-70001",
    publication_date: "2026-03-09",
    title: "Reporting of Semiconductor Test Equipment",
    type: "Notice",
    abstract: "The Bureau asks for comments on a report.",
    action: "Notice.",
    dates: "Comments must be received by May 8, 2026.",
    agencies: [
      {
        raw_name: "BUREAU OF INDUSTRY AND SECURITY",
        name: "Industry and Security Bureau",
        id: 241,
        slug: "industry-and-security-bureau",
      },
    ],
    cfr_references: [],
    citation: "91 FR 11901",
    comments_close_on: "2026-05-08",
    effective_on: null,
    correction_of: null,
    corrections: [],
    docket_ids: ["Docket No. 260309-0001"],
    regulation_id_numbers: [],
    regulations_dot_gov_info: {
      docket_id: "BIS-2026-0001",
      comments_count: views % 7,
      checked_regulationsdotgov_at: lastUpdated,
    },
    dockets: [
      {
        id: "BIS-2026-0001",
        documents: [{ id: "BIS-2026-0001-0001", comment_count: views % 7, updated_at: lastUpdated }],
      },
    ],
    page_views: { count: views, last_updated: lastUpdated },
    full_text_xml_url: null,
    raw_text_url: null,
    body_html_url: null,
    html_url:
      "https://www.federalregister.gov/documents/2026/03/09/2026-70001/reporting-of-semiconductor-test-equipment",
    pdf_url: `https://www.govinfo.gov/content/pkg/FR-2026-03-09/pdf/2026-70001.pdf?${views}`,
    public_inspection_pdf_url: `https://public-inspection.federalregister.gov/2026-70001.pdf?${views}`,
  };
}
