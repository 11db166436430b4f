import { html } from "hono/html";
import { counted, figure } from "../../exports/redline-words.ts";
import { significances, type Significance } from "../../model/significance.ts";
import type { Tally } from "../../model/tally.ts";
import type { CalendarDate } from "../../model/time.ts";
import { readableDate } from "../dates.ts";
import type { Html } from "../deps.ts";
import { significanceWords } from "../words.ts";

/** Weeks that the plot shows. */
export const weeksShown = 26;

const [width, height, top] = [520, 72, 4];
const step = width / weeksShown;
const bar = step - 3;

/** Changes per week: a row of bars for each source, stacked by significance, and the same numbers as a table. */
export function weekPlot(tally: readonly Tally[], now: Temporal.Instant): Html | null {
  if (tally.length === 0) return null;
  const weeks = lastWeeks(now);
  const bySource = [...Map.groupBy(tally, ({ source }) => source)].toSorted(([a], [b]) => a.localeCompare(b, "en"));
  return html`<details class="plots">
    <summary>Changes per week</summary>
    <p class="legend" aria-hidden="true">
      ${significances.toReversed().map((name) => html`<span class="${name}">${significanceWords[name]}</span>`)}
    </p>
    <div class="plot-rows">${bySource.map(([source, rows]) => sourcePlot(source, rows, weeks))}</div>
    ${numbers(bySource, weeks)}
  </details>`;
}

function lastWeeks(now: Temporal.Instant): readonly CalendarDate[] {
  const today = now.toZonedDateTimeISO("UTC").toPlainDate();
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  return Array.from({ length: weeksShown }, (_, at) => monday.subtract({ weeks: weeksShown - 1 - at }).toString());
}

function sourcePlot(source: string, tally: readonly Tally[], weeks: readonly CalendarDate[]): Html {
  const byWeek = Map.groupBy(tally, ({ week }) => week);
  const most = Math.max(1, ...weeks.map((week) => sum(byWeek.get(week) ?? [])));
  const id = `plot-${source}`;
  return html`<figure>
    <figcaption>${source} <span class="fine">at most ${figure(most)} a week</span></figcaption>
    <svg viewBox="0 0 ${width} ${height + top}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc">
      <title id="${id}-title">Changes per week seen by ${source}</title>
      <desc id="${id}-desc">${inWords(tally, weeks)}</desc>
      <line class="base" x1="0" x2="${width}" y1="${height + top - 0.5}" y2="${height + top - 0.5}" />
      ${weeks.map((week, at) => stack(byWeek.get(week) ?? [], week, at * step, most))}
    </svg>
    <p class="axis fine"><span>${readableDate(weeks[0] ?? "")}</span><span>this week</span></p>
  </figure>`;
}

function stack(tally: readonly Tally[], week: CalendarDate, x: number, most: number): Html | null {
  if (tally.length === 0) return null;
  let y = height + top;
  const bars = significances.toReversed().flatMap((name) => {
    const count = sum(tally.filter(({ significance }) => significance === name));
    if (count === 0) return [];
    // The least that is there can be seen.
    const size = Math.max(1, (count / most) * (height - 4));
    y -= size;
    return [
      html`<rect class="${name}" x="${round(x)}" y="${round(y)}" width="${round(bar)}" height="${round(size)}" />`,
    ];
  });
  return html`<g><title>Week of ${readableDate(week)}: ${weightsInWords(tally)}</title>${bars}</g>`;
}

function inWords(tally: readonly Tally[], weeks: readonly CalendarDate[]): string {
  return `${counted(sum(tally), "change")} in ${weeks.length} weeks: ${weightsInWords(tally)}.`;
}

function weightsInWords(tally: readonly Tally[]): string {
  return significances
    .toReversed()
    .map((name) => [name, sum(tally.filter(({ significance }) => significance === name))] as const)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${figure(count)} ${significanceWords[name].toLowerCase()}`)
    .join(", ");
}

function numbers(bySource: readonly (readonly [string, readonly Tally[]])[], weeks: readonly CalendarDate[]): Html {
  const all = bySource.flatMap(([, tally]) => tally);
  const rows = weeks.toReversed().filter((week) => all.some((row) => row.week === week));
  return html`<details>
    <summary>The same as a table</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="Changes per week">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Week of</th>
            ${bySource.map(([source]) => html`<th scope="col">${source}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (week) =>
              html`<tr>
                <th scope="row">${readableDate(week)}</th>
                ${bySource.map(
                  ([, tally]) => html`<td>${weightsInWords(tally.filter((row) => row.week === week)) || "–"}</td>`,
                )}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

function sum(tally: readonly { readonly count: number; readonly significance: Significance }[]): number {
  return tally.reduce((total, { count }) => total + count, 0);
}

function round(size: number): string {
  return size.toFixed(1).replace(/\.0$/, "");
}
