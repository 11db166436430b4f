import { fold } from "./faithful.ts";

/**
 * Puts quotation marks around the words of a sentence that stand in its passage to the letter, six or more in a row, so that the
 * passage's own words can always be told from the telling. Words of the title are a name and stay as they are.
 */
export function withVerbatimQuoted(
  text: string,
  { before, after, context }: { readonly before: string; readonly after: string; readonly context: string },
): string {
  const passages = [before, after].map((side) => ` ${fold(side)} `);
  const known = fold(context);
  return text
    .split(/(“[^”]*”)/u)
    .map((piece) => (piece.startsWith("“") ? piece : quoted(piece, passages, known)))
    .join("");
}

const leastWords = 6;

function quoted(piece: string, passages: readonly string[], known: string): string {
  const words = Array.from(piece.matchAll(/\S+/gu), (match) => ({
    at: match.index,
    end: match.index + match[0].length,
  }));
  let result = "";
  let done = 0;
  for (let first = 0; first < words.length; first += 1) {
    const last = longestRun(piece, words, first, passages);
    const [from, to] = [words[first], words[last]];
    if (from === undefined || to === undefined || last - first + 1 < leastWords) continue;
    const run = piece.slice(from.at, to.end).replace(/[\s,;:.]+$/u, "");
    if (known.includes(fold(run))) continue;
    result += `${piece.slice(done, from.at)}“${run}”`;
    done = from.at + run.length;
    first = last;
  }
  return result + piece.slice(done);
}

function longestRun(
  piece: string,
  words: readonly { readonly at: number; readonly end: number }[],
  first: number,
  passages: readonly string[],
): number {
  let last = first - 1;
  for (let next = first; next < words.length; next += 1) {
    const run = fold(piece.slice(words[first]?.at, words[next]?.end)).replace(/[,;:.]+$/u, "");
    if (!passages.some((passage) => holdsRun(passage, run))) break;
    last = next;
  }
  return last;
}

function holdsRun(passage: string, run: string): boolean {
  for (let at = passage.indexOf(run); at >= 0; at = passage.indexOf(run, at + 1)) {
    if (!/[\p{L}\p{N}]/u.test(passage[at - 1] ?? " ") && !/[\p{L}\p{N}]/u.test(passage[at + run.length] ?? " "))
      return true;
  }
  return false;
}
