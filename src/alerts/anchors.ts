import { mainWords } from "./agencies.ts";
import { type Piece, pieces } from "./fold.ts";
import type { Query } from "./query.ts";
import type { Subject } from "./subject.ts";

/**
 * Keys of which a subject has at least one wherever the query holds of it; null where there are none, as of `*` or `NOT x`. Where there
 * is a choice, it falls on the keys whose `costs` add up to the least.
 */
export function anchorsOf(query: Query, cost: (key: string) => number): readonly string[] | null {
  const choose = (options: readonly (readonly string[] | null)[]): readonly string[] | null =>
    options.reduce((best, option) => (sum(option, cost) < sum(best, cost) ? option : best), null);
  switch (query.kind) {
    case "and":
      return choose(query.parts.map((part) => anchorsOf(part, cost)));
    case "or": {
      const parts = query.parts.map((part) => anchorsOf(part, cost));
      return parts.includes(null) ? null : [...new Set(parts.flatMap((part) => part ?? []))];
    }
    case "words":
      return choose(keysOfWords(query.text, query.prefix).map((key) => [key]));
    case "is":
      if (query.field !== "agency") return [`${query.field}:${query.value}`];
      return choose(mainWords(query.value.split("-")).map((word) => [`agency:${word}`])) ?? [];
    default:
      return null;
  }
}

/** Everything about a subject that a query can be anchored to. */
export function keysOf(subject: Subject): ReadonlySet<string> {
  return new Set([
    ...keysOfText(subject.text),
    `kind:${subject.kind}`,
    `source:${subject.source}`,
    ...(subject.feedIds ?? [subject.feedId])
      .flatMap((id) => beginnings(id.split("/"), "/"))
      .map((folder) => `feed:${folder}`),
    ...subject.topics.map((topic) => `topic:${topic}`),
    ...subject.agencies.flatMap(({ words, acronyms }) => [...words, ...acronyms]).map((name) => `agency:${name}`),
    ...subject.cfr.flatMap((reference) => beginnings(reference, " ")).map((reference) => `cfr:${reference}`),
    ...subject.dockets.map((docket) => `docket:${docket}`),
    ...subject.rins.map((rin) => `rin:${rin}`),
    ...subject.bills.map((bill) => `bill:${bill}`),
    ...beginnings(subject.language.split("-"), "-").map((language) => `lang:${language}`),
  ]);
}

function sum(keys: readonly string[] | null, cost: (key: string) => number): number {
  return keys === null ? Number.POSITIVE_INFINITY : keys.reduce((total, key) => total + cost(key), 0);
}

// Words next to each other, whole words, the first letters of a word that may go on, and pairs of Chinese or Japanese characters.
function keysOfWords(text: string, prefix: boolean): readonly string[] {
  const all = pieces(text);
  const isOpen = (at: number): boolean => prefix && at === all.length - 1 && all[at]?.isIdeographic === false;
  return all.flatMap((piece, at) => {
    const { characters, isIdeographic } = piece;
    if (isOpen(at)) return [`begins:${characters.slice(0, mostLetters).join("")}`];
    const next = all[at + 1];
    const neighbours = next === undefined || isOpen(at + 1) ? [] : [`next:${border(piece, next)}`];
    if (!isIdeographic) return [...neighbours, `word:${characters.join("")}`];
    return [...neighbours, ...(characters.length === 1 ? [`one:${characters.join("")}`] : pairs(characters))];
  });
}

function keysOfText(text: string): ReadonlySet<string> {
  const seen = new Set<string>();
  let previous: Piece | undefined;
  for (const piece of pieces(text)) {
    const { characters, isIdeographic, after } = piece;
    if (previous && after !== "\n") seen.add(`next:${border(previous, piece)}`);
    previous = piece;
    if (isIdeographic) {
      for (const character of characters) seen.add(`one:${character}`);
      for (const pair of pairs(characters)) seen.add(pair);
      continue;
    }
    seen.add(`word:${characters.join("")}`);
    for (let length = 1; length <= mostLetters; length += 1) seen.add(`begins:${characters.slice(0, length).join("")}`);
  }
  return seen;
}

const mostLetters = 3;

// Of a run of Chinese characters a query may ask for a part; its last or first one stands beside the neighbour all the same.
function border(left: Piece, right: Piece): string {
  const end = left.isIdeographic ? left.characters.at(-1) : left.characters.join("");
  const start = right.isIdeographic ? right.characters[0] : right.characters.join("");
  return `${end}${right.after}${start}`;
}

function pairs(characters: readonly string[]): readonly string[] {
  return characters.slice(1).map((character, at) => `pair:${characters[at] ?? ""}${character}`);
}

function beginnings(parts: readonly string[], between: string): readonly string[] {
  return parts.map((_, at) => parts.slice(0, at + 1).join(between));
}
