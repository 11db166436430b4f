/**
 * An address that opens at these words (https://wicg.github.io/scroll-to-text-fragment/): a short text as it is, a long one by its first
 * and last words. The address itself where there are too few words to find.
 */
export function atPassage(address: string, passage: string): string {
  const words = passage.toWellFormed().replace(/\s+/gu, " ").trim();
  if (words.length < 8 || address.includes("#") || /\.pdf$/i.test(URL.parse(address)?.pathname ?? "")) return address;
  const range = words.length <= whole ? encode(words) : `${encode(firstWords(words))},${encode(lastWords(words))}`;
  return `${address}#:~:text=${range}`;
}

const whole = 60;
const some = 30;

// Browsers match whole words; Chinese has no spaces to end them at, and is matched by characters.
function firstWords(text: string): string {
  const head = text.slice(0, some);
  const space = head.lastIndexOf(" ");
  return (space > 8 ? head.slice(0, space) : head).toWellFormed();
}

function lastWords(text: string): string {
  const tail = text.slice(-some);
  const space = tail.indexOf(" ");
  return (space !== -1 && space < some - 8 ? tail.slice(space + 1) : tail).toWellFormed();
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[-'()!*~]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
