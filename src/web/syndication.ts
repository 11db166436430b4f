import { datesTold, deadlineLabel } from "../model/deadline-words.ts";
import type { Change } from "../model/change.ts";
import { absoluteLink } from "../model/change-json.ts";
import type { Deadline } from "../model/facts.ts";
import type { Instant } from "../model/time.ts";
import type { FeedOfChanges } from "./atom.ts";
import { kindWords, significanceWords } from "./words.ts";

/** Changes as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). */
export function jsonFeed(feed: FeedOfChanges) {
  return {
    version: "https://jsonfeed.org/version/1.1",
    title: feed.title,
    home_page_url: feed.page,
    feed_url: feed.self,
    authors: [{ name: "regwatch" }],
    items: feed.changes.map((change) => ({
      id: tagUri(change),
      url: absoluteLink(change.permalink, feed.publicUrl),
      external_url: change.sourceUrl,
      title: titleLine(change),
      content_text: [plainSummary(change), ...datesTold(change).map(deadlineLine)].join("\n"),
      date_published: change.occurredAt,
      date_modified: modifiedAt(change),
      tags: [change.significance, change.kind, ...change.topics],
    })),
  };
}

/** The same for ever, wherever regwatch runs later. */
export function tagUri(change: Change): string {
  return `tag:regwatch,2025:change:${change.id}`;
}

export function titleLine(change: Change): string {
  const headline = change.headline === "" ? kindWords[change.kind] : change.headline;
  const weight = change.retracted === undefined ? significanceWords[change.significance] : "Retracted";
  return `${weight} · ${headline}: ${change.title}`;
}

/** When an entry last said something new: readers show it again once the change was taken back. */
export function modifiedAt({ detectedAt, retracted }: Change): Instant {
  return retracted?.at ?? detectedAt;
}

export function plainSummary(change: Change): string {
  const summary = change.summary === "" ? change.title : change.summary;
  return change.retracted === undefined ? summary : `Retracted: ${change.retracted.reason}\n${summary}`;
}

export function deadlineLine(deadline: Deadline): string {
  return `${deadlineLabel(deadline)} ${deadline.date}: ${deadline.sentence}`;
}
