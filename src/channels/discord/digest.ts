import type { APIEmbed } from "discord.js";
import type { ComposedDigest } from "../../model/composed.ts";
import { changeLine, colours, footer, marks } from "./embed.ts";
import { dateStamp, fitting, plain } from "./markup.ts";

/** A digest's overview: its threads with their weightiest change, dates to come, and how often was looked. The rest goes with it as files. */
export function digestEmbeds(digest: ComposedDigest, reference: string | null): readonly APIEmbed[] {
  const all = digest.threads.slice(0, 15).map(({ title, significance, changes }) => {
    const [first] = changes;
    const more = changes.length > 1 ? ` (and ${changes.length - 1} more)` : "";
    return first === undefined ? `${marks[significance]} ${plain(title, 150)}` : `${changeLine(first)}${more}`;
  });
  const threads = fitting(all, 3400);
  const hidden = digest.threads.length - threads.length;
  const lines = [...threads, ...(hidden > 0 ? [`… and ${hidden} more in the files.`] : [])];
  const deadlines = digest.deadlines
    .slice(0, 8)
    .map(({ label, date, title }) => `${dateStamp(date)} ${plain(`${label}: ${title}`, 90)}`);
  const retracted = digest.retracted.slice(0, 4).map((change) => plain(change.title, 150));
  const fields = [
    { name: "Dates to come", value: fitting(deadlines, 1024).join("\n") },
    { name: "Retracted", value: fitting(retracted, 1024).join("\n") },
    { name: "Looked", value: plain([digest.silence, digest.counts].filter((text) => text !== "").join(" "), 800) },
  ].filter(({ value }) => value !== "");
  return [
    {
      title: plain(`${digest.headline} · ${digest.period}`, 256) || "Digest",
      color: colours[digest.threads[0]?.significance ?? "cosmetic"],
      ...(lines.length > 0 && { description: lines.join("\n") }),
      fields,
      ...(reference !== null && { footer: { text: footer([], reference) } }),
    },
  ];
}
