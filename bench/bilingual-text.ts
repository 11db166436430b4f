/** Writes text of no sense whose words are as unevenly spread as in a language. */
export interface Writer {
  /** So many words, or about as many characters of Chinese. Now and then one of the terms people search for is among them. */
  passage(language: string, words: number): string;
}

const terms: Readonly<Record<string, readonly string[]>> = {
  en: ["remote access", "advanced computing", "export controls", "infrastructure as a service"],
  "zh-CN": ["算力租赁", "云服务提供者", "先进计算芯片"],
};
const english = vocabulary(20_000);
const chinese = Array.from({ length: 3000 }, (_, at) => String.fromCodePoint(0x4e00 + at * 5));

/** A writer that writes the same again from the same seed. */
export function createWriter(seed: number): Writer {
  let state = seed;
  return {
    passage(language, words) {
      const isChinese = language !== "en";
      const all = isChinese ? chinese : english;
      const written = Array.from({ length: words }, () => all[Math.floor(all.length ** random()) - 1] ?? "");
      const offered = terms[language] ?? [];
      if (random() < 0.004) written.push(offered[Math.floor(random() * offered.length)] ?? "");
      return `${written.join(isChinese ? "" : " ")}${isChinese ? "。" : "."}`;
    },
  };

  // mulberry32
  function random(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
}

function vocabulary(size: number): readonly string[] {
  const syllables = [
    "co",
    "men",
    "ter",
    "al",
    "in",
    "ex",
    "por",
    "ta",
    "li",
    "cen",
    "re",
    "qui",
    "mo",
    "de",
    "su",
    "pra",
  ];
  return Array.from({ length: size }, (_, index) => {
    let word = "";
    for (let rest = index + 16; rest > 0; rest = Math.floor(rest / 16)) word += syllables[rest % 16] ?? "";
    return word;
  });
}
