import { clip, clipStart } from "./clip.ts";
import { fold, isIdeograph } from "./fold.ts";
import type { Query } from "./query.ts";

/** A run of text, and whether it is what a query asks for. */
export interface Marked {
  readonly text: string;
  readonly found: boolean;
}

interface Sought {
  readonly words: readonly string[];
  readonly prefix: boolean;
}

interface Word {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

const around = 160;
const after = 280;
const passageAtMost = 480;

/** The words a query asks for, marked in a text. What a NOT leaves out is not marked. */
export function highlight(text: string, query: Query): readonly Marked[] {
  const words = wordsOf(text);
  const sought = soughtBy(query, false);
  const runs: Marked[] = [];
  let end = 0;
  for (let at = 0; at < words.length;) {
    const length = Math.max(0, ...sought.map((one) => lengthAt(words, at, one)));
    const [first, last] = [words[at], words[at + length - 1]];
    if (length > 0 && first && last) {
      runs.push({ text: text.slice(end, first.start), found: false });
      runs.push({ text: text.slice(first.start, last.end), found: true });
      end = last.end;
    }
    at += Math.max(1, length);
  }
  return [...runs, { text: text.slice(end), found: false }].filter((run) => run.text !== "");
}

/** The part of a marked text around its first marks, short enough to stand in a list. */
export function excerptOf(runs: readonly Marked[]): readonly Marked[] {
  const first = runs.findIndex(({ found }) => found);
  if (first === -1) return [{ text: clip(runs.map(({ text }) => text).join(""), 2 * around), found: false }];
  const shown: Marked[] = [];
  let length = 0;
  for (const [at, run] of runs.entries()) {
    if (at < first - 1 || length > passageAtMost) continue;
    const text = at < first ? clipStart(run.text, around) : run.found ? run.text : clipAfter(run.text);
    shown.push({ text, found: run.found });
    length += text.length;
  }
  return shown;
}

function clipAfter(text: string): string {
  if (text.length <= after) return text;
  return `${/^\s/u.test(text) ? " " : ""}${clip(text, after)} `;
}

function soughtBy(query: Query, negated: boolean): readonly Sought[] {
  if (query.kind === "not") return soughtBy(query.part, !negated);
  if (query.kind === "and" || query.kind === "or") return query.parts.flatMap((part) => soughtBy(part, negated));
  if (query.kind !== "words" || negated) return [];
  return [{ words: wordsOf(query.text).map(({ folded }) => folded), prefix: query.prefix }];
}

// How many words from here on are what is sought; 0 where they are not.
function lengthAt(words: readonly Word[], at: number, { words: sought, prefix }: Sought): number {
  const last = sought.length - 1;
  const isThere = sought.every((word, offset) => {
    const here = words[at + offset]?.folded;
    return here === word || (prefix && offset === last && here?.startsWith(word) === true);
  });
  return isThere ? sought.length : 0;
}

// Words as people see them, each Chinese or Japanese character one of its own.
function wordsOf(text: string): readonly Word[] {
  return Array.from(text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)).flatMap(({ 0: run, index }) => cutByScript(run, index));
}

function cutByScript(run: string, start: number): readonly Word[] {
  const words: Word[] = [];
  let from = 0;
  let at = 0;
  const close = (to: number) => {
    if (to > from) words.push({ folded: fold(run.slice(from, to)), start: start + from, end: start + to });
    from = to;
  };
  for (const character of run) {
    if (isIdeograph(character)) {
      close(at);
      close(at + character.length);
    }
    at += character.length;
  }
  close(at);
  return words;
}
