import { atPassage } from "../../lib/text-fragment.ts";
import type { Passage } from "../../model/composed.ts";
import type { SpanOp } from "../../model/redline.ts";
import { escape, link, marked } from "./markup.ts";
import { plainText } from "../plain-text.ts";
import { cutAtSentence } from "../sentences.ts";

/**
 * A changed passage as a quotation in its own language: what went is struck through, what came is bold, and the words "before" and "after"
 * are not needed to tell them apart. Ends with a link to the very words where the page has them now.
 */
export function quotation(passage: Passage, sourceUrl: string, most: number): string {
  const section = passage.section === "" ? "" : `**${escape(cutAtSentence(plainText(passage.section), 120))}**\n`;
  const there = link("read it there", atPassage(sourceUrl, wordsNow(passage)), 700);
  const after = there === null ? "" : `\n-# ${there}`;
  const quote = spansWithin(passage.spans, most - section.length - after.length - 2);
  return quote === "" ? "" : `${section}> ${quote}${after}`;
}

// Spans are cut from their longest on, so that both sides of a change stay to be seen.
function spansWithin(spans: Passage["spans"], most: number): string {
  const merged = neighbours(spans);
  for (let each = 1000; each >= 10; each = Math.floor(each * 0.8)) {
    const text = merged.map(({ op, text }) => marks[op](text, each)).reduce(apart, "");
    if (text.length <= most) return text.trim();
  }
  return "";
}

// What came stands beside what went, not against it.
function apart(before: string, next: string): string {
  return before.endsWith("~~") && next.startsWith("**") ? `${before} ${next}` : before + next;
}

function neighbours(spans: Passage["spans"]): Passage["spans"] {
  const merged: { readonly op: SpanOp; readonly text: string }[] = [];
  for (const { op, text } of spans) {
    const last = merged.at(-1);
    if (last?.op === op) merged.splice(-1, 1, { op, text: last.text + text });
    else merged.push({ op, text });
  }
  return merged;
}

type Mark = (text: string, most: number) => string;

const unchanged: Mark = (text, most) => shown(text, most);
const gone: Mark = (text, most) => marked(shown(text, most), "~~");
const come: Mark = (text, most) => marked(shown(text, most), "**");

const marks: Readonly<Record<SpanOp, Mark>> = {
  equal: unchanged,
  delete: gone,
  insert: come,
  "move-from": gone,
  "move-to": come,
};

// The spaces at its ends tell words apart and are kept.
function shown(text: string, most: number): string {
  const [, before = "", after = ""] = /^(\s?).*?(\s?)$/su.exec(text) ?? [];
  return `${before === "" ? "" : " "}${escape(cutAtSentence(plainText(text), most))}${after === "" ? "" : " "}`;
}

// The longest run of words that stands on the page now: what was cut out of a passage is not there to be found.
function wordsNow({ spans }: Passage): string {
  const now = spans
    .filter(({ op }) => op === "equal" || op === "insert" || op === "move-to")
    .map(({ text }) => text)
    .join("");
  return now.split("…").toSorted((a, b) => b.length - a.length)[0] ?? "";
}
