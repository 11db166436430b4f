import { gzipSync } from "node:zlib";
import ICAL from "ical.js";
import { expect, test } from "vitest";
import { auditCsv, type AuditLine } from "../../src/exports/audit.ts";
import { readBody } from "../../src/lib/response-body.ts";
import type { CalendarEvent } from "../../src/model/calendar.ts";
import { calendar } from "../../src/web/calendar.ts";

test("no cell of the audit is a formula to a spreadsheet, and none breaks out of its line", () => {
  const formulas = ['=HYPERLINK("https://evil.example")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1", "a\r\nb"];
  for (const title of formulas) {
    const text = auditCsv([{ title, told: "now", tenant: 'a","b' } as unknown as AuditLine], false);
    const cells = text.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/);
    expect(cells).toHaveLength(23);
    expect(cells[3]).not.toMatch(/^"?[=+\-@\t\r＝]/);
  }
});

test("a title cannot put lines of its own into a calendar", () => {
  const title = "Dates\r\nATTENDEE:mailto:eve@example.org\r\nEND:VEVENT\r\nBEGIN:VALARM\u2028X:1";
  const event: CalendarEvent = {
    uid: "deadline-1",
    kind: "comments-close",
    date: "2026-02-28",
    sentence: `${title};TZID=x:1`,
    documentId: "../../x",
    feedId: "f",
    threadKey: "t",
    title,
    sourceUrl: "https://publisher.example\r\nX-EVIL:1",
    citation: null,
    topics: [],
    sequence: 1,
    createdAt: "2026-01-10T08:00:00.000Z",
    modifiedAt: "2026-01-12T09:30:00.000Z",
    datedAt: "2026-01-12T09:30:00.000Z",
    movedFrom: null,
    cancelledAt: null,
  };
  const text = calendar([event], { name: title, publicUrl: "https://regwatch.example" });
  const file = new ICAL.Component(ICAL.parse(text) as [string, object[], object[]]);
  const [only, ...others] = file.getAllSubcomponents("vevent");
  expect(others).toEqual([]);
  expect(only?.getAllSubcomponents()).toEqual([]);
  expect(only?.getFirstProperty("attendee")).toBeNull();
  expect(text).not.toMatch(/^(?:ATTENDEE|X-EVIL|BEGIN:VALARM)/m);
});

async function* fourTimes(): AsyncGenerator<Uint8Array> {
  yield gzipSync(gzipSync(gzipSync(gzipSync("x"))));
}

test("an answer that was compressed again and again is not unfolded", async () => {
  const headers = { "content-encoding": "gzip, gzip, gzip, gzip" };
  await expect(readBody(fourTimes(), headers, { host: "h", maxBytes: 1000 })).rejects.toThrow(
    "compressed its answer 4 times",
  );
});
