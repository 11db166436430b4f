import { createHash } from "node:crypto";
import { deadlineWords } from "../alerts/days-left.ts";
import type { DeadlineRecord } from "../model/store.ts";

/**
 * Deadlines as an iCalendar (RFC 5545) of all-day events. `stamp` is a day: what has not changed stays the same to the byte for a day.
 */
export function calendar(deadlines: readonly DeadlineRecord[], publicUrl: string, stamp: string): string {
  const uids = new Map<string, number>();
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//regwatch//deadlines//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    "X-WR-CALNAME:regwatch deadlines",
    ...deadlines.flatMap((deadline) => event(deadline, uidOf(deadline, uids), publicUrl, stamp)),
    "END:VCALENDAR",
  ];
  return `${lines.map(folded).join("\r\n")}\r\n`;
}

function event(deadline: DeadlineRecord, uid: string, publicUrl: string, stamp: string): readonly string[] {
  const { kind, date, title, sentence, citation, sourceUrl, documentId } = deadline;
  const end = Temporal.PlainDate.from(date).add({ days: 1 }).toString();
  const description = [sentence, citation, sourceUrl].filter((text) => text !== null && text !== "").join("\n");
  return [
    "BEGIN:VEVENT",
    `UID:${uid}`,
    `DTSTAMP:${basic(stamp)}T000000Z`,
    `DTSTART;VALUE=DATE:${basic(date)}`,
    `DTEND;VALUE=DATE:${basic(end)}`,
    `SUMMARY:${escaped(`${deadlineWords[kind]}: ${title}`)}`,
    `DESCRIPTION:${escaped(description)}`,
    `URL:${publicUrl}/documents/${encodeURIComponent(documentId)}`,
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ];
}

/** From what the event is, so that it is the same at every fetch; two sentences with one date are told apart by their order. */
function uidOf({ documentId, kind, date }: DeadlineRecord, taken: Map<string, number>): string {
  const name = createHash("sha256")
    .update(JSON.stringify([documentId, kind, date]))
    .digest("hex")
    .slice(0, 32);
  const count = (taken.get(name) ?? 0) + 1;
  taken.set(name, count);
  return `${name}${count === 1 ? "" : `-${count}`}@regwatch`;
}

function basic(date: string): string {
  return date.replaceAll("-", "");
}

function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/\r\n?/g, "\n")
      // oxlint-disable-next-line no-control-regex -- content lines cannot hold control characters
      .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, " ")
      .replace(/[\\;,]/g, "\\$&")
      .replaceAll("\n", "\\n")
  );
}

/** Lines of at most 75 octets; never cut inside a character. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = "";
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > 75) {
      parts.push(part);
      part = " ";
      octets = 1;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join("\r\n");
}
