import type { Deadline } from "../model/facts.ts";
import type { Extraction, Version } from "../model/version.ts";
import type { Intake } from "./intake.ts";

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

/** A press release about a rule that is known joins its thread quietly, unless it states a date otherwise than the rule does. */
export async function joinThread(intake: Intake, after: Extraction): Promise<Joining> {
  const announced = after.links.filter(({ relation }) => relation === "announces");
  if (announced.length === 0) return alone;
  const titles: string[] = [];
  for (const { key, source } of announced) {
    const known = await latestOf(intake, source ?? intake.feed.source, key);
    if (known === null) return alone;
    const differs = differenceFrom(known, after);
    if (differs !== null) return { joins: null, differs };
    titles.push(known.title);
  }
  return { joins: `It announces what is known already: ${titles.join("; ")}`, differs: null };
}

async function latestOf(intake: Intake, source: string, key: string): Promise<Version | null> {
  const { store } = intake.services;
  const known = await store.documentByKey(source, key);
  const document = known && (await store.document(known.id));
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
