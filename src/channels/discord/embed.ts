import type { APIEmbed } from "discord.js";
import { type ComposedChange, type ComposedDeadline, type ComposedNotice, isTrouble } from "../../model/composed.ts";
import type { Significance } from "../../model/significance.ts";
import { isLoopbackLink, webLink } from "../links.ts";
import { dateStamp, link, plain, verbatim } from "./markup.ts";
import { quotation } from "./passage.ts";

/** How much of a change is shown, in characters as they are sent. */
export interface Room {
  readonly summary: number;
  readonly passages: number;
  readonly passage: number;
}

/** A change in full: title that leads to the source, sentences, facts, before and after, deadlines, sources, evidence. */
export function changeEmbed(change: ComposedChange, room: Room, reference: string | null): APIEmbed {
  const quotations = change.passages
    .slice(0, room.passages)
    .map((passage) => quotation(passage, change.sourceUrl, room.passage));
  const parts = [
    plain(change.summary, room.summary),
    change.facts
      .slice(0, 6)
      .map(({ label, before, after }) => `**${plain(label, 80)}:** ${plain(before, 120)} → ${plain(after, 120)}`)
      .join("\n"),
    ...quotations,
    sources(change),
  ];
  const url = webLink(change.sourceUrl);
  const deadlines = change.deadlines.slice(0, 6).map(deadlineField);
  return {
    title: plain(change.title, 256) || "Without a title",
    color: colours[change.significance],
    description: parts.filter((part) => part !== "").join("\n\n"),
    ...(url !== null && { url }),
    ...(deadlines.length > 0 && { fields: deadlines }),
    footer: { text: footer([change.evidence, change.source], reference) },
  };
}

/** A change in one line of a list; its title in at most so many characters. */
export function changeLine(change: ComposedChange, title = 150): string {
  const page = isLoopbackLink(change.pageUrl) ? change.sourceUrl : change.pageUrl;
  const there = link("open", page);
  const words = `${marks[change.significance]} ${plain(change.headline, 110)} · ${plain(change.title, title)}`;
  return there === null ? words : `${words} ${there}`;
}

/** A health notice. */
export function noticeEmbed(notice: ComposedNotice, reference: string | null): APIEmbed {
  const url = isLoopbackLink(notice.pageUrl) ? null : webLink(notice.pageUrl);
  return {
    title: plain(notice.headline, 256) || "A feed",
    color: isTrouble(notice) ? colours.urgent : colours.editorial,
    description: plain(notice.message, 1500),
    ...(url !== null && { url }),
    footer: { text: footer([notice.since], reference) },
  };
}

/** What stands under a message, with the mark by which regwatch finds it again. */
export function footer(parts: readonly string[], reference: string | null): string {
  const text = verbatim(parts.filter((part) => part !== "").join(" · "), 500);
  return reference === null ? text : `${text}${text === "" ? "" : " · "}ref ${reference}`;
}

export const colours: Readonly<Record<Significance, number>> = {
  urgent: 0xd7263d,
  substantive: 0xf2a541,
  editorial: 0x3a86c8,
  cosmetic: 0x8a8f98,
};

// Shape and word say it too; not everybody sees the colour.
export const marks: Readonly<Record<Significance, string>> = {
  urgent: "🔴",
  substantive: "🟠",
  editorial: "🔵",
  cosmetic: "⚪",
};

/** A deadline in the reader's own zone, and as the law writes it. */
function deadlineField({ label, date }: ComposedDeadline): { name: string; value: string; inline: boolean } {
  return { name: plain(label, 100), value: `${dateStamp(date)}\n${date}`, inline: true };
}

function sources(change: ComposedChange): string {
  return [
    change.citation === null ? "" : plain(change.citation, 200),
    link("official document", change.officialUrl ?? change.sourceUrl) ?? "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
}
