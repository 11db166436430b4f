import type { DeadlineKind } from "./facts.ts";
import type { SpanOp } from "./redline.ts";
import type { Significance } from "./significance.ts";
import type { CalendarDate } from "./time.ts";

/** The words of an alert, before a channel gives them its form. All text may hold foreign text: channels escape it. */
export type Composed =
  | { readonly kind: "alert"; readonly headline: string; readonly changes: readonly ComposedChange[] }
  | { readonly kind: "health"; readonly notice: ComposedNotice };

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
  readonly state: "ill" | "recovered";
  readonly headline: string;
  readonly message: string;
  readonly since: string;
  readonly pageUrl: string;
}
