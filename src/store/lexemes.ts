import type { SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { lexemesOf, type Wanted } from "../alerts/lexemes.ts";
import { passagesOfSection, sectionsOf } from "../alerts/sections.ts";
import { type StandingText, subjectOfChange, subjectOfSection } from "../alerts/subject.ts";
import type { Change } from "../model/change.ts";
import type { Block } from "../model/text.ts";
import { foundByAll, quoteLexeme } from "./columns.ts";
import type { Database } from "./database.ts";
import { eq, sql } from "./drizzle.ts";
import { sections } from "./schema-search.ts";

/** By what queries find a change. */
export function lexemesOfChange(change: Change): readonly string[] {
  return lexemesOf(subjectOfChange(change));
}

/** A section of a text with that by which it is found. */
export interface IndexedSection {
  readonly first: number;
  readonly count: number;
  readonly lexemes: readonly string[];
}

/** The sections of a text, each with that by which it is found. */
export function indexSections(
  of: Omit<StandingText, "topics"> & { readonly title: string; readonly blocks: readonly Block[] },
): readonly IndexedSection[] {
  return sectionsOf(of.blocks).map((section) => ({
    ...section,
    lexemes: lexemesOf(subjectOfSection({ ...of, topics: [] }, passagesOfSection(of.title, of.blocks, section))),
  }));
}

/** Keeps the sections of a document's latest text, instead of those of the one before. */
export async function keepSections(
  tx: Database,
  documentId: string,
  indexed: readonly IndexedSection[],
): Promise<void> {
  await tx.delete(sections).where(eq(sections.documentId, documentId));
  const rows = indexed.map((section) => ({ ...section, documentId }));
  for (let at = 0; at < rows.length; at += 500) await tx.insert(sections).values(rows.slice(at, at + 500));
}

/** Rows that may be what a query asks for, or undefined where all may be. */
export function mayBeAskedFor(column: PgColumn, wanted: Wanted): SQL | undefined {
  if (wanted === true) return undefined;
  if (wanted === false) return sql`false`;
  return sql`${column} @@ ${`${quoteLexeme(foundByAll)} | ${writeWanted(wanted)}`}::tsquery`;
}

function writeWanted(wanted: Exclude<Wanted, boolean>): string {
  if (wanted.kind === "lexeme") return `${quoteLexeme(wanted.text)}${wanted.prefix ? ":*" : ""}`;
  const parts = wanted.parts.flatMap((part) => (typeof part === "boolean" ? [] : [writeWanted(part)]));
  return `(${parts.join(wanted.kind === "and" ? " & " : " | ")})`;
}
