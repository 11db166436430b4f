import { absoluteLink } from "../model/change-json.ts";
import type { Change } from "../model/change.ts";

/**
 * How to cite a change: the document as the Bluebook has it, the official address, the permalink as the archived copy in brackets
 * (rule 18.2.1(d)), and the window in which the text changed.
 */
export function citeChange(change: Change, publicUrl: string): string {
  const { title, citation, fullCitation, publishedAt, officialUrl, sourceUrl } = change;
  const short = [title, citation].filter((part) => part !== null).join(", ");
  const document = fullCitation ?? `${short}${publishedAt === null ? "" : ` (${bluebookDate(publishedAt)})`}`;
  const address = officialUrl ?? sourceUrl;
  return `${document.replace(/\.$/, "")}, ${address} [${absoluteLink(change.permalink, publicUrl)}] (${windowWords(change)}).`;
}

function windowWords({ kind, evidence: { lastSeenBefore, firstSeenAfter } }: Change): string {
  const after = moment(firstSeenAfter);
  if (lastSeenBefore === null) return `text as first seen ${after}`;
  return `${kind === "withdrawn" ? "withdrawn" : "text as changed"} between ${moment(lastSeenBefore)} and ${after}`;
}

function moment(at: string): string {
  const time = Temporal.Instant.from(at).toZonedDateTimeISO("UTC");
  return `${bluebookDate(at)}, ${String(time.hour).padStart(2, "0")}:${String(time.minute).padStart(2, "0")} UTC`;
}

// The Bluebook's table T12.
const months = [
  "Jan.",
  "Feb.",
  "Mar.",
  "Apr.",
  "May",
  "June",
  "July",
  "Aug.",
  "Sept.",
  "Oct.",
  "Nov.",
  "Dec.",
] as const;

function bluebookDate(at: string): string {
  try {
    const { year, month, day } = Temporal.PlainDate.from(at.slice(0, 10));
    return `${months[month - 1]} ${day}, ${year}`;
  } catch {
    // A publisher's date may be none.
    return at;
  }
}
