import type { FactChange, FactValue } from "../model/facts.ts";
import type { Extraction } from "../model/version.ts";
import { billSentences } from "./bill-sentences.ts";
import { longDate } from "./dates.ts";
import { formSentences } from "./form-sentences.ts";
import { shortened } from "./sentences.ts";

/** What facts that moved say, those that bind people first, few of them. */
export function factSentences(facts: readonly FactChange[], before: Extraction, after: Extraction): readonly string[] {
  if (after.facts["billNumber"] !== undefined) return billSentences(facts);
  const told = formSentences(facts, after);
  if (told !== null) return told;
  const published = before.form === "inspection" && after.form === "published" ? publishedSentence(after) : null;
  const names = new Set(facts.map((fact) => fact.name));
  const ranked = facts
    .filter((fact) => fact.name !== "effectiveDates" || !names.has("effectiveDate"))
    .filter((fact) => published === null || fact.name !== "publicationDate")
    .toSorted((x, y) => rank(x) - rank(y))
    .slice(0, mostFacts)
    .map(factSentence);
  return published === null ? ranked : [published, ...ranked];
}

const mostFacts = 3;
const order = [
  "effectiveDate",
  "commentDeadline",
  "effectiveDates",
  "corrections",
  "correctionOf",
  "dispositionNotes",
  "editorialNote",
  "action",
];

function rank({ name }: FactChange): number {
  const index = order.indexOf(name);
  return index < 0 ? order.length : index;
}

function publishedSentence({ citation, facts }: Extraction): string {
  const date = facts["publicationDate"];
  const as = citation === null ? "" : ` as ${citation}`;
  return typeof date === "string" ? `Published on ${longDate(date)}${as}` : `Published${as}`;
}

function factSentence(fact: FactChange): string {
  const label = labels[fact.name] ?? plainLabel(fact.name);
  const before = said(fact.before);
  const after = said(fact.after);
  if (fact.name === "corrections") return after === "" ? `${label}: none now` : `Corrected by ${gained(fact)}`;
  if (fact.name === "correctionOf" && after !== "") return `It is a correction of ${after}`;
  if (before === "") return `${label} now stated: ${after}`;
  if (after === "") return `${label} no longer stated; it was ${before}`;
  if (Array.isArray(fact.before) || Array.isArray(fact.after)) return listSentence(label, fact);
  return `${label} ${isDated(fact) ? "moved" : "changed"} from ${before} to ${after}`;
}

const labels: Readonly<Record<string, string>> = {
  commentDeadline: "Comment deadline",
  effectiveDate: "Effective date",
  effectiveDates: "Effective dates",
  corrections: "Corrections",
  dispositionNotes: "Disposition note",
  editorialNote: "Editorial note",
  cfrReferences: "CFR references",
  docketIds: "Dockets",
  rins: "RINs",
};

function plainLabel(name: string): string {
  const words = name.replace(/([a-z\d])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function listSentence(label: string, fact: FactChange): string {
  const lost = items(fact.before)
    .filter((item) => !items(fact.after).includes(item))
    .map(longDate);
  const came = items(fact.after)
    .filter((item) => !items(fact.before).includes(item))
    .map(longDate);
  const parts = [
    came.length > 0 ? `added ${shortened(came.join(", "), 200)}` : "",
    lost.length > 0 ? `removed ${shortened(lost.join(", "), 200)}` : "",
  ];
  return `${label}: ${parts.filter((part) => part !== "").join("; ")}`;
}

function gained(fact: FactChange): string {
  return items(fact.after)
    .filter((item) => !items(fact.before).includes(item))
    .join(", ");
}

function said(value: FactValue): string {
  const texts = items(value).map(longDate).join(", ");
  return typeof value === "string" && /\s\S+\s/.test(value) && longDate(value) === value
    ? `“${shortened(texts, 240)}”`
    : shortened(texts, 240);
}

function items(value: FactValue): readonly string[] {
  if (value === null || value === "") return [];
  return typeof value === "object" ? value : [String(value)];
}

function isDated({ after }: FactChange): boolean {
  return typeof after === "string" && longDate(after) !== after;
}
