import type { Reason } from "../model/significance.ts";
import { sentenceWith, shortened } from "./sentences.ts";

/** A changed passage that matters: what it said and says, the single changes in it, and the rules that fired. */
export interface Highlight {
  readonly section: string;
  readonly before: string;
  readonly after: string;
  readonly edits: readonly Edit[];
  readonly moved: boolean;
  readonly rules: readonly string[];
}

/** Words that left and those that came in their place. */
export interface Edit {
  readonly removed: string;
  readonly added: string;
}

/** What changed in the text: the strongest passages with their before and after, where else, and what moved or was renumbered. */
export function textSentences(classification: {
  readonly highlights: readonly Highlight[];
  readonly reasons: readonly Reason[];
}): readonly string[] {
  const sentences = classification.highlights.slice(0, mostTold).map(passageSentence);
  if (sentences.join(" ").length > longestTogether) sentences.splice(mostLong);
  return aroundPassages(classification, classification.highlights.slice(0, sentences.length), sentences);
}

/** Sentences on some passages, with what is told beside them: the page's word on its own date, where else, what moved. */
export function aroundPassages(
  { highlights, reasons }: { readonly highlights: readonly Highlight[]; readonly reasons: readonly Reason[] },
  told: readonly Highlight[],
  sentences: readonly string[],
): readonly string[] {
  const rules = new Set(reasons.map((reason) => reason.rule));
  const rest = highlights.filter((highlight) => !told.includes(highlight));
  return [
    ...(rules.has("quiet-edit") ? ["The text changed while the date it states did not"] : []),
    ...sentences,
    ...elsewhere(told, rest),
    ...(rules.has("renumbered") ? ["Provisions were renumbered"] : []),
    ...(rules.has("moved") ? ["Passages were moved"] : []),
    ...(highlights.length === 0 ? reasons.flatMap(statedDate) : []),
  ];
}

/** So many passages are told where they are short, and otherwise so many. */
const mostTold = 3;
const mostLong = 2;
const longestTogether = 600;
const longestQuote = 280;
const longestEdit = 140;
const longestSection = 80;

function passageSentence(highlight: Highlight): string {
  const { section, before, after } = highlight;
  const where = section === "" ? "" : `${shortened(section, longestSection).replace(/\.$/, "")}: `;
  const edit = mainEdit(highlight);
  const removed = edit.removed.trim();
  const added = edit.added.trim();
  if (before === "") return `${where}added “${quoted(after)}”`;
  if (after === "") return `${where}removed “${quoted(before)}”`;
  const old = sentenceWith(before, removed);
  const current = sentenceWith(after, added);
  if (removed === "") {
    const isWhole = added.length > longestEdit || current.length <= added.length;
    return isWhole
      ? `${where}added “${quoted(added)}”`
      : `${where}“${added}” was put in, so that it reads “${quoted(current)}”`;
  }
  if (added === "") {
    const isWhole = removed.length > longestEdit || old.length <= removed.length;
    return isWhole ? `${where}removed “${quoted(removed)}”` : `${where}“${removed}” was taken out of “${quoted(old)}”`;
  }
  if (removed.length > longestEdit || added.length > longestEdit) {
    return `${where}now “${quoted(added)}”, before “${quoted(removed)}”`;
  }
  const reads = current.length <= added.length ? "" : `, so that it reads “${quoted(current)}”`;
  return `${where}“${removed}” became “${added}”${reads}`;
}

// The edit with words of law in it tells more than the longest one, and the provision's own number least.
function mainEdit({ edits, before }: Highlight): Edit {
  const told = edits.filter(
    ({ removed, added }) => !(isLabel.test(removed) && isLabel.test(added) && before.startsWith(removed)),
  );
  return (told.length > 0 ? told : edits).toSorted((x, y) => weight(y) - weight(x))[0] ?? { removed: "", added: "" };
}

const isLabel = /^\(?[\w.]{1,12}\)?[.、]?$/;

function weight({ removed, added }: Edit): number {
  return Math.min(removed.length + added.length, longestEdit) + (telling.test(`${removed} ${added}`) ? 200 : 0);
}

const telling =
  /\b(?:shall|must|may|not|prohibit\w*|required|except|unless|means|\d+)\b|[$%]|不得|禁止|必须|应当|可以|除外|不可用/iu;

// Quotation marks inside a quotation are turned into single ones, so that it can be told where it ends.
function quoted(text: string): string {
  return shortened(text.replace(/^[\s;,.:、，；]+/u, ""), longestQuote).replaceAll(/[“”]/gu, (mark) =>
    mark === "“" ? "‘" : "’",
  );
}

function elsewhere(told: readonly Highlight[], rest: readonly Highlight[]): readonly string[] {
  const known = new Set(told.map((highlight) => highlight.section));
  const sections = [...new Set(rest.map((highlight) => highlight.section))].filter(
    (section) => section !== "" && !known.has(section),
  );
  if (sections.length === 0) return rest.length > 0 ? ["Other passages changed too"] : [];
  return [`Also changed: ${sections.slice(0, 4).join(", ")}${sections.length > 4 ? " and more" : ""}`];
}

function statedDate({ rule, before = "", after = "" }: Reason): readonly string[] {
  if (rule !== "stated-date") return [];
  if (before !== "" && after !== "") return [`The stated date moved: “${before}” became “${after}”`];
  return [after === "" ? `The stated date was removed: “${before}”` : `A date is stated now: “${after}”`];
}
