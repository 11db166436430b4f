import { isoDate } from "../../snapshots/dates.ts";
import { chineseNumber, englishNumbers } from "./numerals.ts";

/** What a passage counts and dates. `stated`: numbers written in figures, as written; `meant`: every value, in whatever form. */
export interface Figures {
  readonly stated: ReadonlyMap<number, string>;
  readonly meant: ReadonlySet<number>;
  /** `2031-05-03`, `2031-05`, `05-03`. */
  readonly dates: ReadonlySet<string>;
}

/** The numbers and dates of a passage in English or Chinese. Numbers of provisions, versions and names are none. */
export function figuresIn(passage: string): Figures {
  const dates = new Set<string>();
  const text = withoutDates(withoutReferences(passage.normalize("NFKC")), dates);
  const stated = new Map<number, string>();
  const meant = new Set<number>();
  for (const match of text.matchAll(figure)) {
    const [whole, digits = "", scale = "", unit = ""] = match;
    const value = Number(digits.replaceAll(",", "")) * (scales[scale.toLowerCase()] ?? 1);
    if (!Number.isFinite(value)) continue;
    // "(1)" counts an enumeration, "thirty (30)" says its number twice.
    if (!/^\d{1,2}$/.test(digits) || !isEnumerator(text, match.index, whole))
      stated.set(value, `${digits}${scaleWords(scale)}`);
    for (const same of equivalents(value, unit)) meant.add(same);
  }
  for (const [, numeral = "", unit = ""] of text.matchAll(
    /([〇零一二两三四五六七八九十百千][〇零一二两三四五六七八九十百千万亿]{0,11})(?:个)?([年月周天日]|小时)?/g,
  )) {
    const value = chineseNumber(numeral);
    if (value !== null) for (const same of equivalents(value, unit)) meant.add(same);
  }
  for (const { value, unit } of englishNumbers(text)) for (const same of equivalents(value, unit)) meant.add(same);
  return { stated, meant, dates };
}

const figure =
  /(?<![A-Za-z\d.,_/-])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d,]*\.?\d)(?!(?:st|nd|rd|th)\b)\s?(thousand|million|billion|trillion|万亿|百万|千万|亿|万)?(?:[- ]?(?:个|calendar |business )?(years?|months?|weeks?|days?|hours?|年|月|周|天|日|小时))?/giu;

const scales: Readonly<Record<string, number>> = {
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
  万: 1e4,
  百万: 1e6,
  千万: 1e7,
  亿: 1e8,
  万亿: 1e12,
};

function scaleWords(scale: string): string {
  return scale === "" || /\p{Script=Han}/u.test(scale) ? scale : ` ${scale}`;
}

function isEnumerator(text: string, at: number, whole: string): boolean {
  if (text.charAt(at - 1) !== "(" || text.charAt(at + whole.trimEnd().length) !== ")") return false;
  const [, word = ""] = /([A-Za-z-]+|\p{Script=Han}+)\s?\($/u.exec(text.slice(Math.max(0, at - 24), at)) ?? [];
  return (
    !/^(?:hundred|thousand)$/i.test(word) &&
    englishNumbers(word).length === 0 &&
    !/[〇零一二两三四五六七八九十百千]$/.test(word)
  );
}

// "One year" and "12 个月" are the same.
function equivalents(value: number, unit: string): readonly number[] {
  const per = /^(?:year|年)/i.test(unit)
    ? [12, 365]
    : /^(?:week|周)/i.test(unit)
      ? [7]
      : /^(?:day|天|日)/i.test(unit)
        ? [24]
        : [];
  const parts = /^(?:month|月)/i.test(unit)
    ? [12]
    : /^(?:day|天|日)/i.test(unit)
      ? [7, 365]
      : /^(?:hour|小时)/i.test(unit)
        ? [24]
        : [];
  return [
    value,
    ...per.map((factor) => value * factor),
    ...parts.filter((factor) => value % factor === 0).map((factor) => value / factor),
  ];
}

function withoutReferences(text: string): string {
  return text
    .replaceAll(/\b(?:https?:\/\/|www\.)[^\s)，。]+|[\w.+-]{1,64}@\S+/gi, " ")
    .replaceAll(
      /(?:\b(?:sections?|clauses?|articles?|parts?|paragraphs?|schedules?|exhibits?|appendix|annex|version)|(?<!§)§+)\s*\d[\d.]*(?:\s*(?:,|and|or|to|through|-|–)\s*\d[\d.]*(?![\d.]*\s*(?:%|percent|years?|months?|weeks?|days?|hours?)))*/gi,
      " ",
    )
    .replaceAll(
      /第\s?[\d.〇零一二两三四五六七八九十百]+\s?(?:条|节|款|章|项|部分|编|版)?(?:\s?[、和至到-]\s?第?\s?[\d.〇零一二两三四五六七八九十百]+\s?(?:条|节|款|章|项))*/g,
      " ",
    )
    .replaceAll(/(?<!\d|\d\.)\d+(?:\.\d+)*\s?(?:节|条|款|章)/g, " ")
    .replaceAll(/(?<![\d.])\d+(?:\.\d+){2,}/g, " ")
    .replaceAll(/^[^\S\n]*(?:\(\d{1,3}\)|\d{1,3}(?:\.\d{1,3})+[.)、]?\s|\d{1,3}[.)、](?!\d))/gm, " ");
}

const month = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\\.?";

const datePatterns: readonly (readonly [pattern: RegExp, order: "ymd" | "mdy" | "dmy" | "ym" | "my" | "md"])[] = [
  [/(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日/g, "ymd"],
  [/(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/g, "ymd"],
  [new RegExp(`\\b${month}\\s(\\d{1,2})(?:st|nd|rd|th)?,?\\s(\\d{4})\\b`, "gi"), "mdy"],
  [new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?(?: of)?\\s${month},?\\s(\\d{4})\\b`, "gi"), "dmy"],
  [/(\d{4})\s?年\s?(\d{1,2})\s?月/g, "ym"],
  [new RegExp(`\\b${month},?\\s(\\d{4})\\b`, "gi"), "my"],
  [/(?<!\d)(\d{1,2})\s?月\s?(\d{1,2})\s?日/g, "md"],
  [new RegExp(`\\b${month}\\s(\\d{1,2})(?:st|nd|rd|th)?\\b`, "gi"), "md"],
];

const writtenDate =
  /[〇零一二三四五六七八九]{4}年(?:[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?)?/g;

/** The text without its dates, which are put into `dates`. */
function withoutDates(text: string, dates: Set<string>): string {
  let rest = text.replaceAll(writtenDate, (date) =>
    date.replaceAll(/[^年月日]+/g, (numeral) => String(chineseNumber(numeral) ?? numeral)),
  );
  for (const [pattern, order] of datePatterns) {
    rest = rest.replaceAll(pattern, (whole: string, ...groups: unknown[]) => {
      const read = new Map(order.split("").map((part, index) => [part, String(groups[index])]));
      const date = dateOf(read);
      if (date === null) return whole;
      dates.add(date);
      return " ";
    });
  }
  return rest;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

function pad(value: string | number): string {
  return String(value).padStart(2, "0");
}

function dateOf(parts: ReadonlyMap<string, string>): string | null {
  const named = parts.get("m") ?? "";
  const number = /^\d+$/.test(named) ? Number(named) : months.indexOf(named.toLowerCase()) + 1;
  const [year, day] = [parts.get("y"), parts.get("d")];
  if (number < 1 || number > 12) return null;
  if (year === undefined) return Number(day) > 31 ? null : `${pad(number)}-${pad(day ?? "")}`;
  return day === undefined ? `${year}-${pad(number)}` : isoDate(`${year}-${pad(number)}-${pad(day)}`);
}
