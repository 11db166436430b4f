import type { CalendarDate } from "../model/time.ts";
import type { Extraction } from "../model/version.ts";
import type { Reading } from "../snapshots/reading.ts";

/** What is known of a file besides what it says. */
export interface FileOrigin {
  readonly title: string;
  /** The page it comes from; empty if that is not known. */
  readonly sourceUrl: string;
  readonly publishedAt: CalendarDate | null;
}

/** A file that somebody has, as an extraction: its text alone, without the facts that only a publisher's answer holds. */
export function fileExtraction(reading: Reading, { title, sourceUrl, publishedAt }: FileOrigin): Extraction {
  return {
    title,
    language: reading.language ?? "",
    sourceUrl,
    officialUrl: null,
    citation: null,
    fullCitation: null,
    publishedAt,
    form: "file",
    complete: true,
    blocks: reading.blocks,
    facts: {},
    deadlines: [],
    threadKeys: [],
    links: [],
  };
}
