import { html } from "hono/html";
import { counted } from "../../exports/redline-words.ts";
import type { Change } from "../../model/change.ts";
import { compareSignificance, type Significance } from "../../model/significance.ts";
import { readableDate } from "../dates.ts";
import type { Html } from "../deps.ts";
import { significanceWords } from "../words.ts";

const weeks = 52;
const [step, cell] = [14, 11];

/** A year of a document at a glance: a cell for each week, marked by the weightiest change in it. The list beside it says the same in words. */
export function yearStrip(changes: readonly Change[], now: Temporal.Instant): Html | null {
  const shown = changes.filter(({ baseline }) => !baseline);
  const byWeek = Map.groupBy(shown, ({ occurredAt }) => weeksAgo(occurredAt, now));
  const inYear = shown.filter(({ occurredAt }) => weeksAgo(occurredAt, now) < weeks);
  if (inYear.length === 0) return null;
  const touched = new Set(inYear.map(({ occurredAt }) => weeksAgo(occurredAt, now))).size;
  return html`<svg
    class="strip"
    viewBox="0 0 ${weeks * step} ${step}"
    role="img"
    aria-labelledby="strip-title"
    aria-describedby="strip-desc"
  >
    <title id="strip-title">The last year, week by week</title>
    <desc id="strip-desc">
      ${counted(inYear.length, "change")} in ${counted(touched, "week")}, the weightiest
      ${significanceWords[heaviest(inYear)].toLowerCase()}.
    </desc>
    ${Array.from({ length: weeks }, (_, at) => week(byWeek.get(weeks - 1 - at) ?? [], at))}
  </svg>`;
}

function week(changes: readonly Change[], at: number): Html {
  const [latest] = changes;
  const of = latest === undefined ? "none" : heaviest(changes);
  return html`<rect class="${of}" x="${at * step}" y="1" width="${cell}" height="${cell}" rx="2">
    ${latest === undefined ? null : html`<title>${readableDate(latest.occurredAt.slice(0, 10))}: ${latest.headline}</title>`}
  </rect>`;
}

function weeksAgo(at: string, now: Temporal.Instant): number {
  return Math.max(
    0,
    Math.floor((now.epochMilliseconds - Temporal.Instant.from(at).epochMilliseconds) / (7 * 86_400_000)),
  );
}

function heaviest(changes: readonly Change[]): Significance {
  return changes.map(({ significance }) => significance).reduce((a, b) => (compareSignificance(a, b) >= 0 ? a : b));
}
