import { changedFacts } from "../classify/changed-facts.ts";
import { hashJson, sha256Id } from "../lib/hash.ts";
import { toInstant } from "../lib/time.ts";
import type { Change } from "../model/change.ts";
import { ReadingError } from "../model/errors.ts";
import type { Redline } from "../model/redline.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Sighting } from "../model/source.ts";
import type { DocumentHead, Recorded, Recording } from "../model/store.ts";
import type { Block } from "../model/text.ts";
import { isSameRecipe, type Extraction } from "../model/version.ts";
import { redline } from "../redline/redline.ts";
import { isGoneForADay } from "./absence.ts";
import { compare } from "./compare.ts";
import { believe } from "./doubt.ts";
import { documentIdOf } from "./document-id.ts";
import { draftChange } from "./draft.ts";
import { gatheringKey } from "./gather.ts";
import { joinThread } from "./join.ts";
import { plan } from "./plan.ts";
import type { Intake } from "./intake.ts";
import { understand } from "./understand.ts";

type Captured = Extract<Sighting, { kind: "captured" }>;
type Vanished = Extract<Sighting, { kind: "vanished" }>;

/** What a poll counts as it goes. */
export interface Tally {
  looked: number;
  changes: number;
  deliveries: number;
  readonly warnings: string[];
  /** Changes that a later look has to confirm. */
  held: number;
  /** When the feed is to be looked at again before its schedule says so. */
  againAt: Temporal.Instant | null;
}

/** Asks for another look at that time, if none is wanted sooner. */
export function lookAgain(tally: Tally, at: Temporal.Instant): void {
  if (tally.againAt === null || Temporal.Instant.compare(at, tally.againAt) < 0) tally.againAt = at;
}

/** Reads a capture, compares it with the latest version and records what came out, in one transaction. */
export async function recordCapture(intake: Intake, sighting: Captured, tally: Tally): Promise<void> {
  const extraction = await understand(async () => withinReason(await intake.extract(sighting)));
  const snapshots = sighting.parts.map(({ role, response }) => ({
    role,
    snapshot: { ...response, id: sha256Id(response.body) },
  }));
  await untilRecorded(intake, sighting, tally, (head) =>
    head
      ? ofKnown(intake, head, sighting, extraction, snapshots, tally)
      : ofNew(intake, sighting, extraction, snapshots),
  );
}

/** Records that a document is gone, and tells it once: at once where that is sure, else when it is missed a day later still. */
export async function recordVanished(intake: Intake, sighting: Vanished, tally: Tally): Promise<void> {
  await untilRecorded(intake, sighting, tally, async (head) => {
    if (!head || head.vanishedAt !== null) return null;
    if (sighting.sure !== true && !(await isGoneForADay(intake, head))) return null;
    const change = await draftChange(intake, {
      head,
      before: head.latest,
      after: head.latest,
      facts: [],
      redline: redline(head.latest.blocks, head.latest.blocks),
      vanished: sighting.reason,
      snapshots: [],
    });
    return recording(intake, head, sighting, { change, snapshots: [], extraction: null, vanished: true });
  });
}

// A redline of more takes minutes and a gigabyte. The longest acts of Congress have some six million characters.
const mostBlocks = 300_000;
const mostCharacters = 10_000_000;

function withinReason(extraction: Extraction): Extraction {
  const { blocks } = extraction;
  if (blocks.length > mostBlocks) throw new ReadingError(`it has more than ${mostBlocks} paragraphs`);
  const characters = blocks.reduce((sum, { text }) => sum + text.length, 0);
  if (characters > mostCharacters)
    throw new ReadingError(`it has more than ${mostCharacters / 1e6} million characters`);
  return extraction;
}

type Snapshots = readonly { readonly role: string; readonly snapshot: Snapshot }[];

async function ofNew(intake: Intake, sighting: Captured, after: Extraction, snapshots: Snapshots): Promise<Recording> {
  const joined = await joinThread(intake, after);
  const change = await draftChange(intake, {
    head: null,
    key: sighting.key,
    before: null,
    after,
    facts: changedFacts(null, after.facts),
    ...joined,
    redline: await redlined(intake, documentIdOf(intake.feed.id, sighting.key), [], after.blocks),
    snapshots: references(snapshots),
  });
  return recording(intake, null, sighting, { change, snapshots, extraction: after, vanished: false });
}

async function ofKnown(
  intake: Intake,
  head: DocumentHead,
  sighting: Captured,
  extraction: Extraction,
  snapshots: Snapshots,
  tally: Tally,
): Promise<Recording | null> {
  if (!isSameRecipe(head.latest.recipe, intake.recipe)) {
    if (head.latest.recipe.source === intake.recipe.source) tally.warnings.push(`${sighting.key} ${unread}`);
    return ofUnmoved(intake, head, sighting, extraction, snapshots);
  }
  const comparison = await intake.services.observe("compare", { documentId: head.id }, async (note) => {
    const found = await understand(() => compare(head.latest, extraction));
    note({ outcome: found.kind });
    return found;
  });
  if (comparison.kind === "same") {
    if (head.vanishedAt !== null) return ofUnmoved(intake, head, sighting, null, snapshots);
    const at = toInstant(intake.services.clock.now());
    const seen = { key: sighting.key, looked: "all", state: sighting.state } as const;
    await intake.services.store.markSeen(intake.feed.id, [seen], at);
    return null;
  }
  const belief = await believe(intake, head, comparison.after);
  if (belief.kind === "held") {
    tally.held += 1;
    lookAgain(tally, Temporal.Instant.from(belief.recheckAt));
    if (belief.warning !== null) tally.warnings.push(belief.warning);
    return null;
  }
  if (comparison.kind === "quiet") return ofUnmoved(intake, head, sighting, comparison.after, snapshots);
  const { after, facts, against } = comparison;
  const words = { redline: await redlined(intake, head.id, against, after.blocks) };
  const change = await draftChange(intake, {
    ...belief,
    ...words,
    head,
    goneSince: head.vanishedAt,
    before: head.latest,
    after,
    facts,
    snapshots: references(snapshots),
  });
  return recording(intake, head, sighting, { ...words, change, snapshots, extraction: after, vanished: false });
}

// What says nothing else is news only where the document was told to be gone.
async function ofUnmoved(
  intake: Intake,
  head: DocumentHead,
  sighting: Captured,
  extraction: Extraction | null,
  snapshots: Snapshots,
): Promise<Recording> {
  const kept = { snapshots, extraction, vanished: false };
  if (head.vanishedAt === null) return recording(intake, head, sighting, { ...kept, change: null });
  const after = extraction ?? head.latest;
  const change = await draftChange(intake, {
    head,
    goneSince: head.vanishedAt,
    before: head.latest,
    after,
    facts: [],
    redline: redline(after.blocks, after.blocks),
    snapshots: references(snapshots),
  });
  return recording(intake, head, sighting, { ...kept, change });
}

const unread =
  "is read by the new recipe for the first time; whether it changed since its last reading could not be compared.";

// Not before a reading is believed: a page that flickers would be redlined at every look.
function redlined(
  { services }: Intake,
  documentId: string,
  before: readonly Block[],
  after: readonly Block[],
): Promise<Redline> {
  return services.observe("redline", { documentId }, () => understand(() => redline(before, after)));
}

// Another worker may have recorded the same document meanwhile; then the comparison is made anew.
async function untilRecorded(
  intake: Intake,
  sighting: Captured | Vanished,
  tally: Tally,
  draft: (head: DocumentHead | null) => Promise<Recording | null>,
): Promise<void> {
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const planned = await draft(await intake.services.store.documentHead(intake.feed.id, sighting.key));
    if (planned === null) return;
    const recorded = await recordObserved(intake, planned);
    if (recorded.kind === "overtaken") continue;
    if (recorded.change) {
      tally.changes += 1;
      tally.deliveries += recorded.deliveries;
      intake.services.progress({ kind: "change", feed: intake.feed, change: recorded.change });
    }
    return;
  }
  throw new Error(`${sighting.key} is being recorded by other workers all the time`);
}

function recordObserved({ services, feed }: Intake, planned: Recording): Promise<Recorded> {
  const { change, alert } = planned;
  const told = { ...(change && { change: change.id }), ...(alert && { alert: alert.alert.id }) };
  return services.observe("record", { feedId: feed.id, documentId: planned.documentId, ...told }, async (note) => {
    const recorded = await services.store.record(planned);
    note({ outcome: recorded.kind, ...(recorded.kind === "recorded" && { deliveries: recorded.deliveries }) });
    return recorded;
  });
}

interface Outcome {
  readonly change: Change | null;
  readonly snapshots: Snapshots;
  readonly extraction: Extraction | null;
  readonly vanished: boolean;
  /** The whole redline where the change is one of words. */
  readonly redline?: Redline;
}

async function recording(
  intake: Intake,
  head: DocumentHead | null,
  sighting: Captured | Vanished,
  what: Outcome,
): Promise<Recording> {
  const documentId = head?.id ?? documentIdOf(intake.feed.id, sighting.key);
  return {
    feedId: intake.feed.id,
    documentId,
    key: sighting.key,
    threadKey: head?.threadKey ?? what.change?.threadKey ?? documentId,
    expectedSequence: head?.sequence ?? 0,
    at: what.change?.detectedAt ?? toInstant(intake.services.clock.now()),
    state: sighting.state,
    snapshots: what.snapshots,
    version: what.extraction && { extraction: what.extraction, recipe: intake.recipe },
    vanished: what.vanished,
    change: what.change,
    ...(await toBeTold(intake, what)),
  };
}

async function toBeTold(intake: Intake, { change, redline }: Outcome): Promise<Pick<Recording, "alert" | "gather">> {
  if (change === null || change.baseline || change.muted !== null) return { alert: null, gather: null };
  const gather = intake.gathers ? gatheringKey(change, redline) : null;
  return { gather, alert: gather === null ? await planChange(intake, change) : null };
}

async function planChange(intake: Intake, change: Change): Promise<Recording["alert"]> {
  const alert = {
    kind: "alert",
    id: hashJson(["alert", change.id]).slice(0, 32),
    at: change.detectedAt,
    changes: [change],
  } as const;
  return plan(intake.services, alert, change.eventKey, await intake.services.audience.of(alert));
}

function references(snapshots: Snapshots): readonly { readonly role: string; readonly id: string }[] {
  return snapshots.map(({ role, snapshot }) => ({ role, id: snapshot.id }));
}
