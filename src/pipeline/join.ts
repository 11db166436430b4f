import type { Deadline } from "../model/facts.ts";
import { plainText } from "../model/text.ts";
import type { Extraction, Version } from "../model/version.ts";
import { knowsPrivate, type Intake } from "./intake.ts";

/** Where a new document stands beside the ones it announces. */
export interface Joining {
  /** Why nobody is told: what it announces is known, and it says nothing else. */
  readonly joins: string | null;
  /** A date it states otherwise than the document it announces. */
  readonly differs: Difference | null;
}

interface Difference {
  readonly title: string;
  readonly kind: Deadline["kind"];
  readonly announced: string;
  readonly stated: string;
}

const alone: Joining = { joins: null, differs: null };

/** What is said about a document later than this is news of its own. */
const sameMatterDays = 7;

/**
 * A press release about a rule that was told within the week joins its thread quietly. It is told where it states a date otherwise than
 * the rule does, or speaks of an act (a stay, a withdrawal, a delay) that the rule does not speak of.
 */
export async function joinThread(intake: Intake, after: Extraction): Promise<Joining> {
  const announced = await announcedBy(intake, after);
  if (announced.length === 0) return alone;
  for (const known of announced) {
    const differs = differenceFrom(known, after);
    if (differs !== null) return { joins: null, differs };
    if (speaksOfMore(known, after)) return alone;
  }
  return {
    joins: `It announces what is known already: ${announced.map(({ title }) => title).join("; ")}`,
    differs: null,
  };
}

// All of them or none: where one is not known, the news is not known either.
async function announcedBy(intake: Intake, after: Extraction): Promise<readonly Version[]> {
  const links = after.links.filter(({ relation }) => relation === "announces");
  const { store } = intake.services;
  if (links.length === 0) {
    const known = intake.secondHand ? await latestOfThread(intake, after.threadKeys) : null;
    return known === null ? [] : [known];
  }
  const found = await Promise.all(
    links.map(async ({ key, source }) => {
      const known = await store.documentByKey(source ?? intake.feed.source, key, knowsPrivate(intake));
      return known && recentVersion(intake, { documentId: known.id });
    }),
  );
  return found.every((version) => version !== null) ? found : [];
}

async function latestOfThread(intake: Intake, threadKeys: readonly string[]): Promise<Version | null> {
  const threadKey = await intake.services.store.threadOf(threadKeys, knowsPrivate(intake));
  return threadKey === null ? null : recentVersion(intake, { threadKey });
}

// The latest version of what was last told of, if that is not long ago.
async function recentVersion(
  intake: Intake,
  which: { readonly documentId: string } | { readonly threadKey: string },
): Promise<Version | null> {
  const { store, clock } = intake.services;
  const { rows } = await store.timeline({ ...which, includePrivate: knowsPrivate(intake), muted: "with", limit: 1 });
  const [told] = rows;
  if (told === undefined) return null;
  const days = Temporal.Instant.from(told.occurredAt).until(clock.now()).total("hours") / 24;
  const document = days > sameMatterDays ? null : await store.document(told.documentId);
  const latest = document?.versions[0];
  return latest ? store.version(latest.id) : null;
}

const compared: ReadonlySet<Deadline["kind"]> = new Set(["comments-close", "effective", "compliance", "stay-ends"]);

function differenceFrom(known: Version, after: Extraction): Difference | null {
  for (const { kind, date } of after.deadlines.filter((deadline) => compared.has(deadline.kind))) {
    const stated = known.deadlines.filter((deadline) => deadline.kind === kind);
    const [first] = stated;
    if (first !== undefined && stated.every((deadline) => deadline.date !== date)) {
      return { title: known.title, kind, announced: date, stated: first.date };
    }
  }
  return null;
}

const acts =
  /\b(rescind|rescission|withdraw|revok|repeal|vacat|delay|postpon|suspend|stay|exten[ds]|reopen|correct|enforc)/giu;

function speaksOfMore(known: Version, after: Extraction): boolean {
  const spokenOf = actsIn(known);
  return [...actsIn(after)].some((act) => !spokenOf.has(act));
}

function actsIn({ title, blocks }: Extraction): ReadonlySet<string> {
  return new Set(`${title}\n${plainText(blocks)}`.match(acts)?.map((act) => act.toLowerCase()) ?? []);
}
