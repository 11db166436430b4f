import type { ComposedChange, ComposedDigest, Passage } from "../model/composed.ts";
import type { SpanOp } from "../model/redline.ts";

/** A digest as Markdown (CommonMark): deletions struck through as `~~…~~`, insertions bold. No foreign text is markup in it. */
export function digestMarkdown(digest: ComposedDigest): string {
  const parts = [
    `# ${escaped(digest.headline)}`,
    escaped(digest.period),
    escaped(digest.counts),
    ...digest.threads.flatMap(({ title, changes }) => [`## ${escaped(title)}`, ...changes.flatMap(entry)]),
    ...section("Retracted", digest.retracted.flatMap(entry)),
    ...section(
      "Dates to come",
      digest.deadlines.map(({ label, date, words, title }) => `- ${escaped(`${date} (${words}) ${label}: ${title}`)}`),
    ),
    escaped(digest.silence),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function section(title: string, parts: readonly string[]): readonly string[] {
  return parts.length === 0 ? [] : [`## ${title}`, ...parts];
}

function entry(change: ComposedChange): readonly string[] {
  const { headline, summary, facts, passages, deadlines, source, evidence, citation, officialUrl, sourceUrl } = change;
  return [
    `### ${escaped(headline)}`,
    escaped(summary),
    ...facts.map(({ label, before, after }) => escaped(`${label}: ${before} → ${after}`)),
    ...passages.map(quoted),
    ...deadlines.map(({ label, date, words }) => escaped(`${label} ${date} (${words})`)),
    `${escaped([citation, source, evidence].filter(Boolean).join(" · "))} · ${link(officialUrl ?? sourceUrl)}`,
  ];
}

const marks: Readonly<Record<SpanOp, string>> = {
  equal: "",
  insert: "**",
  "move-to": "**",
  delete: "~~",
  "move-from": "~~",
};

function quoted({ section: name, spans }: Passage): string {
  const words = spans.map(({ op, text }) => marked(escaped(text), marks[op])).join("");
  return `> ${name === "" ? "" : `${escaped(name)}: `}${words}`;
}

// A mark holds only where it touches words.
function marked(text: string, mark: string): string {
  const words = text.trim();
  return words === "" || mark === "" ? text : text.replace(words, () => `${mark}${words}${mark}`);
}

function escaped(text: string): string {
  return text.replace(/\s+/gu, " ").replace(/[\\`*_{}[\]<>()#+\-.!|~&]/gu, String.raw`\$&`);
}

function link(url: string): string {
  return /^https?:/.test(url) ? `<${url.replace(/[<>\s]/gu, encodeURIComponent)}>` : escaped(url);
}
