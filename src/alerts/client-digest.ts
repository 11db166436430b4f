import type { Change } from "../model/change.ts";
import type { RenderContext } from "../model/channel.ts";
import type { ClientDigest, ClientEntry, Letterhead } from "../model/client-digest.ts";
import type { Digest } from "../model/digest.ts";
import type { Significance } from "../model/significance.ts";
import { alikeTogether } from "./alike.ts";
import { clip } from "./clip.ts";
import { composeChange } from "./compose-change.ts";
import { countsInWords, digestTally, sumOf } from "./digest.ts";
import { deadlineInWords } from "./days-left.ts";

/** A digest in the words in which a firm sends it on: dates written out, citations in full, nothing that is ours alone. */
export function composeClientDigest(
  digest: Digest,
  context: RenderContext,
  letterhead: Letterhead | null,
): ClientDigest {
  const today = context.now.toZonedDateTimeISO(digest.zone).toPlainDate();
  return {
    letterhead,
    title: "Regulatory update",
    period: periodOf(digest),
    counts: countsOf(digest),
    threads: alikeTogether(digest.threads).map(({ title, significance, changes, isAlike }) => ({
      title: clip(title, 300),
      significance,
      entries: changes.map((change, at) => {
        const entry = entryOf(change, context, significance);
        return isAlike && at > 0 ? nameOnly(change, entry) : entry;
      }),
    })),
    corrections: digest.retracted.map((change) => entryOf(change, context, change.significance)),
    deadlines: digest.deadlines.map((deadline) => {
      const { label, date, words } = deadlineInWords(deadline, today);
      return { date: longDate(date), words: `${label} (${words})`, title: clip(deadline.title, 300) };
    }),
    checked: checkedOf(digest),
    disclaimer: "Unofficial summary, not legal advice. Check the official edition before relying on it.",
  };
}

function entryOf(change: Change, context: RenderContext, group: Significance): ClientEntry {
  const { headline, summary, facts, passages, deadlines } = composeChange(change, context);
  // How much it matters is said by the group that it stands in, unless it matters less.
  const happened = change.significance === group ? headline.split(" · ").slice(1).join(" · ") : "";
  const officialUrl = officialLink(change, context.publicUrl);
  return {
    headline: longDates(happened || headline),
    summary: change.retracted === undefined ? summary : `Corrected: ${clip(change.retracted.reason, 500)}`,
    facts: facts.map(({ label, before, after }) => ({ label, before: longDates(before), after: longDates(after) })),
    passages,
    deadlines: deadlines.map(({ label, date, words }) => `${label} ${longDate(date)} (${words})`),
    citation: change.fullCitation ?? pageCitation(change, officialUrl),
    officialUrl,
  };
}

// What happened to it stands with the first one.
function nameOnly({ title }: Change, entry: ClientEntry): ClientEntry {
  return { ...entry, headline: clip(title, 300), summary: "", facts: [], passages: [], deadlines: [] };
}

function officialLink({ officialUrl, sourceUrl }: Change, publicUrl: string): string | null {
  const url = URL.parse(officialUrl ?? sourceUrl);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  return url.host === URL.parse(publicUrl)?.host ? null : url.href;
}

// The Bluebook's rule 18.2 for what is on the internet alone.
function pageCitation({ title, citation, evidence }: Change, url: string | null): string {
  if (citation !== null) return `${clip(title, 300)}, ${citation}`;
  const visited = `last visited ${shortDate(evidence.firstSeenAfter.slice(0, 10))}`;
  return [clip(title, 300), ...(url === null ? [] : [url])].join(", ") + ` (${visited})`;
}

function periodOf({ from, to, zone }: Digest): string {
  const [first, last] = [from, to].map((at) =>
    longDate(Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString()),
  );
  return `${first} to ${last}`;
}

// What is listed is counted by how much it matters; what is not listed, in one sum.
function countsOf(digest: Digest): string {
  const { listed, leftOut } = digestTally(digest);
  const [told, light] = [sumOf(listed), sumOf(leftOut)];
  const left = light === 0 ? "" : ` ${counted(light, "change")} of less weight left out.`;
  if (told === 0 && light > 0) return `Nothing of the weight asked for in this period.${left}`;
  if (told === 0) return "Nothing changed in this period that calls for your attention.";
  return `${counted(told, "change")} (${countsInWords(listed).join(", ")}).${left}`;
}

// Which feeds could not be read is the firm's own affair; that some could not is the client's as well.
function checkedOf({ checks }: Digest): string {
  const looked = `${counted(checks.feeds, "source")} ${checks.feeds === 1 ? "was" : "were"} checked ${counted(checks.checks, "time")}.`;
  const ill = checks.ill.length;
  if (ill === 0) return looked;
  return `${looked} ${counted(ill, "source")} could not be read when this was written.`;
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;
}

function longDates(text: string): string {
  return text.replace(/\b\d{4}-\d{2}-\d{2}\b(?!T)/g, longDate);
}

function longDate(date: string): string {
  return inWords(date, (month) => month);
}

// The Bluebook's table 12 shortens all but the shortest.
function shortDate(date: string): string {
  return inWords(date, (month) => (month.length <= 4 ? month : `${month.slice(0, month.startsWith("Sept") ? 4 : 3)}.`));
}

function inWords(date: string, monthIn: (month: string) => string): string {
  try {
    const day = Temporal.PlainDate.from(date);
    return `${monthIn(day.toLocaleString("en-US", { month: "long" }))} ${day.day}, ${day.year}`;
  } catch {
    return date;
  }
}
