import { z } from "zod";
import { wantedLexemes } from "../alerts/lexemes.ts";
import { holds } from "../alerts/evaluate.ts";
import { parseQuery, type Query } from "../alerts/query.ts";
import { passagesOfSection } from "../alerts/sections.ts";
import { subjectOfSection } from "../alerts/subject.ts";
import type { FoundDocument, Store, TextFilter } from "../model/store.ts";
import type { Block } from "../model/text.ts";
import { decompress } from "./compressed.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { rowsOf, type Database } from "./database.ts";
import { and, eq, inArray, sql } from "./drizzle.ts";
import { mayBeAskedFor } from "./lexemes.ts";
import { documents, feeds, versions } from "./schema.ts";
import { sections } from "./schema-search.ts";
import { versionId } from "./versions.ts";

/** Documents looked into for one page; after that the search goes on from the next one. */
const lookedIntoAtMost = 200;
// However few are asked for: each round costs as much as the index has to go through.
const lookedIntoAtOnce = 50;
const sectionsShown = 3;

interface Candidate {
  readonly id: string;
  readonly source: string;
  readonly feedId: string;
  readonly title: string;
  readonly topics: readonly string[];
  readonly sequence: number;
  readonly changedAt: string;
  readonly sections: readonly { readonly first: number; readonly count: number }[];
}

/** Search in what the texts say now. The index names the sections that may be meant, the query itself decides. */
export function searchMethods(db: Database): Pick<Store, "standingTexts"> {
  return {
    async standingTexts(filter) {
      const query = parseQuery(filter.query);
      const found: FoundDocument[] = [];
      let before = filter.before;
      for (let looked = 0; looked < lookedIntoAtMost;) {
        const candidates = await candidatesFor(db, query, { ...filter, limit: lookedIntoAtOnce }, before);
        const texts = new Map((await textsOf(db, candidates)).map((text) => [text.id, text]));
        for (const candidate of candidates) {
          const document = await lookInto(query, candidate, texts.get(versionId(candidate.id, candidate.sequence)));
          if (document !== null) found.push(document);
          before = writeCursor([candidate.changedAt, candidate.id]);
          if (found.length === filter.limit) return { rows: found, next: before };
        }
        if (candidates.length < lookedIntoAtOnce) return { rows: found, next: null };
        looked += candidates.length;
      }
      return { rows: found, next: before ?? null };
    },
  };
}

async function candidatesFor(
  db: Database,
  query: Query,
  filter: TextFilter,
  before: string | undefined,
): Promise<readonly Candidate[]> {
  const { feedId, source, topic, includePrivate, limit } = filter;
  const [changedAt, id] = before === undefined ? [] : readCursor(before, z.string());
  // A document's topics may move without its text, so they are not among its lexemes.
  const asked = mayBeAskedFor(sections.lexemes, wantedLexemes(query, ["topic"]));
  const where = and(
    asked,
    sql`${documents.vanishedAt} is null`,
    feedId === undefined ? undefined : eq(documents.feedId, feedId),
    source === undefined ? undefined : eq(documents.source, source),
    topic === undefined ? undefined : sql`${documents.topics} ? ${topic}`,
    includePrivate ? undefined : eq(feeds.visibility, "public"),
    id === undefined ? undefined : sql`(${documents.changedAt}, ${documents.id}) < (${changedAt}::timestamptz, ${id})`,
  );
  const rows = await rowsOf<{ candidate: Candidate }>(
    db,
    sql`with found as (
        select ${documents.id} as id, jsonb_agg(jsonb_build_object('first', ${sections.first}, 'count', ${sections.count})
          order by ${sections.first}) as sections
        from ${sections}
        join ${documents} on ${documents.id} = ${sections.documentId}
        join ${feeds} on ${feeds.id} = ${documents.feedId}
        where ${where}
        group by ${documents.id}
        order by ${documents.changedAt} desc, ${documents.id} desc
        limit ${limit})
      select jsonb_build_object('id', ${documents.id}, 'source', ${documents.source}, 'feedId', ${documents.feedId},
        'title', ${documents.title}, 'topics', ${documents.topics}, 'sequence', ${documents.sequence},
        'changedAt', to_char(${documents.changedAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'sections', found.sections) as candidate
      from found join ${documents} on ${documents.id} = found.id
      order by ${documents.changedAt} desc, ${documents.id} desc`,
  );
  return rows.map(({ candidate }) => candidate);
}

type Text = Awaited<ReturnType<typeof textsOf>>[number];

function textsOf(db: Database, candidates: readonly Candidate[]) {
  const { id, title, language, facts, blocks } = versions;
  const ids = candidates.map((candidate) => versionId(candidate.id, candidate.sequence));
  return db.select({ id, title, language, facts, blocks }).from(versions).where(inArray(id, ids));
}

async function lookInto(query: Query, candidate: Candidate, text: Text | undefined): Promise<FoundDocument | null> {
  if (text === undefined) return null;
  const { id: documentId, feedId, source, topics, title } = candidate;
  const { facts, language } = text;
  const blocks = JSON.parse((await decompress(text.blocks)).toString()) as readonly Block[];
  const about = { source, feedId, topics, facts, language };
  const found = candidate.sections.filter((section) =>
    holds(query, subjectOfSection(about, passagesOfSection(text.title, blocks, section))),
  );
  if (found.length === 0) return null;
  const shown = found.slice(0, sectionsShown).map(({ first, count }) => ({
    first,
    before: blocks.slice(0, first).reduce((sum, block) => sum + block.text.length, 0),
    blocks: blocks.slice(first, first + count),
  }));
  return { documentId, feedId, title, language, sections: shown, more: found.length - shown.length };
}
