import type { CalendarDate } from "../model/time.ts";
import { findDates, isoDate } from "./dates.ts";
import type { Block } from "../model/text.ts";

/**
 * The date a line states for the text as a whole ("Last updated: August 20, 2026", "Effective March 1, 2025", 更新日期：2024年7月1日), or
 * null for any other line. `11/1/2018` is read as the Americans do unless it cannot be.
 */
export function statedDateOf(line: string): CalendarDate | null {
  return line.length > longest ? null : (statement(line, `${about}${filler}$`)?.date ?? null);
}

/** The date a version states for itself: that of its last update before that of its effect, from its beginning before its end. */
export function statedDate(blocks: readonly Block[]): CalendarDate | null {
  const places = [...blocks.slice(0, 40), ...blocks.slice(40).slice(-10)];
  const found = places.flatMap((block) => {
    const head = block.text.slice(0, longest);
    const whole = block.text.length <= longest ? statement(head, `${about}${filler}$`) : null;
    const stated = whole ?? statement(head, `^${beginning}(?:[.。;,)]|$)`);
    return stated === null ? [] : [stated];
  });
  return (found.find((stated) => stated.updated) ?? found[0])?.date ?? null;
}

const longest = 160;

interface Statement {
  readonly date: CalendarDate;
  readonly updated: boolean;
}

const month = "(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\\.?";
const day = "\\d{1,2}(?:st|nd|rd|th)?";
const calendar = `(?:${month} ${day},? \\d{4}|${day}(?: of)? ${month},? \\d{4}|\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{4} ?年 ?\\d{1,2} ?月 ?\\d{1,2} ?日|\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{4})`;
const english =
  "(?:(?:(?:this|the|these|our) )?(?:page|policy|agreement|document|terms(?: of (?:use|service))?|notice|article|version)? ?(?:was |were |is |are )?(?:last |most recently |date )?(?:of )?(?:(?:last )?updated?|modified|modification|revised|revision|changed|reviewed|effective|posted|published|released?|version|in force)(?: date)?(?: as of| on| from)?)";
const chinese =
  "(?:[\\p{Script=Han}“”《》 ]{0,20}(?:更新|修订|修改|生效|发布|修訂|發布)(?:日期|时间|時間)?(?:于|於|为|為)?)";
const about = `^[(（【\\[]?(?:[^.。:：]{0,60}[|•–—(-] ?)?(?:${english}|${chinese}) ?[:：]? ?(${calendar})`;
const beginning = `(?:${english}|${chinese}) ?[:：] ?(${calendar})`;
const filler =
  "(?: ?[|,;，；] ?[^.。]{0,60})?(?: (?:at )?[\\d:]{4,8}(?: ?[ap]\\.?m\\.?)?(?: [A-Z]{2,4})?)?[.。)）】\\]]*(?: ?[(（][^()]{0,60}[)）])?";

const patterns = new Map<string, RegExp>();

function statement(line: string, source: string): Statement | null {
  if (!/\d{4}/.test(line)) return null;
  const quick = line
    .normalize("NFKC")
    .replaceAll(/[*_]/g, "")
    .replaceAll(/\s+/g, " ")
    .replace(/^[^\p{L}\p{N}(（]+/u, "")
    .trim();
  let pattern = patterns.get(source);
  if (pattern === undefined) {
    pattern = new RegExp(source, "iu");
    patterns.set(source, pattern);
  }
  const match = pattern.exec(quick);
  const date = match === null ? null : calendarDate(match[1] ?? "");
  return date === null || match === null
    ? null
    : { date, updated: /updat|modif|revis|更新|修订|修改|修訂/i.test(match[0]) };
}

function calendarDate(text: string): CalendarDate | null {
  const yearFirst = /^(\d{4})\D+(\d{1,2})\D+(\d{1,2})/.exec(text);
  if (yearFirst !== null) return parts(yearFirst[1], yearFirst[2], yearFirst[3]);
  const numeric = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text);
  if (numeric !== null) {
    const [, first, second, year] = numeric;
    return Number(first) > 12 ? parts(year, second, first) : parts(year, first, second);
  }
  const written = text.replace(/(\d{1,2})(?:st|nd|rd|th)?(?: of)?,? (\p{L}+)\.?,? (\d{4})/u, "$1 $2 $3");
  return findDates(written, null)[0]?.date ?? null;
}

function parts(year = "", month = "", day = ""): CalendarDate | null {
  return isoDate(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
}
