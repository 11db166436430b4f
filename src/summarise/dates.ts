const months = "January February March April May June July August September October November December".split(" ");

/** `2025-09-29` as people write it in the Federal Register: `September 29, 2025`. Anything else stays as it is. */
export function longDate(text: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})(?:T.*)?$/.exec(text) ?? [];
  const name = months[Number(month) - 1];
  return name === undefined ? text : `${name} ${Number(day)}, ${year}`;
}

/** All calendar dates of a text, however written, as `2025-09-29`. */
export function datesIn(text: string): readonly string[] {
  return [
    ...Array.from(text.matchAll(/\b(\d{4})-(\d{2})-(\d{2})/g), (match) => iso(match[1], match[2], match[3])),
    ...Array.from(text.matchAll(written), (match) => iso(match[3], monthNumber(match[1]), match[2])),
    ...Array.from(text.matchAll(dayFirst), (match) => iso(match[3], monthNumber(match[2]), match[1])),
    ...Array.from(text.matchAll(/(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日/gu), (match) =>
      iso(match[1], match[2], match[3]),
    ),
  ];
}

const name =
  "(January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\\.?)";
const written = new RegExp(`\\b${name} (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})`, "g");
const dayFirst = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)? ${name},? (\\d{4})`, "g");

function monthNumber(word = ""): string {
  return String(months.findIndex((month) => month.startsWith(word.slice(0, 3))) + 1);
}

function iso(year = "", month = "", day = ""): string {
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}
