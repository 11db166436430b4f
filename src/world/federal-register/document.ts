import type { FullText } from "./full-text.ts";

/** What happens in the Federal Register: its documents, and how each of them moves with time. */
export interface FederalRegisterStory {
  readonly documents: readonly RegisterDocument[];
  /** A search over several days shows no more than so many, the newest, and says nothing of the rest; counts by day are whole. */
  readonly searchCap?: number;
}

export type DocumentType = "Rule" | "Proposed Rule" | "Notice" | "Presidential Document" | "Correction";

/** A document as the story tells it. Dates are ISO calendar dates, times are ISO instants; links and counts are worked out. */
export interface RegisterDocument {
  readonly number: string;
  readonly type: DocumentType;
  readonly subtype?: string;
  readonly title: string;
  readonly action?: string;
  readonly abstract?: string;
  /** Slugs, the parent department first. */
  readonly agencies: readonly string[];
  readonly cfr?: readonly { readonly title: number; readonly part: string }[];
  readonly docketIds?: readonly string[];
  readonly rins?: readonly string[];
  /** The text of the DATES section as the API gives it. */
  readonly dates?: string;
  readonly effectiveOn?: string;
  readonly commentsCloseOn?: string;
  readonly signedOn?: string;
  readonly executiveOrderNumber?: string;
  readonly dispositionNotes?: string;
  /** Number of the document that this one corrects. */
  readonly correctionOf?: string;
  readonly significant?: boolean;
  readonly topics?: readonly string[];
  /** The docket at regulations.gov, for comments. */
  readonly regulationsDocket?: string;
  readonly volume: number;
  readonly startPage: number;
  readonly pages: number;
  readonly publishedOn: string;
  /** When the API lists it; 6:00 Eastern on its publication day if left out. */
  readonly listedAt?: string;
  /** When its text is there; with the listing if left out. Before that its addresses answer 404. */
  readonly textAt?: string;
  readonly filing?: Filing;
  /** False for a filing that was withdrawn and never appears in an issue. */
  readonly published?: boolean;
  readonly text: FullText;
  readonly revisions?: readonly Revision[];
}

/** A document's stay on the public inspection desk. */
export interface Filing {
  readonly at: string;
  readonly kind: "regular" | "special";
  /** Where the filed text has other words than the published one: `[published, filed]`. */
  readonly wording?: readonly (readonly [string, string])[];
  /** The note stands on the desk until `removedAt`, then the filing is gone. Without a note it is gone at once. */
  readonly withdrawn?: { readonly at: string; readonly note?: string; readonly removedAt?: string };
}

/** From `at` on, the publisher states other things about the document. */
export interface Revision {
  readonly at: string;
  readonly change: Partial<Omit<RegisterDocument, "number" | "revisions">>;
}

/** The document as it stands at `now`, its revisions applied in order. */
export function documentAt(document: RegisterDocument, now: Temporal.Instant): RegisterDocument {
  if (document.revisions === undefined) return document;
  const made = document.revisions.filter((revision) => reached(revision.at, now));
  const changes: Revision["change"] = Object.assign({}, ...made.map((revision) => revision.change));
  return { ...document, ...changes };
}

/** When the document appears in an issue: 6:00 Eastern on its day, if the story says nothing else. */
export function appearsAt(document: RegisterDocument): Temporal.Instant {
  return Temporal.Instant.from(document.listedAt ?? easternTime(document.publishedOn, "06:00"));
}

export function isListed(document: RegisterDocument, now: Temporal.Instant): boolean {
  return document.published !== false && Temporal.Instant.compare(appearsAt(document), now) <= 0;
}

export function hasText(document: RegisterDocument, now: Temporal.Instant): boolean {
  return isListed(document, now) && (document.textAt === undefined || reached(document.textAt, now));
}

/** An ISO instant for a wall-clock time in Washington. */
export function easternTime(date: string, time: string): string {
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: eastern, plainTime: time }).toInstant().toString();
}

export const eastern = "America/New_York";

export function reached(instant: string, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(instant, now) <= 0;
}
