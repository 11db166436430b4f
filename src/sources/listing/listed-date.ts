import type { CalendarDate } from "../../model/time.ts";
import { findDates, isoDate } from "../../snapshots/dates.ts";

/**
 * The date in an item's words: `2031-03-04`, `2031.3.4 10:00:00`, `2031年3月4日`, `March 4, 2031`, `03/04/2031` as the Americans write it;
 * null where there is none with a year.
 */
export function listedDate(text: string): CalendarDate | null {
  const words = text.normalize("NFKC").replaceAll(/\s+/g, " ");
  const yearFirst = /(?<!\d)((?:19|20)\d{2}) ?[-./年] ?(\d{1,2}) ?[-./月] ?(\d{1,2})(?!\d)/.exec(words);
  if (yearFirst !== null) return isoOf(yearFirst[1], yearFirst[2], yearFirst[3]);
  const american = /(?<!\d)(\d{1,2})\/(\d{1,2})\/((?:19|20)\d{2})(?!\d)/.exec(words);
  if (american !== null) return isoOf(american[3], american[1], american[2]);
  return findDates(words, null)[0]?.date ?? null;
}

/** The date in an address, as portals and agencies put it there: `/20310304`, `/2031/03/04/`, `t20310304_1.htm`. */
export function addressDate(address: string): CalendarDate | null {
  const { pathname } = new URL(address);
  const found = /(?<!\d)(20\d{2})[-/]?(0[1-9]|1[0-2])[-/]?([0-2]\d|3[01])(?!\d)/.exec(pathname);
  return found === null ? null : isoOf(found[1], found[2], found[3]);
}

/** The words without their dates and times: a list that dates its items anew says nothing new. */
export function withoutDate(text: string): string {
  return text.replaceAll(
    /[[(（【]?(?<!\d)(?:19|20)\d{2} ?[-./年] ?\d{1,2} ?[-./月] ?\d{1,2}(?!\d)日?(?: ?\d{1,2}:\d{2}(?::\d{2})?)?[\])）】]?/g,
    " ",
  );
}

function isoOf(year = "", month = "", day = ""): CalendarDate | null {
  return isoDate(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
}
