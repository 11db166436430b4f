import type { Change } from "../model/change.ts";
import type { PollReport, Progress } from "../pipeline/services.ts";
import { compareSignificance } from "../model/significance.ts";

const shownOfBaseline = 12;

/** Turns what happens into lines: one per feed, then one per change; after a baseline, what people would have been told. */
export function createReporter(write: (line: string) => void): (event: Progress) => void {
  const baselines = new Map<string, Change[]>();
  // Two feeds may watch the same document; it is named once.
  const named = new Set<string>();
  return (event) => {
    switch (event.kind) {
      case "polling":
        return;
      case "change":
        if (named.has(event.change.eventKey)) return;
        named.add(event.change.eventKey);
        if (event.change.baseline) remember(baselines, event.change);
        else write(changeLine(event.change));
        return;
      case "polled": {
        const found = baselines.get(event.feed.id) ?? [];
        baselines.delete(event.feed.id);
        for (const line of pollLines(event.report, found)) write(line);
      }
    }
  };
}

/** One change as one line. */
export function changeLine(change: Change): string {
  const deadlines = change.deadlines
    .slice(0, 2)
    .map((deadline) => `${deadline.kind} ${deadline.date}`)
    .join(", ");
  const parts = [change.significance.padEnd(11), change.headline, clean(change.title), deadlines, change.permalink];
  return parts.filter((part) => part !== "").join(" · ");
}

function pollLines(report: PollReport, found: readonly Change[]): readonly string[] {
  if (report.error !== null) {
    return [`✗ ${report.feedId}: ${clean(report.error)} Next try ${clock(report.nextDueAt)}.`];
  }
  const warnings = report.warnings.slice(0, 5).map((warning) => `  ! ${clean(warning)}`);
  if (!report.baseline) {
    const waiting = report.held === 0 ? "" : `${report.held} to be confirmed by a second look`;
    const changed = report.changes === 0 ? "" : `${report.changes} changed`;
    const changes = [changed, waiting].filter((part) => part !== "").join(", ") || "no change";
    return [
      `✓ ${report.feedId}: ${report.looked} documents, ${changes}; next ${clock(report.nextDueAt)}.`,
      ...warnings,
    ];
  }
  return [
    `✓ ${report.feedId}: baseline of ${report.looked} documents, told to nobody; next ${clock(report.nextDueAt)}.`,
    ...warnings,
    ...wouldHaveTold(found),
  ];
}

function wouldHaveTold(found: readonly Change[]): readonly string[] {
  const recent = found.filter(({ occurredAt, detectedAt }) => daysBetween(occurredAt, detectedAt) <= 30);
  const told = recent
    .filter((change) => change.muted === null && compareSignificance(change.significance, "editorial") >= 0)
    .toSorted(
      (a, b) => compareSignificance(b.significance, a.significance) || b.occurredAt.localeCompare(a.occurredAt),
    );
  if (told.length === 0) return [];
  const rest = told.length - shownOfBaseline;
  return [
    `  What you would have been told of the last 30 days (${told.length}, and ${recent.length - told.length} kept back):`,
    ...told.slice(0, shownOfBaseline).map((change) => `    ${change.occurredAt.slice(0, 10)}  ${changeLine(change)}`),
    ...(rest > 0 ? [`    … and ${rest} more on the web page.`] : []),
  ];
}

function daysBetween(earlier: string, later: string): number {
  return Temporal.Instant.from(earlier).until(Temporal.Instant.from(later)).total("hours") / 24;
}

function remember(baselines: Map<string, Change[]>, change: Change): void {
  baselines.set(change.feedId, [...(baselines.get(change.feedId) ?? []), change]);
}

// A page must not be able to steer the terminal that shows its title.
function clean(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, " ").trim();
}

function clock(instant: string): string {
  return `${instant.slice(11, 16)} UTC`;
}
