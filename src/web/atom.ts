import type { Change } from "../model/change.ts";
import { datesTold } from "../model/deadline-words.ts";
import { absoluteLink } from "../model/change-json.ts";
import type { Instant } from "../model/time.ts";
import { deadlineLine, modifiedAt, plainSummary, tagUri, titleLine } from "./syndication.ts";
import { xmlText } from "./xml.ts";

export interface FeedOfChanges {
  readonly title: string;
  /** The address of the feed itself, and of the same changes as a page. */
  readonly self: string;
  readonly page: string;
  readonly publicUrl: string;
  readonly changes: readonly Change[];
  /** Given where there is nothing to take it from. */
  readonly updated: Instant;
}

/** Changes as an Atom feed (RFC 4287). */
export function atomFeed(feed: FeedOfChanges): string {
  const updated = feed.changes.map(modifiedAt).toSorted().at(-1) ?? feed.updated;
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${xmlText(feed.self)}</id>
<title>${xmlText(feed.title)}</title>
<updated>${updated}</updated>
<author><name>regwatch</name></author>
<link rel="self" type="application/atom+xml" href="${xmlText(feed.self)}"/>
<link rel="alternate" type="text/html" href="${xmlText(feed.page)}"/>
${feed.changes.map((change) => entry(change, feed.publicUrl)).join("\n")}
</feed>
`;
}

function entry(change: Change, publicUrl: string): string {
  const lines = [plainSummary(change), ...datesTold(change).map(deadlineLine)];
  return `<entry>
<id>${xmlText(tagUri(change))}</id>
<title>${xmlText(titleLine(change))}</title>
<link rel="alternate" type="text/html" href="${xmlText(absoluteLink(change.permalink, publicUrl))}"/>
<updated>${modifiedAt(change)}</updated>
<published>${change.occurredAt}</published>
${[change.significance, change.kind, ...change.topics].map((term) => `<category term="${xmlText(term)}"/>`).join("")}
<summary type="text">${xmlText(lines.join("\n"))}</summary>
</entry>`;
}
