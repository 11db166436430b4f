import { html } from "hono/html";
import { deadlineLabel } from "../../model/deadline-words.ts";
import { readableDay } from "../dates.ts";
import type { UpcomingDeadline } from "../deadline-view.ts";
import type { Html } from "../deps.ts";
import { documentPath } from "../links.ts";

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const shownOfDay = 6;

/** A month as a table of weeks; on a narrow screen it falls to a list of the days that hold something. */
export function monthTable(
  month: Temporal.PlainYearMonth,
  deadlines: readonly UpcomingDeadline[],
  today: Temporal.PlainDate,
  link: (month: string) => string,
  list: string,
): Html {
  const name = monthName(month);
  const byDate = Map.groupBy(deadlines, ({ deadline }) => deadline.date);
  return html`<nav class="months" aria-label="Months">
      <a rel="prev" href="${link(month.subtract({ months: 1 }).toString())}"
        >← ${monthName(month.subtract({ months: 1 }))}</a
      >
      <h2 id="month">${name}</h2>
      <a rel="next" href="${link(month.add({ months: 1 }).toString())}">${monthName(month.add({ months: 1 }))} →</a>
    </nav>
    <table class="month" aria-labelledby="month">
      <thead>
        <tr>
          ${weekdays.map((day) => html`<th scope="col"><abbr title="${day}">${day.slice(0, 3)}</abbr></th>`)}
        </tr>
      </thead>
      <tbody>
        ${weeksOf(month).map(
          (week) =>
            html`<tr>
              ${week.map((day) => cell(day, month, byDate.get(day.toString()) ?? [], today, list))}
            </tr>`,
        )}
      </tbody>
    </table>
    ${deadlines.length === 0 ? html`<p class="quiet">No date in ${name} is known here.</p>` : null}`;
}

function cell(
  day: Temporal.PlainDate,
  month: Temporal.PlainYearMonth,
  due: readonly UpcomingDeadline[],
  today: Temporal.PlainDate,
  list: string,
): Html {
  if (day.month !== month.month) return html`<td class="outside"></td>`;
  const isToday = day.equals(today);
  // The list begins today; of days that are over everything is shown here.
  const shown = Temporal.PlainDate.compare(day, today) < 0 ? due.length : shownOfDay;
  const more = due.length - shown;
  return html`<td class="${due.length === 0 ? "free" : "full"}${isToday ? " today" : ""}">
    <time datetime="${day.toString()}" ${isToday ? html` aria-current="date"` : ""}
      ><span class="number">${day.day}</span><span class="whole">${readableDay(day.toString())}</span></time
    >
    ${
      due.length === 0
        ? null
        : html`<ul>
            ${due.slice(0, shown).map(entry)}${more > 0 ? html`<li><a href="${list}#day-${day.toString()}">and ${more} more</a></li>` : null}
          </ul>`
    }
  </td>`;
}

function entry({ deadline }: UpcomingDeadline): Html {
  return html`<li>
    <a href="${documentPath(deadline.documentId)}" title="${deadline.sentence}"
      ><b>${deadlineLabel(deadline)}</b> ${deadline.title}</a
    >
  </li>`;
}

function weeksOf(month: Temporal.PlainYearMonth): readonly (readonly Temporal.PlainDate[])[] {
  const first = month.toPlainDate({ day: 1 });
  const monday = first.subtract({ days: first.dayOfWeek - 1 });
  const weeks = Math.ceil((first.dayOfWeek - 1 + month.daysInMonth) / 7);
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (_, day) => monday.add({ days: week * 7 + day })),
  );
}

function monthName(month: Temporal.PlainYearMonth): string {
  return month.toPlainDate({ day: 1 }).toLocaleString("en-GB", { month: "long", year: "numeric" });
}
