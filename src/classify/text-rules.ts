import type { Significance } from "../model/significance.ts";
import { clip } from "./evidence.ts";
import type { Edit, Passage, Passages } from "./passages.ts";
import { plainWords, saysTheSame } from "./plain-words.ts";
import { operativeSentences, sanctionEdits } from "./sentence-edits.ts";

/** What a rule saw: the words that counted, before and after. */
export interface Evidence {
  readonly before?: string;
  readonly after?: string;
}

/** One reason a changed passage may matter. `find` says what it saw, or null. */
export interface TextRule {
  readonly name: string;
  readonly significance: Significance;
  readonly find: (passage: Passage, all: Passages) => Evidence | null;
  /** It is asked only where no rule before it saw anything. */
  readonly isLast?: boolean;
}

/**
 * What makes a change of words matter, most telling first. A rule that names terms fires where those terms are not the same, or not
 * as many, before and after. To add a rule, add it here; its name is what people read.
 */
export const textRules: readonly TextRule[] = [
  {
    name: "prohibition",
    significance: "substantive",
    find: terms(
      /\b(?:(?:shall|must|may|will|can) not|cannot|can['’]t|prohibit\w*|forbid\w*|forbidden|not (?:permitted|allowed)|unlawful|ineligible)\b|不得|禁止|严禁|不可以|不能|不应/giu,
    ),
  },
  {
    name: "obligation",
    significance: "substantive",
    find: terms(
      /\b(?:shall|must|(?:is|are|be) required to|required to|obliged to|obligated to|agrees? to|responsible for|may(?! \d))\b(?! not)|应当|应该|必须|(?<!无)须(?!知)|(?<![无不必所急亟按供内]|[如若][^，。；]{0,8})需(?!求)|(?<![相供响反适对回])应(?![用对急])|有义务|(?<!不)负责|可以|有权/gu,
    ),
  },
  {
    name: "availability",
    significance: "substantive",
    find: terms(
      /\b(?:(?:not|no longer|only) (?:yet |currently )?(?:available|supported|offered)(?: (?:in|to|for))?|unavailable|unsupported (?:countr\w+|regions?|locations?)|supported (?:countr\w+|regions?|locations?)|discontinu\w+|deprecat\w+|general availability)\b|不可用|(?:尚未|暂未|即将)(?:上线|开放|推出)|不支持|暂不支持|仅在[^，。；]{0,20}可用|停止(?:服务|运营)|下线/giu,
    ),
  },
  {
    name: "exception",
    significance: "substantive",
    find: terms(
      /\b(?:except(?:ion|ions|ing|ed)?|unless|notwithstanding|other than|provided that|exclud\w+|exclusions?(?! (?:protocol|standard))|exempt\w*|does not apply|do not apply|without limit\w*|grandfather\w*|savings? clause)\b|(?<![删消清解免拆移去扣])除[^，。；]{1,30}外(?![部界显链观语汇出来籍资联])|除非|例外|豁免|不适用|但书/giu,
    ),
  },
  { name: "definition", significance: "substantive", find: definition },
  {
    name: "scope",
    significance: "substantive",
    find: terms(
      /\b(?:China|Chinese|Hong Kong|Macau|Macao|Taiwan|Russia\w*|Belarus|Iran\w*|North Korea|Cuba|Syria|Venezuela|Crimea|Country Groups? [A-Z](?::\d)?|[0-9][A-E]\d{3}(?:\.[a-z0-9]+)*|EAR99|(?:foreign|U\.S\.|natural|legal|any) persons?|affiliates?|subsidiar(?:y|ies)|headquarter(?:ed|s)|ultimate parents?|parent (?:compan(?:y|ies)|entit(?:y|ies))|(?:owned|controlled) by|located in|end[- ]users?|end[- ]uses?|worldwide|subject to|appl(?:y|ies) to|covered \w+|all customers|solely)\b|中国(?:境内|大陆|区域|地区)?|境外|境内|海外(?:区域)?|港澳台|香港|澳门|台湾|适用(?:于|范围)|总部|母公司|实际控制人|未成年人|个人用户|企业用户/gu,
    ),
  },
  { name: "money", significance: "substantive", find: quantities("money") },
  { name: "threshold", significance: "substantive", find: quantities("threshold") },
  { name: "date", significance: "substantive", find: quantities("date") },
  { name: "number", significance: "substantive", find: quantities("number") },
  { name: "cross-reference", significance: "substantive", find: crossReference },
  { name: "section-added", significance: "substantive", find: sectionAdded },
  { name: "section-removed", significance: "substantive", find: sectionRemoved },
  { name: "sanction", significance: "substantive", find: edited(sanctionEdits), isLast: true },
  { name: "sentence", significance: "substantive", find: edited(operativeSentences), isLast: true },
];

function terms(pattern: RegExp): TextRule["find"] {
  return (passage) => difference(found(passage.before, pattern), found(passage.after, pattern));
}

function found(text: string, pattern: RegExp): string[] {
  return Array.from(plainWords(text).matchAll(pattern), ([term]) =>
    term.toLowerCase().replaceAll("’", "'").replace(/\s+/g, " "),
  );
}

/** Terms that one side has more often than the other. */
function difference(before: readonly string[], after: readonly string[]): Evidence | null {
  const lost = without(before, after);
  const gained = without(after, before);
  if (lost.length === 0 && gained.length === 0) return null;
  return {
    ...(lost.length > 0 ? { before: listed(lost) } : {}),
    ...(gained.length > 0 ? { after: listed(gained) } : {}),
  };
}

function without(terms: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return terms.filter((term) => {
    const index = left.indexOf(term);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

function listed(terms: readonly string[]): string {
  return [...new Set(terms)].slice(0, 4).join(", ");
}

function definition(passage: Passage): Evidence | null {
  const marks =
    /[“"][^”"]{1,80}[”"][^.;]{0,40}\b(?:means?|refers? to|includes?|has the meaning)\b|\bthe term\b|\bas defined in\b|是指|系指|指的是|定义为|以下简称/iu;
  const isDefinition =
    [passage.before, passage.after].some((text) => marks.test(text)) || /\bdefinitions?\b|定义/iu.test(passage.section);
  return isDefinition && !saysTheSame(passage) ? change(passage) : null;
}

function edited(tell: (passage: Passage) => readonly Edit[]): TextRule["find"] {
  return (passage) => {
    const edits = tell(passage);
    return edits.length > 0 ? change({ edits }) : null;
  };
}

type Quantity = "money" | "threshold" | "date" | "number";

function quantities(kind: Quantity): TextRule["find"] {
  return (passage) => {
    if (/^\s*(?:©|copyright\b|\(c\) \d{4})/i.test(passage.after || passage.before)) return null;
    return difference(quantitiesIn(passage.before, kind), quantitiesIn(passage.after, kind));
  };
}

const month = "(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\\.?";
const amount = "(?<!\\d)\\d{1,15}(?:,\\d{3}){0,8}(?:\\.\\d{1,15})?(?!\\d)";
const numeral =
  "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred)";
const place = "\\d(?:[\\w.\\-]{0,40}\\w)?(?:\\([A-Za-z0-9]{1,5}\\)){0,8}";
/** `(1)` where an item begins: at the beginning, or after a mark or a word that joins. */
const listMark = "(?:(?<=(?:^|[;；:：，,。.、]|\\b(?:and|or)|[及和或])\\s?)[(（]\\d{1,3}[)）])";
/** `7.2` where a clause begins: at the beginning, or after the end of a sentence. */
const clauseNumber =
  "(?:(?<=(?:^|[。.;；)）])[\\s*_]{0,4})\\d{1,2}(?:\\.\\d{1,2}){1,4}(?=\\s?(?:(?-i:[A-Z])|[\\u4e00-\\u9fff“《]))(?!\\s?[个万亿美元年月日天小分人次倍]))";
/** What a figure in a text is; the first alternative that fits. Labels and citations are no quantities. */
const figure = new RegExp(
  [
    `(?<label>${listMark}|${clauseNumber}|^\\s*(?:[(（]?(?:\\d+(?:\\.\\d+)*|[a-z]|[ivx]+)[.)）、](?=\\s|\\S)|(?:§|sec(?:tion|\\.)?|article) ?${place}(?:\\.(?=\\s|$)| (?=(?-i:[A-Z])))|第[\\d一二三四五六七八九十百]{1,8}[条章节](?!规定|所|的|第|之)))`,
    `(?<reference>(?:§{1,2}|\\b(?:sections?|sec\\.|articles?|paragraphs?|clauses?|parts?|supplement no\\.|appendix|CFR|U\\.S\\.C\\.|FR|Stat\\.|RIN|No\\.)) ?${place}|(?<!\\d)\\d{1,4} (?:CFR|U\\.S\\.C\\.|FR|Stat\\.) (?:parts? )?${place}|第[\\d一二三四五六七八九十百]{1,8}[条款章节项])`,
    `(?<date>\\b${month} \\d{1,2}(?:,? |,)\\d{4}|\\b\\d{1,2} ${month} \\d{4}|\\b${month} \\d{4}|\\b(?=(?-i:[A-Z]))${month} \\d{1,2}(?![\\d:])|\\d{4}-\\d{2}-\\d{2}|\\d{4} ?年 ?\\d{1,2} ?月(?: ?\\d{1,2} ?日)?)`,
    `(?<money>[$€£¥￥] ?${amount}(?: (?:thousand|million|billion))?|${amount} ?(?:dollars|USD|yuan|万?亿?美?元))`,
    `(?<threshold>(?:(?:more|less|fewer|greater|later) than|at least|at most|exceed(?:s|ing)?|up to|minimum of|maximum of|within|不超过|不少于|不低于|至少|超过) ?${amount}(?: ?(?:%|percent|[A-Za-z]{1,20}|个?[\\u4e00-\\u9fff]))?|${amount} ?(?:%|percent))`,
    `(?<number>\\b${numeral}(?:-${numeral})?(?: ?\\(\\d{1,4}\\))? (?:business |calendar )?(?:days?|weeks?|months?|years?|hours?|minutes?)\\b|(?<![第\\d一二三四五六七八九十百])[一二两三四五六七八九十百]{1,5}(?:个?(?:工作日|自然日|小时|分钟)|个月|日|天|年)|\\b\\d{1,2}:\\d{2}(?: ?[ap]\\.?m\\b\\.?)?|(?<![\\w.])${amount}(?![\\w(])(?: (?:business |calendar )?(?:days?|weeks?|months?|years?|hours?|minutes?|persons?|employees|users|times))?|(?<!第)${amount} ?(?:个?(?:工作日|自然日|日|天|月|年|小时|分钟|人|次)))`,
  ].join("|"),
  "giu",
);

function quantitiesIn(text: string, kind: Quantity): string[] {
  return figuresIn(text, kind)
    .filter((quantity) => kind !== "number" || !isYear.test(quantity))
    .map((quantity) => quantity.replace(/\s+/g, " "));
}

function figuresIn(text: string, kind: Quantity | "reference"): string[] {
  return Array.from(plainWords(text).matchAll(figure), (match) => match.groups?.[kind]).filter(
    (words) => words !== undefined,
  );
}

const isYear = /^(?:19|20)\d\d$/;

function crossReference({ before, after }: Passage, { renumbered }: Passages): Evidence | null {
  // Where provisions were renumbered, references to them follow; that alone is no change of substance.
  return renumbered ? null : difference(figuresIn(before, "reference"), figuresIn(after, "reference"));
}

function sectionAdded(passage: Passage, { sectionsAdded }: Passages): Evidence | null {
  return sectionsAdded.get(passage.section) === passage ? { after: clip(passage.after) } : null;
}

function sectionRemoved(passage: Passage, { sectionsRemoved }: Passages): Evidence | null {
  return sectionsRemoved.get(passage.section) === passage ? { before: clip(passage.before) } : null;
}

function change({ edits }: Pick<Passage, "edits">): Evidence {
  const removed = edits.map((edit) => edit.removed.trim()).filter((text) => text !== "");
  const added = edits.map((edit) => edit.added.trim()).filter((text) => text !== "");
  return {
    ...(removed.length === 0 ? {} : { before: clip(removed.join(" … ")) }),
    ...(added.length === 0 ? {} : { after: clip(added.join(" … ")) }),
  };
}
