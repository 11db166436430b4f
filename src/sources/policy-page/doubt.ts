import type { Memory } from "./memory.ts";

type Text = Pick<Memory, "characters" | "form" | "script" | "language" | "english">;

/** Less than this part of the text before is more likely an error page or a rebuilt page than terms that were cut. */
const leastShare = 0.4;

/** Why a text is not believed to be the same document's at once, in words for people, or null. */
export function doubtAbout(before: Text, after: Text, minimumLength: number): string | null {
  if (before.form !== after.form) return `what was a ${formName(before)} is a ${formName(after)} now.`;
  if (before.script !== after.script)
    return `the text was in ${before.script} script and is in ${after.script} script now: another edition of the page, or another page.`;
  if (isOtherLanguage(before, after))
    return `the text was in "${before.language}" and is in "${after.language}" now: another edition of the page.`;
  const small = after.characters < Math.min(minimumLength, before.characters);
  if (!small && after.characters >= before.characters * leastShare) return null;
  return `the text shrank from ${before.characters} to ${after.characters} characters: an error page, or the page was rebuilt and \`select\` needs a look.`;
}

function formName({ form }: Text): string {
  return form === "pdf" ? "PDF" : "web page";
}

// Pages state wrong languages and flip what they state; the words must agree, where we can tell.
function isOtherLanguage(before: Text, after: Text): boolean {
  const [was, is] = [before, after].map(({ language }) => language.toLowerCase().split("-")[0]);
  return was !== is && (before.english !== after.english || !after.english) && was !== "" && is !== "";
}

const scripts: readonly (readonly [name: string, letters: RegExp, share: number])[] = [
  ["Japanese", /[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 0.15],
  ["Chinese", /\p{Script=Han}/gu, 0.25],
  ["Korean", /\p{Script=Hangul}/gu, 0.25],
  ["Cyrillic", /\p{Script=Cyrillic}/gu, 0.5],
  ["Arabic", /\p{Script=Arabic}/gu, 0.5],
];

const otherScript =
  /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}\p{Script=Hangul}\p{Script=Cyrillic}\p{Script=Arabic}]/u;

/** The script most of a text is in. Chinese terms are full of Latin names, so less than half counts there. */
export function scriptOf(text: string): string {
  const sample = text.slice(0, 20_000);
  if (!otherScript.test(sample)) return "Latin";
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  const found = scripts.find(([, pattern, share]) => (sample.match(pattern)?.length ?? 0) > letters * share);
  return found?.[0] ?? "Latin";
}
