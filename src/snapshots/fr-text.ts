import type { Block, BlockKind } from "../model/text.ts";
import type { Instant } from "../model/time.ts";
import { cfrReferences, docketId, rins } from "./citations.ts";
import type { Label, Numbering } from "./legal-path.ts";
import { legalPaths } from "./legal-path.ts";

/** What a Federal Register text says of itself above its SUMMARY, and in its filing line below. */
export interface FrHead {
  readonly subject: string | null;
  readonly action: string | null;
  readonly cfrReferences: readonly string[];
  readonly docketIds: readonly string[];
  readonly rins: readonly string[];
  /** `90 FR 47201`, where the text has it. */
  readonly citation: string | null;
  /** "[FR Doc. … Filed 9-29-25; 8:45 am]", Eastern time. */
  readonly filedAt: Instant | null;
}

/** A Federal Register document read from one of its forms. */
export interface FrText {
  readonly head: FrHead;
  readonly blocks: readonly Block[];
}

/** A block before its numbering is known: paragraphs of one `scope` are numbered together. */
export interface DraftBlock extends Block {
  readonly scope?: string;
  readonly numbering?: Numbering;
  readonly labels?: readonly Label[];
  readonly gap?: boolean;
}

/** Raw head lines as the forms give them. */
export interface HeadLines {
  readonly subject: string | null;
  readonly action: string | null;
  readonly cfr: readonly string[];
  readonly dockets: readonly string[];
  readonly rins: readonly string[];
  readonly citation: string | null;
  readonly filing: string | null;
}

export function frHead(lines: HeadLines): FrHead {
  return {
    subject: lines.subject,
    action: lines.action,
    cfrReferences: [...new Set(lines.cfr.flatMap((line) => cfrReferences(line)))],
    docketIds: [...new Set(lines.dockets.flatMap(docketIdsOf))],
    rins: [...new Set(lines.rins.flatMap((line) => rins(line)))],
    citation: lines.citation,
    filedAt: lines.filing === null ? null : filingInstant(lines.filing),
  };
}

/** Gives the paragraphs of every numbered scope their `(a)`, `(1)`, … and drops what is empty. */
export function numberedBlocks(drafts: readonly DraftBlock[]): readonly Block[] {
  const scopes = Map.groupBy(
    drafts.filter((draft) => draft.scope !== undefined),
    (draft) => draft.scope,
  );
  const paths = new Map<DraftBlock, readonly string[]>();
  for (const members of scopes.values()) {
    const numbered = members.map((member) => ({ labels: member.labels ?? [], gap: member.gap ?? false }));
    const found = legalPaths(numbered, members[0]?.numbering ?? "cfr");
    members.forEach((member, index) => paths.set(member, found[index] ?? []));
  }
  return drafts
    .filter((draft) => draft.text !== "")
    .map((draft) => ({ kind: draft.kind, path: [...draft.path, ...(paths.get(draft) ?? [])], text: draft.text }));
}

/** Bullets are typesetting: the text goes without, as an item. */
export function itemOrParagraph(text: string): { readonly kind: BlockKind; readonly text: string } {
  const bare = text.replace(/^[•●▪◦■□○]\s*/u, "");
  const isItem = bare !== text || /^\((?:[a-z]{1,4}|[A-Z]{1,4}|\d{1,3})\)\s/.test(text);
  return { kind: isItem ? "item" : "paragraph", text: bare };
}

/** `[FR Doc. 2025-19001 Filed 9-29-25; 8:45 am]` as an instant; the office's clock is Eastern (1 CFR 17.2). */
function filingInstant(line: string): Instant | null {
  const match = /Filed:?\s+(\d{1,2})[-–/](\d{1,2})[-–/](\d{2,4})[;,]?\s*(\d{1,2}):(\d{2})\s*([ap])\.?\s?m/i.exec(line);
  if (match === null) return null;
  const [, month, day, year = "", hour, minute, half = "a"] = match;
  try {
    return Temporal.ZonedDateTime.from(
      {
        timeZone: "America/New_York",
        year: year.length === 2 ? 2000 + Number(year) : Number(year),
        month: Number(month),
        day: Number(day),
        hour: (Number(hour) % 12) + (half.toLowerCase() === "p" ? 12 : 0),
        minute: Number(minute),
      },
      { overflow: "reject" },
    )
      .toInstant()
      .toString({ smallestUnit: "millisecond" });
  } catch {
    return null;
  }
}

function docketIdsOf(line: string): readonly string[] {
  return line
    .replace(/^\[|\]$/g, "")
    .split(/[;,]\s*|(?<!\s)\s+and\s+/)
    .map((part) => docketId(part))
    .filter((id) => id !== null)
    .filter((id) => !/^(?:RIN|OMB|Amendment|AD|Airspace|Amdt)\b/i.test(id));
}
