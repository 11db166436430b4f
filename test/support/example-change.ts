import type { Alert, HealthNotice, Notice } from "../../src/model/alert.ts";
import type { Change } from "../../src/model/change.ts";
import type { Digest } from "../../src/model/digest.ts";
import type { Delivery } from "../../src/model/delivery.ts";
import { fresh } from "../../src/model/standing.ts";
import { defaultOptions, type Subscription } from "../../src/model/subscription.ts";

/** A moved comment deadline with one changed clause, as the pipeline would record it. */
export function exampleChange(changes: Partial<Change> = {}): Change {
  return {
    id: "c0ffee",
    eventKey: "event-1",
    feedId: "federal-register/bis-rules",
    source: "federal-register",
    documentId: "d0c",
    threadKey: "rin:0694-AK11",
    kind: "amended",
    headline: "Comment deadline moved",
    title: "Export Controls on Advanced Computing Items; Extension of Comment Period",
    sourceUrl: "https://www.federalregister.gov/d/2026-00123",
    permalink: "/changes/c0ffee",
    publishedAt: "2026-01-12",
    detectedAt: "2026-01-12T19:12:00.000Z",
    occurredAt: "2026-01-12T19:12:00.000Z",
    language: "en",
    significance: "substantive",
    reasons: [{ rule: "obligation", section: "§ 744.23(b)", before: "may", after: "shall" }],
    topics: ["export-controls", "ai-chips"],
    identifiers: {
      documentNumber: "2026-00123",
      agencies: ["Commerce Department", "Industry and Security Bureau"],
      cfrReferences: ["15 CFR 744"],
      docketIds: ["Docket No. 260105-0001", "BIS-2025-0017"],
      rins: ["0694-AK11"],
      bills: [],
    },
    facts: [{ name: "commentDeadline", before: "2026-01-05", after: "2026-02-04" }],
    deadlines: [
      { kind: "comments-close", date: "2026-02-04", sentence: "Comments must be received by February 4, 2026." },
    ],
    summary: "The comment period ends a month later. A zebra appears in the summary alone.",
    summarisedBy: "rules",
    citation: "91 FR 1234",
    fullCitation: "Export Controls on Advanced Computing Items, 91 Fed. Reg. 1234 (Jan. 12, 2026)",
    officialUrl: "https://www.govinfo.gov/content/pkg/FR-2026-01-12/pdf/2026-00123.pdf",
    redline: {
      spans: [
        { op: "equal", section: "§ 744.23(b)", text: "The licensee of a graphics giraffe " },
        { op: "delete", section: "§ 744.23(b)", text: "may" },
        { op: "insert", section: "§ 744.23(b)", text: "shall" },
        { op: "equal", section: "§ 744.23(b)", text: " " },
        { op: "insert", section: "§ 744.23(b)", text: "not later than thirty days " },
        { op: "equal", section: "§ 744.23(b)", text: "report each export." },
      ],
      stats: { inserted: 32, deleted: 3, moved: 0, sections: 1 },
    },
    evidence: {
      before: "sha256:aa",
      after: "sha256:bb",
      lastSeenBefore: "2026-01-12T18:57:22.000Z",
      firstSeenAfter: "2026-01-12T19:12:00.000Z",
      chain: "sha256:cc",
    },
    baseline: false,
    muted: null,
    visibility: "public",
    ...changes,
  };
}

export function exampleAlert(...changes: readonly Change[]): Alert {
  return {
    kind: "alert",
    id: "alert-1",
    at: "2026-01-12T19:12:00.000Z",
    changes: changes.length === 0 ? [exampleChange()] : changes,
  };
}

export function exampleNotice(notice: Partial<HealthNotice> = {}): Alert {
  return {
    kind: "health",
    id: "notice-1",
    at: "2026-01-12T19:12:00.000Z",
    notice: {
      feedId: "federal-register/bis-rules",
      feedTitle: "BIS export-control rules",
      state: "ill",
      since: "2026-01-12T19:12:00.000Z",
      message: "federalregister.gov answers with 503. regwatch keeps trying.",
      visibility: "public",
      ...notice,
    },
  };
}

/** A digest of one thread, unless said otherwise. */
export function exampleDigest(digest: Partial<Digest> = {}): Alert {
  const change = exampleChange();
  return {
    kind: "digest",
    id: "digest-1",
    at: "2026-01-12T13:00:00.000Z",
    digest: {
      from: "2026-01-05T13:00:00.000Z",
      to: "2026-01-12T13:00:00.000Z",
      zone: "America/New_York",
      query: "*",
      threads: [
        { threadKey: change.threadKey, title: change.title, significance: change.significance, changes: [change] },
      ],
      counts: { cosmetic: 2, editorial: 0, substantive: 1, urgent: 0 },
      heldBack: 0,
      retracted: [],
      deadlines: [],
      checks: { feeds: 61, checks: 1234, ill: [] },
      ...digest,
    },
  };
}

/** A word from regwatch itself. */
export function exampleWord(notice: Partial<Notice> = {}): Alert {
  return {
    kind: "notice",
    id: "word-1",
    at: "2026-01-12T19:12:00.000Z",
    notice: {
      subject: "paused",
      lines: ["The subscription is paused: the channel is archived."],
      changes: [],
      ...notice,
    },
  };
}

export function exampleSubscription(subscription: Partial<Subscription> = {}): Subscription {
  return {
    id: "sub-1",
    destination: { channel: "terminal", address: "" },
    query: "*",
    when: { kind: "instant" },
    minimum: "editorial",
    secret: null,
    state: "active",
    pausedBecause: null,
    createdAt: "2026-01-01T00:00:00.000Z",
    createdBy: "ada",
    options: defaultOptions,
    tenant: "local",
    owner: null,
    ...subscription,
  };
}

export function exampleDelivery(alert: Alert = exampleAlert(), subscription: Partial<Subscription> = {}): Delivery {
  return {
    id: "delivery-1",
    lane: "lane-1",
    subscription: exampleSubscription(subscription),
    destination: exampleSubscription(subscription).destination,
    alert,
    standing: fresh,
    parent: null,
    state: "sending",
    attempts: 1,
    createdAt: "2026-01-12T19:12:00.000Z",
    waitingSince: "2026-01-12T19:12:00.000Z",
  };
}
