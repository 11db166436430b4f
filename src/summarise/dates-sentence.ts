import { narrowerKind, type NarrowerKind } from "../model/deadline-words.ts";
import type { Deadline, DeadlineKind } from "../model/facts.ts";
import type { Extraction } from "../model/version.ts";
import { longDate } from "./dates.ts";

/** The operative dates in one sentence, those of the DATES section first: `Effective September 29, 2025; comments close …`. */
export function datesSentence(document: Extraction): string | null {
  const named = [
    ...statedIn(document),
    ...document.deadlines.filter(({ kind }) => kind !== "other").toSorted((x, y) => rank(x) - rank(y)),
  ];
  const phrases: string[] = [];
  for (const deadline of named) {
    const phrase = `${words[narrowerKind(deadline) ?? deadline.kind]} ${longDate(deadline.date)}`;
    if (!phrases.includes(phrase)) phrases.push(phrase);
  }
  if (phrases.length === 0) return null;
  const sentence = phrases.slice(0, mostDates).join("; ");
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

const mostDates = 4;

const words: Readonly<Record<DeadlineKind | NarrowerKind, string>> = {
  effective: "effective",
  "comments-close": "comments close",
  compliance: "compliance by",
  expires: "expires",
  "stay-ends": "stay ends",
  hearing: "hearing on",
  other: "date stated:",
  meeting: "meeting on",
  "savings-clause-ends": "savings clause ends",
  "general-license-expires": "general license expires",
};

function statedIn({ facts }: Extraction): readonly Pick<Deadline, "kind" | "date" | "sentence">[] {
  const stated = [
    { kind: "effective", date: facts["effectiveDate"] },
    { kind: "comments-close", date: facts["commentDeadline"] },
  ] as const;
  return stated.flatMap(({ kind, date }) =>
    typeof date === "string" && date !== "" ? [{ kind, date, sentence: "" }] : [],
  );
}

function rank({ kind, section }: Deadline): number {
  const order: readonly DeadlineKind[] = [
    "effective",
    "comments-close",
    "compliance",
    "expires",
    "stay-ends",
    "hearing",
    "other",
  ];
  return order.indexOf(kind) + (/\bDATES?\b/.test(section ?? "") ? 0 : order.length);
}
