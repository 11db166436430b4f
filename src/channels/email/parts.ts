import type { ClientDigest, ClientEntry } from "../../model/client-digest.ts";
import type { Composed, ComposedChange, ComposedDigest, ComposedNotice, Passage } from "../../model/composed.ts";
import type { Significance } from "../../model/significance.ts";
import { webLink } from "../links.ts";

/** What a mail says, piece by piece, before it becomes text or HTML. All text may hold foreign text. */
export type Part =
  | { readonly kind: "title" | "heading" | "subheading" | "line" | "fine" | "strong"; readonly text: string }
  | { readonly kind: "entry"; readonly significance: Significance; readonly text: string; readonly title: string }
  | { readonly kind: "fact"; readonly label: string; readonly before: string; readonly after: string }
  | { readonly kind: "passage"; readonly passage: Passage }
  | { readonly kind: "date"; readonly text: string }
  | { readonly kind: "links"; readonly links: readonly Link[] }
  | { readonly kind: "button"; readonly link: Link }
  | { readonly kind: "logo"; readonly alt: string }
  | { readonly kind: "comment" }
  | { readonly kind: "rule" };

export interface Link {
  readonly label: string;
  readonly url: string;
}

/** The parts of anything that people are told; for clients (not `inHouse`) without the links that lead to us. */
export function partsOf(composed: Composed, inHouse: boolean): readonly Part[] {
  const parts = told(composed);
  if (inHouse) return parts;
  return parts.map((part) =>
    part.kind === "links" ? { ...part, links: part.links.filter(({ label }) => label !== ours) } : part,
  );
}

function told(composed: Composed): readonly Part[] {
  if (composed.kind === "health") return healthParts(composed.notice);
  if (composed.kind === "digest") return digestParts(composed.digest);
  if (composed.kind === "notice") {
    const [first = "", ...lines] = composed.lines;
    return [
      { kind: "title", text: first },
      ...lines.slice(0, linesAtMost).map((text): Part => ({ kind: "line", text })),
      ...more(lines.length - linesAtMost),
      ...composed.changes.slice(0, shownAtMost).flatMap(brief),
      ...more(composed.changes.length - shownAtMost),
    ];
  }
  const { changes, inFull, standing, headline } = composed;
  return [
    ...standing.map((text): Part => ({ kind: "strong", text })),
    ...(changes.length > 1 ? [{ kind: "title", text: headline } as const] : []),
    ...changes.slice(0, inFull).flatMap((change) => whole(change)),
    ...changes.slice(inFull, shownAtMost).flatMap(brief),
    ...more(changes.length - shownAtMost),
  ];
}

/** The parts of a digest in the form in which a firm sends it on: nothing of ours, room for a comment under each entry. */
export function clientParts(digest: ClientDigest): readonly Part[] {
  const { letterhead, threads, corrections, deadlines } = digest;
  let group: Significance | null = null;
  let written = 0;
  const grouped = threads.flatMap(({ title, significance, entries }): Part[] => {
    const isNew = significance !== group;
    group = significance;
    return [
      ...(isNew ? [{ kind: "heading", text: words[significance] } as const] : []),
      { kind: "subheading", text: title },
      ...entries.flatMap((entry) => ((written += 1) > clientEntriesInFull ? clientName(entry) : clientEntry(entry))),
    ];
  });
  return [
    ...(letterhead?.logo ? [{ kind: "logo", alt: letterhead.name } as const] : []),
    ...(letterhead === null ? [] : [{ kind: "strong", text: letterhead.name } as const]),
    ...(letterhead?.lines ?? []).map((text): Part => ({ kind: "fine", text })),
    { kind: "title", text: digest.title },
    { kind: "line", text: digest.period },
    { kind: "line", text: digest.counts },
    ...grouped,
    ...section("Corrections", corrections.flatMap(clientEntry)),
    ...section(
      "Dates to come",
      deadlines.map(({ date, words: left, title }): Part => ({ kind: "date", text: `${date}: ${left}. ${title}` })),
    ),
    { kind: "rule" },
    { kind: "fine", text: digest.checked },
    { kind: "fine", text: digest.disclaimer },
  ];
}

// A mail that clients cut off hides its end; what is more stands on the page.
const shownAtMost = 25;
const linesAtMost = 40;
const clientEntriesInFull = 40;

// Under the heading of its thread a change need not say its title once more.
function whole(change: ComposedChange, heading?: string): readonly Part[] {
  const { summary, facts, passages, deadlines, source, evidence, citation } = change;
  return [
    entry(change.title === heading ? { ...change, title: "" } : change),
    ...(summary === "" ? [] : [{ kind: "line", text: summary } as const]),
    ...facts.map((fact): Part => ({ kind: "fact", ...fact })),
    ...passages.map((passage): Part => ({ kind: "passage", passage })),
    ...deadlines.map(({ label, date, words: left }): Part => ({ kind: "date", text: `${label} ${date} (${left})` })),
    { kind: "links", links: linksOf(change) },
    { kind: "fine", text: [citation, source, evidence].filter((part) => part !== null).join(" · ") },
  ];
}

function brief(change: ComposedChange): readonly Part[] {
  return [entry(change), { kind: "links", links: linksOf(change) }];
}

function entry({ significance, headline, title }: ComposedChange): Part {
  return { kind: "entry", significance, text: headline, title };
}

function linksOf({ pageUrl, officialUrl, sourceUrl }: ComposedChange): readonly Link[] {
  return [
    [ours, pageUrl] as const,
    [officialUrl === null ? "Source" : "Official text", officialUrl ?? sourceUrl] as const,
  ].flatMap(([label, address]) => {
    const url = webLink(address);
    return url === null ? [] : [{ label, url }];
  });
}

const ours = "Redline";

function more(count: number): readonly Part[] {
  return count <= 0 ? [] : [{ kind: "line", text: `… and ${count} more.` }];
}

function digestParts(digest: ComposedDigest): readonly Part[] {
  const { headline, period, counts, retracted, deadlines, silence } = digest;
  const isEmpty = digest.threads.length === 0;
  return [
    { kind: "title", text: headline },
    { kind: "line", text: period },
    ...(counts === "" ? [] : [{ kind: "line", text: counts } as const]),
    ...(isEmpty ? [{ kind: "line", text: silence } as const] : []),
    ...threadParts(digest.threads),
    ...section(
      "Retracted",
      retracted.flatMap((change) => whole(change)),
    ),
    ...section(
      "Dates to come",
      deadlines.map(({ date, words: left, label, title }): Part => ({
        kind: "date",
        text: `${date} (${left}) ${label}: ${title}`,
      })),
    ),
    ...(isEmpty ? [] : [{ kind: "rule" } as const, { kind: "fine", text: silence } as const]),
  ];
}

// The weightiest in full, as long as a mail is not cut off for its length; then a line each.
function threadParts(threads: ComposedDigest["threads"]): readonly Part[] {
  const parts: Part[] = [];
  let shown = 0;
  for (const { title, changes } of threads) {
    if (shown < briefAtMost) parts.push({ kind: "heading", text: title });
    for (const change of changes) {
      if (shown < wholeAtMost) parts.push(...whole(change, title));
      else if (shown < briefAtMost) parts.push(...brief(change.title === title ? { ...change, title: "" } : change));
      shown += 1;
    }
  }
  return [...parts, ...more(shown - briefAtMost)];
}

const wholeAtMost = 20;
const briefAtMost = 80;

function clientEntry(change: ClientEntry): readonly Part[] {
  const { headline, summary, facts, passages, deadlines, citation, officialUrl } = change;
  const url = webLink(officialUrl);
  return [
    { kind: "strong", text: headline },
    ...(summary === "" ? [] : [{ kind: "line", text: summary } as const]),
    ...facts.map((fact): Part => ({ kind: "fact", ...fact })),
    ...passages.map((passage): Part => ({ kind: "passage", passage })),
    ...deadlines.map((text): Part => ({ kind: "date", text })),
    { kind: "fine", text: citation },
    ...(url === null ? [] : [{ kind: "links", links: [{ label: "Official document", url }] } as const]),
    { kind: "comment" },
  ];
}

// Mailboxes cut long mails off, and with them the end, where the disclaimer and the way out stand. The Word file has all of it.
function clientName({ headline, citation, officialUrl }: ClientEntry): readonly Part[] {
  const url = webLink(officialUrl);
  return [
    { kind: "strong", text: headline },
    { kind: "fine", text: citation },
    ...(url === null ? [] : [{ kind: "links", links: [{ label: "Official document", url }] } as const]),
  ];
}

function section(title: string, parts: readonly Part[]): readonly Part[] {
  return parts.length === 0 ? [] : [{ kind: "heading", text: title }, ...parts];
}

function healthParts({ headline, message, since, pageUrl }: ComposedNotice): readonly Part[] {
  const url = webLink(pageUrl);
  return [
    { kind: "title", text: headline },
    { kind: "line", text: message },
    ...(url === null ? [] : [{ kind: "links", links: [{ label: "Feeds", url }] } as const]),
    { kind: "fine", text: since },
  ];
}

const words: Readonly<Record<Significance, string>> = {
  urgent: "Urgent",
  substantive: "Substantive",
  editorial: "Editorial",
  cosmetic: "Cosmetic",
};
