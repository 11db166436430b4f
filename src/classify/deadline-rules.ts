import { narrowerKind, type NarrowerKind } from "../model/deadline-words.ts";
import type { Deadline, DeadlineKind } from "../model/facts.ts";
import type { DocumentFinding } from "./finding.ts";

/** Operative dates that moved in the text, each kind once. Kinds whose fact moved are told by the fact. */
export function movedDeadlines(
  before: readonly Deadline[],
  after: readonly Deadline[],
  movedFacts: ReadonlySet<string>,
): readonly DocumentFinding[] {
  return kinds.flatMap(({ kind, what, fact }) => {
    if (fact !== undefined && movedFacts.has(fact)) return [];
    const old = datesOf(before, kind);
    const current = datesOf(after, kind);
    const lost = old.filter((date) => !current.includes(date));
    const gained = current.filter((date) => !old.includes(date));
    if (lost.length === 0 && gained.length === 0) return [];
    const narrower = narrowerOf([...before, ...after].filter((deadline) => deadline.kind === kind));
    const verb = lost.length === 0 ? "added" : gained.length === 0 ? "removed" : "moved";
    return [
      {
        rule: "deadline",
        significance: "substantive" as const,
        headline: `${narrower === null ? what : narrowerWords[narrower]} ${verb}`,
        ...(lost.length > 0 ? { before: lost.join(", ") } : {}),
        ...(gained.length > 0 ? { after: gained.join(", ") } : {}),
      },
    ];
  });
}

const kinds: readonly { readonly kind: DeadlineKind; readonly what: string; readonly fact?: string }[] = [
  { kind: "comments-close", what: "Comment deadline", fact: "commentDeadline" },
  { kind: "effective", what: "Effective date", fact: "effectiveDate" },
  { kind: "compliance", what: "Compliance date" },
  { kind: "expires", what: "Expiry date" },
  { kind: "stay-ends", what: "End of the stay" },
  { kind: "hearing", what: "Hearing" },
];

const narrowerWords: Readonly<Record<NarrowerKind, string>> = {
  meeting: "Meeting",
  "savings-clause-ends": "End of the savings clause",
  "general-license-expires": "Expiry of the general license",
};

// Several dates of one kind are told in one line.
function narrowerOf(deadlines: readonly Deadline[]): NarrowerKind | null {
  const [one = null, ...others] = new Set(deadlines.map(narrowerKind));
  return others.length === 0 ? one : null;
}

function datesOf(deadlines: readonly Deadline[], kind: DeadlineKind): readonly string[] {
  return [
    ...new Set(deadlines.filter((deadline) => deadline.kind === kind).map((deadline) => deadline.date)),
  ].toSorted();
}
