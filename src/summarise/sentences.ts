/** The first sentence of a text. Full stops of initials, abbreviations and citations do not end it. */
export function firstSentence(text: string): string {
  return firstOf(text.replace(/\s+/gu, " ").trim());
}

function firstOf(flat: string): string {
  for (const match of flat.matchAll(/[.!?]["”’)]{0,2}(?= [A-Z“"(§])|[。！？]["”’」）]{0,2}/gu)) {
    const end = match.index + match[0].length;
    if (!abbreviation.test(flat.slice(Math.max(0, match.index - 20), match.index + 1))) return flat.slice(0, end);
  }
  return flat;
}

/** The sentences of a text, at most `most`. */
export function sentencesOf(text: string, most: number): readonly string[] {
  const found: string[] = [];
  let rest = text.replace(/\s+/gu, " ").trim();
  while (rest !== "" && found.length < most) {
    const sentence = firstOf(rest);
    found.push(sentence);
    rest = rest.slice(sentence.length).trimStart();
  }
  return found;
}

/** A text cut to `longest` characters: where a sentence ends, else a clause, else a word, with `…`. */
export function shortened(text: string, longest: number): string {
  const flat = text.replace(/\s+/gu, " ").trim();
  if (flat.length <= longest) return flat;
  // A label or a heading may end like a sentence; on its own it says too little.
  let end = 0;
  for (const sentence of sentencesOf(flat, mostSentences)) {
    const next = flat.indexOf(sentence, end) + sentence.length;
    if (next > longest || end >= enough) break;
    end = next;
  }
  if (end >= enough) return flat.slice(0, end);
  const head = flat.slice(0, longest);
  const clause = Math.max(...clauseMarks.map((mark) => head.lastIndexOf(mark)));
  if (clause > longest / 2) return `${head.slice(0, clause)} …`;
  const space = head.lastIndexOf(" ");
  return `${(space > longest / 2 ? head.slice(0, space) : head.replace(/[\ud800-\udbff]$/, "")).trimEnd()} …`;
}

const enough = 60;
const clauseMarks = ["; ", ", ", "；", "，"];

/** The sentence of a text in which some of its words stand; the whole text if they stand in none. */
export function sentenceWith(text: string, words: string): string {
  const sought = words.replace(/\s+/gu, " ").trim();
  return sentencesOf(text, mostSentences).find((sentence) => sentence.includes(sought)) ?? text;
}

const mostSentences = 200;
const abbreviation =
  /(?:\b(?:U\.S|[A-Z]|No|Nos|Sec|Secs|pt|pts|Pub|Stat|Fed|Reg|Rep|Inc|Ltd|Co|Corp|Jr|Sr|Mr|Mrs|Ms|Dr|St|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|e\.g|i\.e|et al|seq|cf|v|a\.m|p\.m))\.$/u;
