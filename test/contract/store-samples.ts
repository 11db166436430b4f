import { createHash } from "node:crypto";
import type { Alert } from "../../src/model/alert.ts";
import type { Change } from "../../src/model/change.ts";
import type { Feed } from "../../src/model/feed.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import type { DocumentHead, PlannedDelivery, Recording } from "../../src/model/store.ts";
import { defaultOptions, type Subscription } from "../../src/model/subscription.ts";
import type { Extraction, Recipe } from "../../src/model/version.ts";

export const recipe: Recipe = { source: "federal-register", revision: 1, paramsHash: "abc" };

/** The instant so many seconds after the morning these tests play on. */
export function at(seconds: number): string {
  return new Date(Date.UTC(2026, 0, 12, 12, 0, 0) + seconds * 1000).toISOString();
}

export function sampleFeed(id: string, changed: Partial<Feed> = {}): Feed {
  return {
    id,
    source: "federal-register",
    title: `Feed ${id}`,
    topics: ["export-controls"],
    schedule: ["*/15 * * * *"],
    timezone: "UTC",
    visibility: "public",
    enabled: true,
    unverified: false,
    mute: [],
    params: {},
    ...changed,
  };
}

export function sampleSubscription(id: string, changed: Partial<Subscription> = {}): Subscription {
  return {
    id,
    destination: { channel: "webhook", address: `https://receiver.example/${id}` },
    query: "",
    when: { kind: "instant" },
    minimum: "editorial",
    secret: null,
    state: "active",
    pausedBecause: null,
    createdAt: at(0),
    createdBy: "tests",
    options: defaultOptions,
    tenant: "local",
    owner: null,
    ...changed,
  };
}

export function sampleSnapshot(text: string, changed: Partial<Snapshot> = {}): Snapshot {
  const body = new TextEncoder().encode(text);
  return {
    id: `sha256:${createHash("sha256").update(body).digest("hex")}`,
    url: "https://publisher.example/document",
    finalUrl: "https://publisher.example/document/final",
    status: 200,
    headers: { "content-type": "text/html; charset=utf-8", etag: '"1"' },
    redirects: [
      { status: 301, from: "https://publisher.example/document", to: "https://publisher.example/document/final" },
    ],
    body,
    fetchedAt: at(0),
    ...changed,
  };
}

export function sampleExtraction(text: string, changed: Partial<Extraction> = {}): Extraction {
  return {
    title: "Implementation of Export Controls",
    language: "en",
    sourceUrl: "https://publisher.example/document",
    officialUrl: null,
    citation: "91 FR 1000",
    fullCitation: null,
    publishedAt: "2026-01-12",
    form: "published",
    complete: true,
    blocks: text.split("\n").map((line) => ({ kind: "paragraph", path: ["§ 744.23"], text: line })),
    facts: { commentDeadline: "2026-02-04", agencies: ["BIS"] },
    deadlines: [{ kind: "comments-close", date: "2026-02-04", sentence: "Comments are due by February 4, 2026." }],
    threadKeys: ["rin:0694-AK11"],
    links: [],
    ...changed,
  };
}

/** One capture of a document with this text: new, or following `head`. */
export function sampleRecording(
  feedId: string,
  key: string,
  text: string,
  options: {
    readonly head?: DocumentHead | null;
    readonly seconds?: number;
    readonly change?: Partial<Change> | null;
    readonly extraction?: Partial<Extraction>;
    readonly to?: readonly PlannedDelivery[];
  } = {},
): Recording {
  const { head = null, seconds = 0, extraction: given = {}, to = [] } = options;
  const documentId = head?.id ?? `doc-${feedId}-${key}`;
  const snapshot = sampleSnapshot(text, { fetchedAt: at(seconds) });
  const extraction = sampleExtraction(text, given);
  const change = options.change === null ? null : sampleChange(feedId, documentId, text, head, seconds, options.change);
  return {
    feedId,
    documentId,
    key,
    threadKey: head?.threadKey ?? extraction.threadKeys[0] ?? documentId,
    expectedSequence: head?.sequence ?? 0,
    at: at(seconds),
    state: { hash: snapshot.id },
    snapshots: [{ role: "text", snapshot }],
    version: { extraction, recipe },
    vanished: false,
    gather: null,
    change,
    alert: change && { alert: sampleAlert(change), deliveries: to },
  };
}

function sampleAlert(change: Change): Alert {
  return { kind: "alert", id: `alert-${change.id}`, at: change.detectedAt, changes: [change] };
}

/** A delivery of one event to one subscription, in the subscription's own lane unless said otherwise. */
export function planned(subscriptionId: string, eventKey: string, lane = `lane-${subscriptionId}`): PlannedDelivery {
  return { subscriptionId, lane, eventKey };
}

function sampleChange(
  feedId: string,
  documentId: string,
  text: string,
  head: DocumentHead | null,
  seconds: number,
  changed: Partial<Change> = {},
): Change {
  const id = `${documentId}-${(head?.sequence ?? 0) + 1}`;
  return {
    id,
    eventKey: `event-${id}`,
    feedId,
    source: "federal-register",
    documentId,
    threadKey: head?.threadKey ?? "rin:0694-AK11",
    kind: head ? "amended" : "first-seen",
    headline: "New rule",
    title: "Implementation of Export Controls",
    sourceUrl: "https://publisher.example/document",
    permalink: `/changes/${id}`,
    publishedAt: "2026-01-12",
    detectedAt: at(seconds),
    occurredAt: at(seconds),
    language: "en",
    significance: "substantive",
    reasons: [{ rule: "obligation", section: "§ 744.23", before: "may", after: "shall" }],
    topics: ["export-controls"],
    identifiers: { documentNumber: null, agencies: [], cfrReferences: [], docketIds: [], rins: [], bills: [] },
    facts: [],
    deadlines: [],
    summary: "A rule was published.",
    summarisedBy: "rules",
    citation: null,
    fullCitation: null,
    officialUrl: null,
    redline: {
      spans: [{ op: "insert", section: "", text }],
      stats: { inserted: text.length, deleted: 0, moved: 0, sections: 1 },
    },
    evidence: {
      before: head?.latest.snapshots[0]?.id ?? null,
      after: sampleSnapshot(text).id,
      lastSeenBefore: head?.lastSeenAt ?? null,
      firstSeenAfter: at(seconds),
      chain: "",
    },
    baseline: false,
    muted: null,
    visibility: "public",
    ...changed,
  };
}
