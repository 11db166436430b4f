import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from "ical-generator";
import type { CalendarEvent } from "../model/calendar.ts";
import { deadlineLabel } from "../model/deadline-words.ts";

/** What a calendar says of itself. `publicUrl` has no trailing slash. */
export interface CalendarFrame {
  readonly name: string;
  readonly publicUrl: string;
}

const refreshSeconds = 3600;

/**
 * Dates as an iCalendar (RFC 5545) of all-day events that calendars follow: the same UID wherever a date moves, a higher SEQUENCE each time,
 * STATUS:CANCELLED where it was called off. Every stamp is the event's own, so what has not changed is the same to the byte.
 */
export function calendar(events: readonly CalendarEvent[], { name, publicUrl }: CalendarFrame): string {
  const file = ical({
    // The library writes the name as it is, and it may hold what somebody typed.
    name: plain(name).replace(/\s+/g, " "),
    prodId: { company: "regwatch", product: "deadlines", language: "EN" },
    method: ICalCalendarMethod.PUBLISH,
    ttl: refreshSeconds,
    scale: "gregorian",
    events: events.map((event) => ({
      id: `${event.uid}@regwatch`,
      sequence: event.sequence,
      stamp: event.modifiedAt,
      created: event.createdAt,
      lastModified: event.modifiedAt,
      start: new Date(event.date),
      end: new Date(Temporal.PlainDate.from(event.date).add({ days: 1 }).toString()),
      timezone: "UTC",
      allDay: true,
      summary: plain(summaryOf(event)),
      description: plain(descriptionOf(event)),
      url: `${publicUrl}/documents/${encodeURIComponent(event.documentId)}`,
      status: event.cancelledAt === null ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
      transparency: ICalEventTransparency.TRANSPARENT,
    })),
  });
  return `${file.toString()}\r\n`;
}

function summaryOf(event: CalendarEvent): string {
  return `${event.cancelledAt === null ? "" : "Cancelled: "}${deadlineLabel(event)}: ${event.title}`;
}

function descriptionOf({ sentence, citation, sourceUrl, movedFrom }: CalendarEvent): string {
  const moved = movedFrom === null ? null : `Moved from ${movedFrom}.`;
  return [moved, sentence, citation, sourceUrl].filter((text) => text !== null && text !== "").join("\n");
}

/** Content lines cannot hold control characters, nor halves of a character. */
function plain(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/\r\n?/g, "\n")
      // oxlint-disable-next-line no-control-regex -- these are the ones meant
      .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, " ")
  );
}
