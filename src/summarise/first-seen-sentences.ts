import type { Extraction } from "../model/version.ts";
import { newBillSentences } from "./bill-sentences.ts";
import { sentencesOf, shortened } from "./sentences.ts";

/** What a document says of itself: its summary's first sentence, and what it amends. */
export function firstSeenSentences(document: Extraction): readonly (string | null)[] {
  const { facts, title } = document;
  if (facts["billNumber"] !== undefined) return newBillSentences(document);
  const kind = [facts["action"], facts["documentType"]].find((fact) => typeof fact === "string" && fact !== "");
  const about = opening(document);
  return [
    about === "" ? (typeof kind === "string" ? `${kind.replace(/\.$/, "")}: ${title}` : title) : shortened(about, 500),
    amends(document),
  ];
}

function opening({ blocks, title, form }: Extraction): string {
  if (form === "listed" && /\p{Script=Han}/u.test(title)) return noticeOpening(blocks);
  const paragraphs = blocks.filter((block) => block.kind === "paragraph" || block.kind === "item");
  const summary = paragraphs.find((block) => block.path.some((label) => /^(?:SUMMARY|ABSTRACT|摘要)$/i.test(label)));
  if (summary !== undefined) return acting(summary.text);
  const telling = paragraphs.filter((block) => !apparatus.test(block.path[0] ?? "") && block.text.length >= 60);
  const first = telling.find((block) => !enacting.test(block.text)) ?? telling[0];
  if (first === undefined) return "";
  return openingWords(withoutHeading(first.text, title));
}

// Plain text runs a document's heading and its first words together; where the title goes on as a sentence, it is its subject.
function withoutHeading(text: string, title: string): string {
  const rest = text.startsWith(title) ? text.slice(title.length).trim() : "";
  return /^[\p{Lu}\p{Script=Han}“"‘(\d]/u.test(rest) ? rest : text;
}

/** How orders of the President begin, nearly word for word. */
const enacting = /^(?:By|Under|Pursuant to) the (?:authority|power) vested in .*:$/su;

// A greeting or a heading says too little by itself.
function openingWords(text: string): string {
  let told = "";
  for (const sentence of sentencesOf(text.replace(provisionNumber, ""), 4)) {
    if (letters(told) >= 60) break;
    told = `${told} ${sentence}`.trim();
  }
  return told;
}

// A Chinese character says as much as two letters.
function letters(text: string): number {
  return text.replaceAll(/\p{Script=Han}/gu, "••").length;
}

const provisionNumber = /^\s*(?:Sec(?:tion|\.) )?\(?(?:\d+(?:\.\d+)*|[A-Za-z]|[IVX]{1,4})[.)、]\s+/u;

// A Chinese notice says in short lines what is bought, for how much and until when.
function noticeOpening(blocks: Extraction["blocks"]): string {
  const lines = blocks.filter(({ kind, text }) => kind !== "heading" && text.length >= 8).map(({ text }) => text);
  const telling = lines.filter((text) =>
    /采购(?:内容|需求|标的)|项目概况|预算|金额|成交|中标|更正内容|截止/u.test(text),
  );
  const told = (telling.length > 0 ? telling : lines).slice(0, 3).map((text) => shortened(text, 160));
  return told.map((text) => (/[。！？；]$/u.test(text) ? text : `${text}。`)).join("");
}

const apparatus = /^(?:DATES|ADDRESSES|AGENCY|ACTION|FOR FURTHER)/i;

// A summary may begin with what went before; then the sentence that says what this document does is told too.
function acting(summary: string): string {
  const found = sentencesOf(summary, 6);
  const [first = ""] = found;
  const act = acts.test(first) ? undefined : found.find((sentence) => acts.test(sentence));
  return act === undefined ? first : `${shortened(first, 300)} ${act}`;
}

const acts =
  /\b(?:in this|this|BIS|OFAC|Bureau|Department|Commission|Agency|Office|Administration|Secretary)\b.{0,120}?\b(?:(?:is|are) (?:amend|add|remov|issu|revis|correct|propos|request|seek|extend|announc|adopt|rescind|establish|delay|stay)ing|amends|adds|removes|issues|revises|corrects|proposes|requests|seeks|extends|announces|adopts|imposes|rescinds|establishes|delays|stays|makes changes|opens|has initiated|initiated|request(?:s|ing) comments?)\b/iu;

// "2. Section 744.11 is amended by …" names what an instruction touches.
function amends({ blocks, facts }: Extraction): string | null {
  const instructions = blocks.filter((block) => block.kind === "instruction").map((block) => block.text);
  const sections = new Set(
    instructions.flatMap((text) =>
      Array.from(
        text.matchAll(/(?:\bSections?|§{1,2}) (\d+\.\d+[a-z]?)|\bSupplement No\. (\d+) to part (\d+)/gi),
        (match) => (match[1] === undefined ? `Supplement No. ${match[2]} to part ${match[3]}` : `§ ${match[1]}`),
      ),
    ),
  );
  if (sections.size > 0) return `Amends ${listed([...sections], 5)}`;
  const references = facts["cfrReferences"];
  return instructions.length > 0 && Array.isArray(references) && references.length > 0
    ? `Amends ${listed(references as readonly string[], 5)}`
    : null;
}

function listed(names: readonly string[], most: number): string {
  const shown = names.slice(0, most);
  const last = shown.at(-1) ?? "";
  if (names.length > most) return `${shown.join(", ")} and more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(", ")} and ${last}` : last;
}
