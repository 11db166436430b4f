import { load } from "cheerio";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Change } from "../../src/model/change.ts";
import type { Recording, Store } from "../../src/model/store.ts";
import { openStore } from "../../src/store/open.ts";
import { exampleChange } from "../support/example-change.ts";
import { openWeb } from "./open-web.ts";
import type { OpenWeb } from "./open-web.ts";
import { feeds, shelf } from "./sample.ts";

let store: Store;
let web: OpenWeb;

beforeAll(async () => {
  store = await openStore({ dataDir: "", inMemory: true, log: { warn() {}, error() {} } });
  await store.syncFeeds(
    feeds.map((feed) => ({ feed, host: "publisher.example" })),
    "2026-01-10T08:00:00.000Z",
  );
  // Two feeds see the same forty events, one feed after the other, as two first polls do.
  for (const feedId of ["federal-register/bis-rules", "federal-register/entity-list"]) {
    for (let index = 0; index < 40; index += 1) await record(feedId, index);
  }
  await recordAmendment();
  web = await openWeb({ store });
});
afterAll(async () => {
  await web.close();
  await store.close();
});

const version = shelf.versions[0];
const amended = shelf.versions[1];
const snapshot = shelf.snapshots[0];
const laterSnapshot = shelf.snapshots[1];

function recording(change: Change, sequence: number): Recording {
  const [extraction, served] = sequence === 0 ? [version, snapshot] : [amended, laterSnapshot];
  if (extraction === undefined || served === undefined) throw new Error("the sample has no version");
  return {
    feedId: change.feedId,
    documentId: change.documentId,
    key: change.documentId,
    threadKey: change.threadKey,
    expectedSequence: sequence,
    at: change.detectedAt,
    state: null,
    snapshots: [{ role: "text", snapshot: served }],
    version: { extraction: { ...extraction, deadlines: change.deadlines }, recipe: extraction.recipe },
    vanished: false,
    gather: null,
    change,
    alert: null,
  };
}

async function record(feedId: string, index: number): Promise<void> {
  const id = `${feedId.replace("federal-register/", "")}-${index}`;
  const minute = String(index).padStart(2, "0");
  const occurredAt = `2026-01-11T${feedId.endsWith("bis-rules") ? "09" : "10"}:${minute}:00.000Z`;
  const change = exampleChange({
    id,
    documentId: `d-${id}`,
    threadKey: `t-${index}`,
    feedId,
    eventKey: `event-${index}`,
    kind: "first-seen",
    title: `Rule number ${index}`,
    occurredAt,
    detectedAt: "2026-01-12T08:00:00.000Z",
  });
  expect((await store.record(recording(change, 0))).kind).toBe("recorded");
}

async function recordAmendment(): Promise<void> {
  const sample = shelf.changes.find(({ id }) => id === "c-rule");
  if (sample === undefined) throw new Error("the sample has no amendment");
  const change = {
    ...sample,
    id: "amended",
    documentId: "d-bis-rules-0",
    feedId: "federal-register/bis-rules",
    eventKey: "event-amended",
  };
  expect((await store.record(recording(change, 1))).kind).toBe("recorded");
}

test("the timeline shows each event once, also where its two feeds are pages apart", async () => {
  const titles: string[] = [];
  let path: string | undefined = "/?limit=25";
  let pages = 0;
  while (path !== undefined) {
    const $ = load(await web.text(path));
    titles.push(
      ...$(".entry h3")
        .toArray()
        .map((each) => $(each).text()),
    );
    const next: string | undefined = $("a[rel=next]").attr("href");
    path = next === undefined ? undefined : `${next}&limit=25`;
    pages += 1;
  }
  expect(pages).toBe(4);
  expect(titles).toHaveLength(41);
  expect(new Set(titles.filter((title) => title.startsWith("Rule number"))).size).toBe(40);
});

test("an event names all feeds that saw it", async () => {
  const $ = load(await web.text("/?q=%22number+7%22"));
  expect($(".entry")).toHaveLength(1);
  expect(
    $(".entry .meta a")
      .toArray()
      .map((link) => $(link).text()),
  ).toEqual(["Entity List", "BIS export-control rules"]);
});

test("a recorded change has its redline, its evidence as served, and its place in the document's history", async () => {
  const $ = load(await web.text("/changes/amended"));
  expect($(".redline ins").text()).toContain("shall");
  const href = $("a[download]").first().attr("href") ?? "";
  expect(await web.text(href)).toMatch(/^served v-rule-/);
  const history = load(await web.text("/documents/d-bis-rules-0?from=1&to=2"));
  expect(history(".history li")).toHaveLength(2);
  expect(history(".redline ins").text()).toContain("shall");
});

test("a document stands with what belongs to its thread on one line of time, each event once", async () => {
  const announcement = exampleChange({
    id: "press",
    documentId: "d-press",
    threadKey: "t-3",
    feedId: "federal-register/entity-list",
    eventKey: "event-press",
    title: "Commerce announces rule number 3",
    occurredAt: "2026-01-11T11:00:00.000Z",
  });
  expect((await store.record(recording(announcement, 0))).kind).toBe("recorded");
  const $ = load(await web.text("/documents/d-bis-rules-3"));
  expect($("#history").text()).toBe("History, with what belongs to it");
  const entries = $(".history > li").toArray();
  expect(entries.map((entry) => $(entry).find(".of").text())).toEqual(["Commerce announces rule number 3", ""]);
});

test("the API, the calendar and the metrics read the same store", async () => {
  const whole = (await (await web.get("/api/v1/changes/amended/redline")).json()) as { before: string; after: string };
  expect(whole.before).toContain("may report");
  expect(whole.after).toContain("shall report");
  expect((await web.get("/api/v1/documents?limit=5")).status).toBe(200);
  expect(await web.text("/deadlines.ics")).toContain("BEGIN:VEVENT");
  expect(await web.text("/metrics")).toContain("regwatch_changes_total 82");
  expect(await web.text("/readyz")).toBe("ready\n");
  expect((await web.get("/api/v1/changes?cursor=nonsense")).status).toBe(400);
  expect(web.errors).toEqual([]);
});
