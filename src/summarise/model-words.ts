import { fold, holds } from "./faithful.ts";

/** The words of an English text that say what it is about, by their beginnings, so that `applies` and `apply` are one. */
export function contentStems(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/\p{Script=Latin}{4,}/gu) ?? [];
  return new Set(words.filter((word) => !common.has(word) && !legal.has(word)).map(stem));
}

/** How often a text has each of its content words and figures. */
export function contentCounts(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const words = text.toLowerCase().match(/\p{Script=Latin}{4,}|\d+(?:[.,]\d+)*/gu) ?? [];
  for (const word of words) {
    if (common.has(word) || legal.has(word)) continue;
    const key = /^\d/.test(word) ? word : stem(word);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** As `contentStems`, with the words of law: what a clause affirms. */
export function affirmedStems(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/\p{Script=Latin}{4,}/gu) ?? [];
  return new Set(words.filter((word) => !common.has(word)).map(stem));
}

/** A word's beginning, by which it is known in all its endings. */
export function stem(word: string): string {
  const one = word
    .toLowerCase()
    .replace(/ies$/u, "y")
    .replace(/([^s])s$/u, "$1");
  return one.replace(/y$/u, "i").slice(0, 5);
}

/** Words that open a sentence or a clause with a capital and are no name. */
export function unknownOpenings(own: string, source: string): readonly string[] {
  const stems = new Set((source.match(/\p{L}+/gu) ?? []).map(stem));
  return Array.from(own.matchAll(/(?:^|[.:;”]\s*)“?(\p{Lu}[\p{L}\p{N}'’-]*)/gu), ([, word = ""]) => word).filter(
    (word) => !isCommon(word) && !stems.has(stem(word)),
  );
}

/** A word that any sentence may have, whatever it is about. */
export function isCommon(word: string): boolean {
  return [openings, common, legal].some((words) => words.has(word.toLowerCase()));
}

/** Numbers written as words that the source has neither as words nor in figures. `one` and `first` are too common to say anything. */
export function unknownNumberWords(own: string, source: string): readonly string[] {
  return Array.from(own.matchAll(numberWord), ([word]) => word.toLowerCase()).filter((word) => {
    const forms = [word, ...(figures.get(word) ?? [])];
    return !forms.some((form) => (/\p{Script=Han}/u.test(form) ? source.includes(form) : holds(source, fold(form))));
  });
}

/** Words in other letters than Latin ones that the source does not have; they may look like a name and be another. */
export function unknownForeignWords(own: string, source: string): readonly string[] {
  return (own.match(/[\p{L}--\p{Script=Latin}]+/gv) ?? []).filter((word) => !source.includes(fold(word)));
}

const figures: ReadonlyMap<string, readonly string[]> = new Map([
  ["two", ["2", "二", "两"]],
  ["three", ["3", "三"]],
  ["four", ["4", "四"]],
  ["five", ["5", "五"]],
  ["six", ["6", "六"]],
  ["seven", ["7", "七"]],
  ["eight", ["8", "八"]],
  ["nine", ["9", "九"]],
  ["ten", ["10", "十"]],
  ["eleven", ["11", "十一"]],
  ["twelve", ["12", "十二", "dozen"]],
  ["fifteen", ["15", "十五"]],
  ["twenty", ["20", "二十"]],
  ["thirty", ["30", "三十"]],
  ["forty", ["40", "四十"]],
  ["fifty", ["50", "五十"]],
  ["sixty", ["60", "六十"]],
  ["seventy", ["70", "七十"]],
  ["eighty", ["80", "八十"]],
  ["ninety", ["90", "九十"]],
  ["hundred", ["100", "百"]],
  ["thousand", ["1,000", "1000", "千"]],
  ["million", ["百万", "万"]],
  ["billion", ["亿"]],
  ["dozen", ["12"]],
  ["half", ["50", "半"]],
  ["twice", ["double", "two times", "两倍"]],
  ["double", ["twice", "翻倍"]],
  ["doubled", ["double", "twice", "翻倍"]],
  ["triple", ["three times", "三倍"]],
  ["tripled", ["three times", "三倍"]],
  ["second", ["2nd", "2", "第二"]],
  ["third", ["3rd", "3", "第三"]],
  ["fourth", ["4th", "4", "第四"]],
  ["fifth", ["5th", "5", "第五"]],
]);
const numberWord = new RegExp(
  `\\b(?:${[...figures.keys(), "thirteen", "fourteen", "sixteen", "seventeen", "eighteen", "nineteen"].join("|")})\\b`,
  "giu",
);

const openings = new Set(
  "the a an this that these those it its their such each every all any some both either neither no not none in on at by for from to of under with within without until unless except if when where while after before since because as also only instead rather now previously formerly earlier one other others two".split(
    " ",
  ),
);

/** What every report of a change says, and the small words: no source needs to have them. */
const common = new Set(
  `about above across after again also although among another around because been before being below between both cannot could does doing done down during each either else even ever every from further had has have having hence here however into itself just less like longer made make makes many more most much must need neither none only onto other otherwise over rather same shall should since some still such than that their them then there therefore these they this those though through thus under unless until upon used very well were what when where whether which while whose will with within without would
added adds adding addition additional amended amends amending amendment amendments became become becomes before change changed changes changing clarified clarifies clarify clause clauses created creates current currently deleted deletes deletion described describes different dropped drops earlier eliminated eliminates expanded expands extended extends formerly gained gains imposed imposes include included includes including insert inserted inserts instead introduced introduces language limited longer moved narrowed narrows newly paragraph passage passages phrase previous previously provision provisions rather read reads reference removed removes removing renumbered replaced replaces replacing restricted restricts revised revises revising reworded sentence section sections stated states stating struck substituted tightened tightens text updated updates version word wording words condition conditions definition definitions refer refers references
agency agreement bill department document guidance notice page policy proposal rule rules terms`.split(/\s+/),
);

/** Words of law: which of them the passage has is judged by stance, not here. */
const legal = new Set(
  `allowed allows apply applied applies applying available cover covered covers means meaning mentioned permitted permits prohibited prohibits required requirement requirements requires requiring said says specifies specified
barred banned forbidden obliged obligation obligations prohibition permission exception exceptions exempt exempted excluded excludes unavailable`.split(
    /\s+/,
  ),
);
