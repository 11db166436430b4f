import type { HealthNotice, Notice } from "./alert.ts";
import type { DeadlineKind } from "./facts.ts";
import type { SpanOp } from "./redline.ts";
import type { Significance } from "./significance.ts";
import type { CalendarDate } from "./time.ts";

/** The words of an alert, before a channel gives them its form. All text may hold foreign text: channels escape it. */
export type Composed =
  | {
      readonly kind: "alert";
      readonly headline: string;
      /** What became of it meanwhile (acknowledged, retracted) and that it is a test, one plain sentence each. */
      readonly standing: readonly string[];
      readonly changes: readonly ComposedChange[];
      /** How many of them are told in full; the others by headline and title. One where it stands for all: the same words in each. None where they waited long. */
      readonly inFull: number;
    }
  | { readonly kind: "health"; readonly notice: ComposedNotice }
  | { readonly kind: "digest"; readonly digest: ComposedDigest }
  | {
      readonly kind: "notice";
      readonly subject: Notice["subject"];
      readonly lines: readonly string[];
      readonly changes: readonly ComposedChange[];
    };

/** One change in words. Urls are absolute; `passages` are the strongest before-and-after passages, in reading order. */
export interface ComposedChange {
  readonly changeId: string;
  readonly significance: Significance;
  /** Significance, what happened, and the first reason: `Urgent · Comment deadline moved · …`. */
  readonly headline: string;
  readonly title: string;
  readonly summary: string;
  readonly facts: readonly ComposedFact[];
  readonly passages: readonly Passage[];
  readonly deadlines: readonly ComposedDeadline[];
  /** Who published it and which feed saw it. */
  readonly source: string;
  /** The window in which it happened: `Changed between … and …`, or `First seen …`. */
  readonly evidence: string;
  readonly citation: string | null;
  readonly officialUrl: string | null;
  readonly sourceUrl: string;
  /** The change's page in regwatch. */
  readonly pageUrl: string;
}

/** A fact that moved, named as people say it. An absent side is `none`. */
export interface ComposedFact {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** A changed passage, shortened, with some unchanged words around the changed ones. */
export interface Passage {
  readonly section: string;
  readonly spans: readonly { readonly op: SpanOp; readonly text: string }[];
}

/** A deadline with its distance in calendar days; `daysLeft` is negative when it has passed. */
export interface ComposedDeadline {
  readonly kind: DeadlineKind;
  readonly label: string;
  readonly date: CalendarDate;
  readonly daysLeft: number;
  /** `23 days left`, `today`, `3 days ago`. */
  readonly words: string;
}

/** A health notice in words. */
export interface ComposedNotice {
  readonly state: HealthNotice["state"];
  readonly headline: string;
  readonly message: string;
  readonly since: string;
  readonly pageUrl: string;
}

/** Whether a notice tells of trouble, and not of its end. */
export function isTrouble({ state }: Pick<ComposedNotice, "state">): boolean {
  return state !== "recovered" && state !== "moving";
}

/**
 * A digest in words. `threads` are weightiest first, and so are the changes within them; `counts` says how many there were of each kind,
 * `silence` how often was looked, and where not.
 */
export interface ComposedDigest {
  readonly headline: string;
  readonly period: string;
  readonly threads: readonly {
    readonly title: string;
    readonly significance: Significance;
    readonly changes: readonly ComposedChange[];
  }[];
  readonly retracted: readonly ComposedChange[];
  readonly deadlines: readonly (ComposedDeadline & { readonly title: string })[];
  readonly silence: string;
  readonly counts: string;
}
