/**
 * The words of one text, as people read them. Word `i` stands at `[starts[i], ends[i])`; what lies between two words is space and
 * markup. Words with the same key are the same word.
 */
export interface Words {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly keys: readonly string[];
}

/**
 * Cuts a text into words and marks. What people read as one stays whole: amounts, percentages, dates, citations
 * (`15 CFR 744.23(a)(2)`), control numbers (`3A090.a`), model names (`H100`), addresses. Chinese, Japanese and Thai are cut by
 * `Intl.Segmenter`.
 */
export function words(text: string): Words {
  const starts: number[] = [];
  const ends: number[] = [];
  const keys: string[] = [];
  const add = (start: number, word: string): void => {
    starts.push(start);
    ends.push(start + word.length);
    keys.push(wordKey(word));
  };
  for (const match of text.matchAll(token)) {
    if (match[1] === undefined) add(match.index, match[0]);
    else for (const part of segment(match[1])) add(match.index + part.index, part.word);
  }
  return { text, starts, ends, keys };
}

/** Where sentences end in a text and, for Chinese, clauses: offsets just after the mark, the text's end included. */
export function sentenceEnds(text: string): number[] {
  const ends: number[] = [];
  for (const match of text.matchAll(sentenceEnd)) ends.push(match.index + match[0].length);
  if (ends.at(-1) !== text.length) ends.push(text.length);
  return ends;
}

/** Whether a word is a word of letters or digits rather than a mark. */
export function isWord(key: string): boolean {
  return letter.test(key);
}

/** Whether a text is written without spaces between words. */
export function isUnspaced(text: string): boolean {
  return unspacedLetter.test(text);
}

function wordKey(word: string): string {
  if (asciiWord.test(word)) return word;
  return word
    .normalize("NFKC")
    .replace(/[“”„‟«»〝〞]/gu, '"')
    .replace(/[‘’‚‛′`´ʼ]/gu, "'")
    .replace(/[‐‑‒–—―−⸺⸻─]/gu, "-")
    .replace(/[•·▪▫◦‣∙●○■□►▸➢]/gu, "•")
    .replace(/\s+/gu, " ");
}

interface Part {
  readonly index: number;
  readonly word: string;
}

function segment(run: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const { index, 0: word } of run.matchAll(chineseTerm)) {
    segmentBetween(run, from, index, parts);
    parts.push({ index, word });
    from = index + word.length;
  }
  segmentBetween(run, from, run.length, parts);
  return parts;
}

function segmentBetween(run: string, start: number, end: number, parts: Part[]): void {
  if (end - start === 1) parts.push({ index: start, word: run.slice(start, end) });
  if (end - start < 2) return;
  // No sentence has a run this long; what has is not worth the time that segmenting it in one piece takes.
  for (let from = start; from < end; from += longestRun) {
    for (const part of segmenter.segment(run.slice(from, Math.min(end, from + longestRun)))) {
      parts.push({ index: from + part.index, word: part.segment });
    }
  }
}

/** What the segmenter joins to its neighbours or cuts apart: words of law, and numbers with what they count. */
const chineseTerm =
  /不得|不应|应当|应该|必须|禁止|第[一二三四五六七八九十百零〇]{1,6}[条款章节项编]|[一二三四五六七八九十百千万亿零〇两]{1,12}(?:个?(?:工作日|自然日|小时|分钟)|个月|日|天|年|周|人|次|倍|元|岁)/gu;
const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
const longestRun = 2000;
const letter = /[\p{L}\p{N}]/u;
const asciiWord = /^[!-&(-_a-~][ -_a-~]*$/;
const unspaced = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\u3005-\\u3007\\u30fc";
const unspacedLetter = new RegExp(`[${unspaced}]`, "u");
const sentenceEnd = /[.!?]["'”’)\]]{0,3}(?=\s)\s*|[。；！？：，]+["”』」）]{0,2}\s*|;\s+|:\s+|\n+/gu;

const month =
  "(?:Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?|July?|Aug(?:ust|\\.)?|Sept?(?:ember|\\.)?|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?)";
const place = "\\d(?:[\\w.\\-–]{0,30}\\w)?(?:\\([A-Za-z0-9]{1,5}\\)){0,8}";
/** A number with its commas; the comma after it belongs to the sentence. */
const amount = "\\d(?:[\\d,]{0,30}\\d)?(?:\\.\\d+)?";
const letters = `[[\\p{L}\\p{M}\\p{N}]--[${unspaced}]]`;
/** In order of preference. The first group is a run of text without spaces between words. */
const token = new RegExp(
  [
    `([${unspaced}]+)`,
    // Addresses, dates and times.
    "https?:\\/\\/[^\\s<>\"'\\(\\)]{0,2000}[^\\s<>\"'\\(\\).,;:!?]",
    `${month} \\d{1,2}, \\d{4}`,
    `\\d{1,2} ${month} \\d{4}`,
    "\\d{4} ?年 ?\\d{1,2} ?月(?: ?\\d{1,2} ?日)?",
    "\\d{1,2}:\\d{2}(?: ?[ap]\\.?m\\.?)?",
    // Citations and section signs.
    `\\d{1,3} (?:CFR|C\\.F\\.R\\.|U\\.?S\\.?C\\.?|FR|Fed\\. Reg\\.|Stat\\.)(?: (?:parts?|pt\\.))?(?: §{1,2})? ?${place}`,
    `§{1,2} ?${place}`,
    // Amounts and percentages.
    `[$€£¥￥] ?${amount}(?: (?:thousand|million|billion|trillion))?`,
    `${amount}(?: ?%| percent)`,
    // Initials, then words with dashes and apostrophes inside, and with dots and commas where digits are: `3A090.a`, `10,000`.
    "(?:non-)?(?:[A-Z]\\.){2,6}",
    `${letters}{1,200}(?:(?:['’_\\/‐‑\\-]|(?<=\\d)[.,]|[.](?=\\d))${letters}{1,200}){0,20}`,
    // Marks, but for emphasis, which comes and goes without meaning. A line of stars stands for text left out.
    "(?<!\\S)\\*(?!\\S)",
    "[^\\s*_~`\\\\\\u00ad\\u200b-\\u200f\\u2060-\\u2064\\ufeff\\ufe0e\\ufe0f]",
  ].join("|"),
  "gv",
);
