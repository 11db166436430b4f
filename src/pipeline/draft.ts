import { classify } from "../classify/classify.ts";
import { hashJson } from "../lib/hash.ts";
import { toInstant } from "../lib/time.ts";
import type { Change, ChangeKind, Identifiers } from "../model/change.ts";
import type { Facts, FactChange } from "../model/facts.ts";
import type { Json } from "../model/json.ts";
import type { Redline } from "../model/redline.ts";
import type { DocumentHead } from "../model/store.ts";
import type { Instant } from "../model/time.ts";
import type { Extraction } from "../model/version.ts";
import { excerpt } from "../redline/excerpt.ts";
import type { Joining } from "./join.ts";
import { muteReason } from "./mute.ts";
import { readingHash } from "./reading-hash.ts";
import { knowsPrivate, type Intake } from "./intake.ts";
import { documentIdOf } from "./document-id.ts";
import { understand } from "./understand.ts";

/** Two readings of a document and what was found between them. */
export interface Difference {
  readonly head: DocumentHead | null;
  /** The document's key where there is no head yet. */
  readonly key?: string;
  readonly before: Extraction | null;
  readonly after: Extraction;
  readonly facts: readonly FactChange[];
  readonly redline: Redline;
  readonly vanished?: string;
  /** Since when the document was told to be gone, if it was. */
  readonly goneSince?: Instant | null;
  /** When an earlier version said what this one says again. */
  readonly returnedTo?: Instant | null;
  /** When the new reading was first seen, if an earlier look than this one saw it. */
  readonly firstSeenAt?: Instant;
  /** Why nobody is told, beyond the feed's mute patterns. */
  readonly joins?: string | null;
  readonly differs?: Joining["differs"];
  /** What the new reading was made from; empty where the document is gone. */
  readonly snapshots: readonly SnapshotRef[];
}

interface SnapshotRef {
  readonly role: string;
  readonly id: string;
}

/** Writes the change: how much it matters and why, its summary, its evidence. `evidence.chain` is filled in by the store. */
export async function draftChange(intake: Intake, difference: Difference): Promise<Change> {
  const { services, feed } = intake;
  const { head, before, after, facts } = difference;
  const now = services.clock.now();
  const key = head?.key ?? difference.key ?? "";
  const documentId = head?.id ?? documentIdOf(feed.id, key);
  const occurred = intake.baseline ? publisherInstant(after, now) : now;
  const classification = await understand(() => classify({ ...difference, now: occurred }));
  const kind: ChangeKind = difference.vanished !== undefined ? "withdrawn" : before === null ? "first-seen" : "amended";
  const contents = [before && readingHash(before), difference.vanished ?? readingHash(after)];
  const isLate = before === null && intake.isLate === true;
  const words = { ...difference, classification, baseline: intake.baseline };
  const { summary, summarisedBy } = await services.observe("summarise", {}, async (note) => {
    const written = await understand(() => services.summarise(words));
    note({ by: written.summarisedBy });
    return written;
  });
  const event = head === null ? [key, kind] : [key, kind, ...contents];
  const eventKey = await eventKeyOf(intake, difference, documentId, event);
  // Without a version of its own the sequence stays: what happens again is told apart by its event.
  const isVersion = difference.vanished === undefined && contents[0] !== contents[1];
  const parts = [documentId, (head?.sequence ?? 0) + 1, ...contents, ...(isVersion ? [] : [eventKey])];
  const id = hashJson(["change", ...parts]).slice(0, 32);
  return {
    id,
    eventKey,
    feedId: feed.id,
    source: feed.source,
    documentId,
    threadKey: head?.threadKey ?? (await threadOf(intake, after)) ?? documentId,
    kind,
    headline: classification.headline,
    title: after.title,
    sourceUrl: after.sourceUrl,
    permalink: `/changes/${id}`,
    publishedAt: after.publishedAt,
    detectedAt: toInstant(now),
    occurredAt: toInstant(occurred),
    language: after.language,
    significance: classification.significance,
    reasons: isLate ? [...classification.reasons, { rule: "found-late" }] : classification.reasons,
    topics: feed.topics,
    identifiers: identifiersOf(after.facts),
    facts,
    deadlines: after.deadlines,
    summary: isLate ? `${summary} ${foundLate(after)}` : summary,
    summarisedBy,
    citation: after.citation,
    fullCitation: after.fullCitation,
    officialUrl: after.officialUrl,
    redline: await understand(() => excerpt(difference.redline)),
    evidence: {
      before: provenBy(head?.latest.snapshots ?? [], difference),
      after: provenBy(difference.snapshots, difference),
      lastSeenBefore: head && (facts.length > 0 ? head.lastSeenAt : head.textSeenAt),
      firstSeenAfter: difference.firstSeenAt ?? toInstant(now),
      chain: "",
    },
    baseline: intake.baseline,
    muted: muteReason(feed, after) ?? difference.joins ?? null,
    visibility: feed.visibility,
  };
}

async function threadOf(intake: Intake, { threadKeys }: Extraction): Promise<string | undefined> {
  return (await intake.services.store.threadOf(threadKeys, knowsPrivate(intake))) ?? threadKeys[0];
}

function foundLate({ publishedAt }: Extraction): string {
  const when = publishedAt === null ? "" : ` on ${publishedAt.slice(0, 10)}`;
  return `It came out${when}, was not in the publisher's list then, and was found by the daily comparison of counts.`;
}

// A document is new once, also where one feed saw it before its text was there and another one after. A date that moves there, back
// and there again moves three times: what happened to the document before under the same key was another event.
async function eventKeyOf(
  { services, feed }: Intake,
  { head }: Difference,
  documentId: string,
  event: readonly Json[],
): Promise<string> {
  for (let time = 1; ; time += 1) {
    const key = hashJson(["event", feed.source, ...event, ...(time > 1 ? [time] : [])]).slice(0, 32);
    const { rows } = await services.store.timeline({
      eventKeys: [key],
      includePrivate: true,
      muted: "with",
      limit: feedsAtMost,
    });
    if (!rows.some((change) => change.documentId === documentId || isOver(change, head))) return key;
  }
}

/** So many feeds that see the same event are looked at. */
const feedsAtMost = 100;

// What another feed (this one, under an earlier name) had told by the time this document was last seen as it was is not what happened to
// it since. Publishers' caches may serve what was for some hours.
function isOver({ detectedAt }: Change, head: DocumentHead | null): boolean {
  if (head === null) return false;
  const stale = Temporal.Instant.from(detectedAt).add({ hours: 24 });
  return Temporal.Instant.compare(stale, Temporal.Instant.from(head.textSeenAt)) < 0;
}

// The baseline belongs where the publisher put it; filings before their publication, where they were filed.
function publisherInstant(after: Extraction, now: Temporal.Instant): Temporal.Instant {
  const stated = after.publishedAt;
  if (stated === null) return now;
  try {
    const instant = /T/.test(stated)
      ? Temporal.Instant.from(stated)
      : Temporal.PlainDate.from(stated)
          .toZonedDateTime({ timeZone: "America/New_York", plainTime: "06:00" })
          .toInstant();
    return Temporal.Instant.compare(instant, now) < 0 ? instant : now;
  } catch {
    // A publisher's date may be none.
    return now;
  }
}

// The text is what people argue about; where only facts moved, the answer that states them is the proof.
function provenBy(snapshots: readonly SnapshotRef[], { before, redline }: Difference): string | null {
  const textMoved = before === null || redline.spans.some((span) => span.op !== "equal");
  const proof = snapshots.find(({ role }) => (role === "metadata") !== textMoved) ?? snapshots[0];
  return proof?.id ?? null;
}

function identifiersOf(facts: Facts): Identifiers {
  return {
    documentNumber: typeof facts["documentNumber"] === "string" ? facts["documentNumber"] : null,
    agencies: list(facts, "agencies"),
    cfrReferences: list(facts, "cfrReferences"),
    docketIds: list(facts, "docketIds"),
    rins: list(facts, "rins"),
    bills: list(facts, "bills"),
  };
}

function list(facts: Facts, name: string): readonly string[] {
  const value = facts[name];
  return Array.isArray(value) ? value : [];
}
