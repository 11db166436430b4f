/**
 * Foreign text made safe for a terminal: no control character, no escape sequence, nothing that turns the writing direction. What is
 * taken out is shown as `�`, so that nobody is fooled by what is missing.
 */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .replace(/\s/gu, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, (character) => (harmless.has(character) ? character : "�"));
}

/**
 * Lines of ours, colours and all, that may hold foreign text: what else a terminal would obey (moving about, titles, clipboards, the writing
 * direction) is shown as `�`. Line ends and tabs stay.
 */
export function steady(lines: string): string {
  return lines.replace(obeyed, (_, colour) => (typeof colour === "string" ? colour : "�"));
}

const obeyed =
  // oxlint-disable-next-line no-control-regex -- these are the ones meant
  /(\u001b\[[\d;]{0,20}m)|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The pieces of a text between which a line may end: at spaces and between Chinese characters. */
export function lineParts(text: string): readonly string[] {
  return text.split(/(?<= )|(?<=[\p{scx=Han}])(?=[\p{scx=Han}])/u);
}

/** How many columns of a terminal a text takes; Chinese characters take two. */
export function columnsOf(text: string): number {
  let width = 0;
  for (const character of text) width += wide.test(character) ? 2 : 1;
  return width;
}

// Joiners make emoji and several scripts readable; a soft hyphen and a zero-width space are not shown.
const harmless: ReadonlySet<string> = new Set(["\u200b", "\u200c", "\u200d", "\u00ad", "\ufeff"]);

const wide =
  /[\p{scx=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\u3000-\u303f\uff00-\uff60\p{Emoji_Presentation}]/u;
