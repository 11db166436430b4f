import { z } from "zod";
import { deadlineKinds } from "../../model/facts.ts";
import { significances } from "../../model/significance.ts";

const instant = z.iso.datetime().describe("Instant in UTC");
const date = z.iso.date().describe("Calendar date of the law, without time or zone");
const factValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);

export const error = z.object({ error: z.object({ message: z.string(), field: z.string().optional() }) });

const span = z.object({
  op: z.enum(["equal", "insert", "delete", "move-from", "move-to"]),
  section: z.string(),
  text: z.string(),
  move: z.number().int().optional().describe("Links a move-from with its move-to"),
});

const stats = z.object({
  inserted: z.number().int(),
  deleted: z.number().int(),
  moved: z.number().int(),
  sections: z.number().int(),
});

const excerpt = z.object({ spans: z.array(span), stats, coarse: z.boolean().optional() });

export const redline = excerpt.extend({
  before: z.string().describe("equal + delete + move-from, joined"),
  after: z.string().describe("equal + insert + move-to, joined"),
});

const deadline = z.object({
  kind: z.enum(deadlineKinds),
  date,
  at: instant.optional(),
  sentence: z.string(),
  section: z.string().optional(),
});

export const change = z.object({
  id: z.string(),
  feedId: z.string(),
  source: z.string(),
  documentId: z.string(),
  threadKey: z.string(),
  kind: z.enum(["first-seen", "amended", "withdrawn"]),
  headline: z.string(),
  title: z.string(),
  sourceUrl: z.string(),
  permalink: z.string(),
  publishedAt: z.string().nullable().describe("The publisher's own date or instant"),
  detectedAt: instant,
  occurredAt: instant,
  language: z.string().describe("BCP 47"),
  significance: z.enum(significances),
  reasons: z.array(
    z.object({
      rule: z.string(),
      section: z.string().optional(),
      before: z.string().optional(),
      after: z.string().optional(),
    }),
  ),
  topics: z.array(z.string()),
  documentNumber: z.string().nullable(),
  agencies: z.array(z.string()),
  cfrReferences: z.array(z.string()),
  docketIds: z.array(z.string()),
  rins: z.array(z.string()),
  bills: z.array(z.string()),
  facts: z.array(z.object({ name: z.string(), before: factValue, after: factValue })),
  deadlines: z.array(deadline),
  summary: z.string(),
  summarisedBy: z.enum(["rules", "model"]),
  citation: z.string().nullable(),
  fullCitation: z.string().nullable(),
  officialUrl: z.string().nullable(),
  redline: excerpt.describe("The changed passages with some words around them"),
  evidence: z.object({
    before: z.string().nullable(),
    after: z.string().nullable(),
    lastSeenBefore: instant.nullable(),
    firstSeenAfter: instant,
    chain: z.string(),
  }),
  baseline: z.boolean().describe("Found by the first poll of its feed: shown, told to nobody"),
  muted: z.string().nullable().describe("Why nobody is told"),
  retracted: z.object({ at: instant, reason: z.string() }).optional().describe("Present once it was taken back"),
});

const next = z.string().nullable().describe("Cursor of the next page, or null at the end");

export const changePage = z.object({ changes: z.array(change), next });

const documentFields = {
  id: z.string(),
  feedId: z.string(),
  key: z.string(),
  threadKey: z.string(),
  title: z.string(),
  firstSeenAt: instant,
  lastSeenAt: instant,
  vanishedAt: instant.nullable(),
  links: z.array(
    z.object({
      relation: z.enum([
        "correction-of",
        "corrected-by",
        "proposed-by",
        "finalised-by",
        "announces",
        "companion",
        "enacted-as",
        "related",
      ]),
      key: z.string(),
      title: z.string().optional(),
      url: z.string().optional(),
    }),
  ),
};

export const documentPage = z.object({ documents: z.array(z.object(documentFields)), next });

export const document = z.object({
  ...documentFields,
  versions: z.array(
    z.object({
      id: z.string(),
      sequence: z.number().int(),
      observedAt: instant,
      publishedAt: z.string().nullable(),
      form: z.string(),
      title: z.string(),
      changeId: z.string().nullable(),
    }),
  ),
});

export const feeds = z.object({
  feeds: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      source: z.string(),
      topics: z.array(z.string()),
      state: z.enum(["well", "ill", "waiting", "off"]),
      illSince: instant.nullable(),
      error: z.string().nullable(),
      warnings: z.array(z.string()),
      failures: z.number().int(),
      checks: z.number().int(),
      documents: z.number().int(),
      baselineAt: instant.nullable(),
      lastCheckedAt: instant.nullable(),
      lastOkAt: instant.nullable(),
      nextDueAt: instant.nullable(),
    }),
  ),
  problems: z.array(
    z.object({
      file: z.string(),
      line: z.number().int().nullable(),
      field: z.string().nullable(),
      message: z.string(),
    }),
  ),
});

export const deadlines = z.object({
  deadlines: z.array(
    deadline.extend({
      daysLeft: z.number().int().describe("Counted in the publisher's zone"),
      uid: z.string().describe("The same wherever the date moves; the calendar's UID without @regwatch"),
      movedFrom: z.string().nullable().describe("The date before it last moved"),
      documentId: z.string(),
      feedId: z.string(),
      threadKey: z.string(),
      title: z.string(),
      sourceUrl: z.string(),
      citation: z.string().nullable(),
      topics: z.array(z.string()),
    }),
  ),
});

export const subscriptions = z.object({
  subscriptions: z.array(
    z.object({
      id: z.string(),
      destination: z.string().describe("Channel and, where it is no secret, address"),
      query: z.string(),
      when: z.string(),
      minimum: z.enum(significances),
      signed: z.boolean(),
      state: z.enum(["active", "paused", "pending"]),
      pausedBecause: z.string().nullable(),
      createdAt: instant,
      createdBy: z.string(),
      deliveries: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          state: z.enum(["queued", "sending", "sent", "failed", "unknown", "held"]),
          attempts: z.number().int(),
          createdAt: instant,
          settledAt: instant.nullable(),
          lastError: z.string().nullable(),
        }),
      ),
    }),
  ),
});

export const digest = z.object({
  since: instant,
  counts: z.record(z.enum(significances), z.number().int()),
  threads: z.array(
    z.object({
      threadKey: z.string(),
      title: z.string(),
      significance: z.enum(significances),
      changes: z.array(change),
    }),
  ),
  truncated: z.boolean().describe("True where there was more than a digest holds"),
});

const termFields = {
  id: z.string(),
  title: z.string(),
  why: z.string(),
  en: z.array(z.string()),
  zh: z.array(z.string()),
  value: z.enum(["number", "power-of-ten"]).nullable(),
  unit: z.string().nullable(),
};

export const terms = z.object({
  terms: z.array(z.object({ ...termFields, documents: z.number().int(), values: z.array(z.string()) })),
});

export const term = z.object({
  ...termFields,
  places: z.array(
    z.object({
      termId: z.string(),
      documentId: z.string(),
      feedId: z.string(),
      source: z.string(),
      title: z.string(),
      citation: z.string().nullable(),
      section: z.string(),
      sentence: z.string(),
      value: z.string().nullable().describe("4800, 2400 / 4800, 10^26"),
    }),
  ),
  moves: z.array(
    z.object({
      documentId: z.string(),
      title: z.string(),
      section: z.string(),
      sentence: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
      changeId: z.string(),
      changeKind: z.enum(["first-seen", "amended", "withdrawn"]),
      at: instant,
    }),
  ),
});
