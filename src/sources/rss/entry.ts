import type { CalendarDate, Instant } from "../../model/time.ts";

/** One entry of a feed, whatever the feed's format. Addresses are absolute; `body` is HTML or plain text as the feed gives it. */
export interface FeedEntry {
  /** `guid` of RSS, `id` of Atom and JSON Feed. */
  readonly id: string | null;
  readonly link: string | null;
  readonly title: string;
  readonly body: string;
  readonly publishedAt: CalendarDate | Instant | null;
}

/** A feed as read. `next` is the address of its older part, where it is paged (RFC 5005). */
export interface ReadFeed {
  readonly title: string | null;
  readonly language: string | null;
  readonly next: string | null;
  readonly entries: readonly FeedEntry[];
  /** Entries that could not be read; the others are there. */
  readonly warnings: readonly string[];
}

/** An entry before its addresses are resolved and its date is read. */
export interface RawEntry {
  readonly id?: string | null | undefined;
  readonly link?: string | null | undefined;
  readonly title?: string | null | undefined;
  readonly body?: string | null | undefined;
  readonly date?: string | null | undefined;
  /** Its own `xml:base`. */
  readonly base?: string | null | undefined;
}

export interface RawFeed {
  readonly title: string | null;
  readonly entries: readonly RawEntry[];
}
