import { webLink } from "../links.ts";
import { plainText } from "../plain-text.ts";
import { cutAtSentence } from "../sentences.ts";

/**
 * Foreign text that Discord shows as it is: no formatting, no link, no mention, no time, no emoji of ours. One line. `most` bounds what is
 * sent, with the marks that neutralise it; it is cut at sentences before they are set, so that none of them is cut.
 */
export function plain(text: string, most: number): string {
  const line = plainText(text);
  for (let room = most; room > 0; room = Math.floor(room * 0.9)) {
    const escaped = escape(cutAtSentence(line, room));
    if (escaped.length <= most) return escaped;
  }
  return "";
}

/** Where Discord shows text as it is, such as a footer or a button. */
export function verbatim(text: string, most: number): string {
  return cutAtSentence(plainText(text), most);
}

/** Words of our own that lead to an address, or nothing where that is none. */
export function link(words: string, address: string | null, longest = 2000): string | null {
  const url = webLink(address, longest);
  return url === null ? null : `[${words}](${url})`;
}

/** Escaped text between marks such as `**`. Spaces stay outside, where the marks would not be read as such beside them. */
export function marked(text: string, mark: "**" | "~~"): string {
  const inner = text.trim();
  return inner === "" ? text : text.replace(inner, () => `${mark}${inner}${mark}`);
}

/** A date of the law, as every reader's own Discord writes it, with the distance. Noon in UTC is that date in nearly every zone. */
export function dateStamp(date: string): string {
  const seconds =
    Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: "UTC", plainTime: "12:00" }).epochMilliseconds / 1000;
  return `<t:${seconds}:D> (<t:${seconds}:R>)`;
}

/** An instant in the reader's own zone. */
export function timeStamp(instant: string): string {
  return `<t:${Math.floor(Temporal.Instant.from(instant).epochMilliseconds / 1000)}:f>`;
}

/** As many of the lines as there is room for. */
export function fitting(lines: readonly string[], most: number): readonly string[] {
  let length = 0;
  const tooMany = lines.findIndex((line) => (length += line.length + 1) > most);
  return tooMany === -1 ? lines : lines.slice(0, tooMany);
}

// The invisible space keeps what stands around it from being read as one: https:// makes a link by itself, and @ calls people.
const apart = "\u200b";

/** Text of one line without any meaning to Discord. */
export function escape(text: string): string {
  return text
    .replace(/[\\*_~|`[\]<]/gu, String.raw`\$&`)
    .replace(/:(?=\/\/)/gu, `:${apart}`)
    .replace(/@/gu, `@${apart}`)
    .replace(/\b(discord)(?=\.gg|\.com|app\.com)/giu, `$1${apart}`)
    .replace(/^(\s*)([-+>#])/u, String.raw`$1\$2`)
    .replace(/^(\s*\d+)([.)])/u, String.raw`$1\$2`);
}
