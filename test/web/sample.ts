import type { Change } from "../../src/model/change.ts";
import type { Feed } from "../../src/model/feed.ts";
import type { DocumentRecord, FeedState } from "../../src/model/store.ts";
import type { Block } from "../../src/model/text.ts";
import type { Version } from "../../src/model/version.ts";
import { redline } from "../../src/redline/redline.ts";
import { exampleChange, exampleSubscription } from "../support/example-change.ts";
import { snapshotOf } from "./shelf.ts";
import type { Shelf } from "./shelf.ts";

export const now = Temporal.Instant.from("2026-01-14T15:30:00Z");
export const secretWord = "Zephyrine";
export const hostile = '<script>alert(1)</script> "><img src=x onerror=alert(2)>';

export const feeds: readonly Feed[] = [
  feed("federal-register/bis-rules", "BIS export-control rules", ["export-controls", "ai-chips"]),
  feed("federal-register/entity-list", "Entity List", ["export-controls"]),
  feed("policies/cloud-zh", "云服务条款", ["cloud-access"], { source: "policy-page", timezone: "Asia/Shanghai" }),
  feed("tenders/national", "National tenders", ["tenders"], { source: "listing", why: "Who buys accelerators." }),
  feed("private/matter", `${secretWord} matter`, ["secret-topic"], { visibility: "private", source: "policy-page" }),
];

function feed(id: string, title: string, topics: readonly string[], more: Partial<Feed> = {}): Feed {
  return {
    id,
    title,
    topics: [...topics],
    source: "federal-register",
    schedule: ["*/15 * * * *"],
    timezone: "America/New_York",
    visibility: "public",
    enabled: true,
    unverified: false,
    mute: [],
    params: {},
    ...more,
  };
}

function state(feedId: string, more: Partial<FeedState> = {}): FeedState {
  return {
    feedId,
    host: "publisher.example",
    active: true,
    cursor: null,
    baselineAt: "2026-01-10T08:00:00.000Z",
    nextDueAt: "2026-01-14T15:45:00.000Z",
    lastCheckedAt: "2026-01-14T15:28:12.000Z",
    lastOkAt: "2026-01-14T15:28:12.000Z",
    checks: 412,
    failures: 0,
    illSince: null,
    error: null,
    warnings: [],
    recipe: null,
    interruptions: 0,
    failedReadings: [],
    documents: 31,
    ...more,
  };
}

function block(section: string, text: string, kind: Block["kind"] = "paragraph"): Block {
  const [head = "", ...labels] = section.split(/(?=\()/);
  return { kind, path: [head.trim(), ...labels], text };
}

const filler = Array.from({ length: 9 }, (_, index) =>
  block(
    `§ 744.${24 + index}`,
    `Paragraph ${index + 1} on items subject to the EAR that stays as it is. Licence applications are reviewed under the policy that applies to the destination, the end user and the end use together.`,
  ),
);

const oldText: readonly Block[] = [
  block("SUMMARY", "SUMMARY", "heading"),
  block(
    "SUMMARY",
    "The Bureau of Industry and Security amends the rules on advanced computing items and asks for comments.",
  ),
  block("DATES", "DATES", "heading"),
  block("DATES", "Comments must be received by January 5, 2026."),
  block("§ 744.23", "§ 744.23 Supercomputer and advanced-node end use controls.", "heading"),
  block(
    "§ 744.23(a)",
    "(a) You may not export, reexport or transfer (in-country) without a licence any item listed in paragraph (a)(1) when you have knowledge of a prohibited end use.",
    "item",
  ),
  block(
    "§ 744.23(b)",
    "(b) The licensee may report each export of a graphics processing unit with a total processing performance of 4800 or more within ninety days.",
    "item",
  ),
  block(
    "§ 744.23(c)",
    "(c) This paragraph tells where notifications are sent, and by whom, and it will find another place in the text.",
    "item",
  ),
  ...filler,
  block("Annex", "No licence exception is available for the items in this annex.", "note"),
];

const newText: readonly Block[] = [
  ...oldText.slice(0, 3),
  block("DATES", "Comments must be received by February 4, 2026."),
  ...oldText.slice(4, 6),
  block(
    "§ 744.23(b)",
    "(b) The licensee shall report each export of a graphics processing unit with a total processing performance of 2400 or more within thirty days.",
    "item",
  ),
  ...filler.slice(0, 6),
  block(
    "§ 744.23(c)",
    "(c) This paragraph tells where notifications are sent, and by whom, and it will find another place in the text.",
    "item",
  ),
  ...filler.slice(6),
  block("§ 744.40", "§ 744.40 Remote access to computing capacity.", "heading"),
  block(
    "§ 744.40(a)",
    "(a) Access to advanced computing items through infrastructure as a service counts as a transfer for the purposes of this part.",
    "item",
  ),
];

const chineseOld = [
  block("第一条", "第一条 服务范围", "heading"),
  block("第一条", "本协议适用于注册地址在中华人民共和国境内的用户，用户可以在本平台上使用人工智能加速计算实例。"),
  block("第三条", "第三条 使用限制", "heading"),
  block("第三条", "用户应当在三十日内完成实名认证，未完成认证的用户不得使用加速计算实例。"),
];
const chineseNew = [
  ...chineseOld.slice(0, 3),
  block("第三条", "用户必须在十五日内完成实名认证和最终用途声明，未完成的用户不得使用任何加速计算实例。"),
];

function version(
  id: string,
  documentId: string,
  sequence: number,
  blocks: readonly Block[],
  more: Partial<Version> = {},
): Version {
  const served = snapshotOf(`served ${id}`);
  return {
    id,
    documentId,
    sequence,
    recipe: { source: "federal-register", revision: 1, paramsHash: "aa" },
    snapshots: [{ role: "text", id: served.id }],
    observedAt: sequence === 1 ? "2026-01-10T08:00:00.000Z" : "2026-01-12T19:12:00.000Z",
    chain: "sha256:cc",
    title: "Export Controls on Advanced Computing Items; Extension of Comment Period",
    language: "en",
    sourceUrl: "https://publisher.example/d/1",
    officialUrl: "https://official.example/1.pdf",
    citation: "91 FR 1234",
    fullCitation: null,
    publishedAt: "2026-01-12",
    form: "published",
    complete: true,
    blocks,
    facts: {},
    deadlines: [],
    threadKeys: [],
    links: [],
    ...more,
  };
}

function document(
  id: string,
  feedId: string,
  title: string,
  versions: readonly Version[],
  more: Partial<DocumentRecord> = {},
): DocumentRecord {
  return {
    id,
    feedId,
    key: `2026-${id}`,
    threadKey: "rin:0694-AK11",
    title,
    visibility: "public",
    firstSeenAt: "2026-01-10T08:00:00.000Z",
    lastSeenAt: "2026-01-14T15:28:12.000Z",
    vanishedAt: null,
    links: [],
    versions: versions.toReversed().map(({ id, sequence, observedAt, publishedAt, form, title }) => ({
      id,
      sequence,
      observedAt,
      publishedAt,
      form,
      title,
      changeId: null,
    })),
    ...more,
  };
}

const rule1 = version("v-rule-1", "rule", 1, oldText);
const rule2 = version("v-rule-2", "rule", 2, newText);
const terms1 = version("v-terms-1", "terms", 1, chineseOld, { language: "zh-CN" });
const terms2 = version("v-terms-2", "terms", 2, chineseNew, { language: "zh-CN" });
const fresh = version("v-fresh-1", "fresh", 1, oldText);
const matter1 = version("v-matter-1", "matter", 1, [block("1", `${secretWord} text`)]);
const matter2 = version("v-matter-2", "matter", 2, [block("1", `${secretWord} other text`)]);
const versions = [rule1, rule2, terms1, terms2, fresh, matter1, matter2];

function change(id: string, more: Partial<Change> = {}): Change {
  return exampleChange({
    id,
    permalink: `/changes/${id}`,
    eventKey: `event-${id}`,
    documentId: id,
    threadKey: `thread-${id}`,
    ...more,
  });
}

const ruleRedline = redline(oldText, newText);

const changes: readonly Change[] = [
  change("c-rule", {
    documentId: "rule",
    threadKey: "rin:0694-AK11",
    occurredAt: "2026-01-14T14:12:00.000Z",
    redline: ruleRedline,
    reasons: [
      { rule: "obligation", section: "§ 744.23(b)", before: "may", after: "shall" },
      { rule: "threshold", section: "§ 744.23(b)", before: "4800", after: "2400" },
      { rule: "comment-deadline", section: "DATES", before: "January 5, 2026", after: "February 4, 2026" },
    ],
    facts: [
      { name: "commentDeadline", before: "2026-01-05", after: "2026-02-04" },
      { name: "effectiveDate", before: null, after: "2026-01-20" },
      { name: "docketIds", before: ["BIS-2025-0017"], after: ["BIS-2025-0017", "BIS-2026-0002"] },
    ],
    deadlines: [
      { kind: "effective", date: "2026-01-20", sentence: "This rule is effective January 20, 2026." },
      { kind: "comments-close", date: "2026-02-04", sentence: "Comments must be received by February 4, 2026." },
      { kind: "expires", date: "2025-12-31", sentence: "The temporary general licence expires December 31, 2025." },
    ],
    summary:
      "The comment period now ends on 4 February 2026, a month later. Licensees shall report each export within thirty days (was: may, within ninety days); the threshold falls from 4800 to 2400.",
    evidence: {
      ...exampleChange().evidence,
      before: rule1.snapshots[0]?.id ?? null,
      after: rule2.snapshots[0]?.id ?? null,
    },
  }),
  change("c-rule-entity", {
    documentId: "rule-entity",
    feedId: "federal-register/entity-list",
    eventKey: "event-c-rule",
    occurredAt: "2026-01-14T14:05:00.000Z",
    redline: ruleRedline,
  }),
  change("c-urgent", {
    kind: "first-seen",
    documentId: "fresh",
    threadKey: "rin:0694-AK11",
    headline: "Filed for public inspection, in force now",
    significance: "urgent",
    occurredAt: "2026-01-14T13:45:00.000Z",
    title: "Additions of Entities to the Entity List",
    facts: [
      { name: "significantUnderEo12866", before: null, after: true },
      { name: "documentNumber", before: null, after: "2026-00777" },
      { name: "agencies", before: null, after: ["Commerce Department", "Industry and Security Bureau"] },
      { name: "effectiveDate", before: null, after: "2026-01-14" },
    ],
    deadlines: [{ kind: "effective", date: "2026-01-14", sentence: "This rule is effective upon filing at 8:45 am." }],
    summary: "Adds 12 entities under 14 entries. In force from the moment it was filed.",
    citation: null,
  }),
  change("c-terms", {
    feedId: "policies/cloud-zh",
    source: "policy-page",
    documentId: "terms",
    language: "zh-CN",
    title: "加速计算服务条款（2026年版）",
    headline: "An obligation changed",
    topics: ["cloud-access"],
    occurredAt: "2026-01-13T03:20:00.000Z",
    summary: "实名认证的期限由三十日改为十五日，并新增最终用途声明。",
    citation: null,
    fullCitation: null,
    officialUrl: null,
    facts: [],
    deadlines: [],
    redline: redline(chineseOld, chineseNew),
    reasons: [{ rule: "obligation", section: "第三条", before: "应当", after: "必须" }],
  }),
  change("c-hostile", {
    feedId: "tenders/national",
    source: "listing",
    title: hostile,
    headline: hostile,
    summary: hostile,
    citation: hostile,
    fullCitation: hostile,
    sourceUrl: "javascript:alert(3)",
    officialUrl: "data:text/html,<script>alert(4)</script>",
    language: '"><script>',
    significance: "editorial",
    occurredAt: "2026-01-13T02:00:00.000Z",
    reasons: [{ rule: hostile, section: hostile, before: hostile, after: hostile }],
    facts: [{ name: hostile, before: hostile, after: hostile }],
    deadlines: [{ kind: "other", date: "2026-03-01", sentence: hostile, section: hostile }],
    topics: ["tenders"],
    redline: {
      spans: [{ op: "insert", section: hostile, text: hostile }],
      stats: { inserted: 1, deleted: 0, moved: 0, sections: 1 },
    },
  }),
  change("c-muted", {
    muted: "committee notices",
    title: "Meeting of an advisory committee",
    significance: "editorial",
    occurredAt: "2026-01-12T15:00:00.000Z",
    deadlines: [],
    redline: {
      spans: [{ op: "equal", section: "", text: "Last updated: January 5, 2026", nature: "stated-date" }],
      stats: { inserted: 0, deleted: 0, moved: 0, sections: 0 },
    },
  }),
  change("c-gone", {
    kind: "withdrawn",
    headline: "Withdrawn from public inspection",
    title: "A filing that was withdrawn",
    occurredAt: "2026-01-12T14:00:00.000Z",
    deadlines: [{ kind: "effective", date: "2026-01-20", sentence: "This rule is effective January 20, 2026." }],
    facts: [],
    citation: null,
    summary: "The agency withdrew the filing before it was published.",
  }),
  change("c-baseline", {
    kind: "first-seen",
    headline: "Rule",
    baseline: true,
    title: "Implementation of Additional Export Controls",
    significance: "editorial",
    occurredAt: "2026-01-09T11:00:00.000Z",
    deadlines: [],
    facts: [],
  }),
  change("c-matter", {
    feedId: "private/matter",
    source: "policy-page",
    documentId: "matter",
    threadKey: "rin:0694-AK11",
    visibility: "private",
    title: `${secretWord} changed its terms`,
    headline: `${secretWord} terms`,
    topics: ["secret-topic"],
    occurredAt: "2026-01-14T14:30:00.000Z",
    deadlines: [{ kind: "compliance", date: "2026-02-20", sentence: `${secretWord} must comply.` }],
  }),
];

export const shelf: Shelf = {
  changes,
  documents: [
    document(
      "rule",
      "federal-register/bis-rules",
      "Export Controls on Advanced Computing Items; Extension of Comment Period",
      [rule1, rule2],
      {
        links: [
          { relation: "correction-of", key: "2026-fresh", title: "what it corrects" },
          { relation: "related", key: "2026-matter", title: "a link" },
          { relation: "announces", source: "rss", key: "https://publisher.example/news", title: "a release" },
          {
            relation: "proposed-by",
            key: "2025-00001",
            title: "Proposed: advanced computing items",
            url: "https://publisher.example/p",
          },
        ],
      },
    ),
    document("fresh", "federal-register/bis-rules", "Additions of Entities to the Entity List", [fresh]),
    document("terms", "policies/cloud-zh", "加速计算服务条款（2026年版）", [terms1, terms2], {
      threadKey: "thread-c-terms",
    }),
    document("c-hostile", "tenders/national", hostile, [], { key: hostile, threadKey: "thread-c-hostile" }),
    document("matter", "private/matter", `${secretWord} matter`, [matter1, matter2], { visibility: "private" }),
  ],
  versions,
  snapshots: versions.map(({ id }) =>
    snapshotOf(`served ${id}`, {
      redirects:
        id === "v-rule-2"
          ? [{ status: 301, from: "https://publisher.example/old", to: "https://publisher.example/document" }]
          : [],
    }),
  ),
  states: [
    state("federal-register/bis-rules"),
    state("federal-register/entity-list", { warnings: ["One document's full text is not there yet."] }),
    state("policies/cloud-zh", {
      illSince: "2026-01-14T09:00:00.000Z",
      failures: 7,
      error: "cloud.example answers with a block page instead of the terms. regwatch asks again in 30 minutes.",
      lastOkAt: "2026-01-14T08:30:00.000Z",
    }),
    state("tenders/national", { baselineAt: null, lastCheckedAt: null, lastOkAt: null, checks: 0, documents: 0 }),
    state("private/matter"),
  ],
  notices: [
    {
      feedId: "policies/cloud-zh",
      feedTitle: "云服务条款",
      state: "ill",
      since: "2026-01-14T09:00:00.000Z",
      message: "cloud.example answers with a block page.",
      visibility: "public",
    },
    {
      feedId: "private/matter",
      feedTitle: `${secretWord} matter`,
      state: "ill",
      since: "2026-01-14T09:00:00.000Z",
      message: "no",
      visibility: "private",
    },
  ],
  subscriptions: [
    exampleSubscription({
      id: "sub-hook",
      destination: { channel: "webhook", address: "https://hooks.example/services/T0/SECRETPATH" },
      secret: "whsec-SECRETKEY",
      query: "topic:export-controls",
    }),
    exampleSubscription({ id: "sub-paused", state: "paused", pausedBecause: "The receiver answered 410 Gone." }),
  ],
  deliveries: [
    {
      id: "d-1",
      subscriptionId: "sub-hook",
      state: "sent",
      attempts: 1,
      createdAt: "2026-01-14T14:12:01.000Z",
      settledAt: "2026-01-14T14:12:02.000Z",
      lastError: null,
      title: "Comment deadline moved",
    },
    {
      id: "d-2",
      subscriptionId: "sub-hook",
      state: "failed",
      attempts: 9,
      createdAt: "2026-01-13T14:12:01.000Z",
      settledAt: "2026-01-13T20:12:02.000Z",
      lastError: "The receiver answers with 400.",
      title: "Additions of Entities to the Entity List",
    },
  ],
  between: {
    "c-rule": { before: "v-rule-1", after: "v-rule-2" },
    "c-rule-entity": { before: "v-rule-1", after: "v-rule-2" },
    "c-urgent": { before: null, after: "v-fresh-1" },
    "c-terms": { before: "v-terms-1", after: "v-terms-2" },
    "c-matter": { before: "v-matter-1", after: "v-matter-2" },
  },
};
