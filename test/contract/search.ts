import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { holds } from "../../src/alerts/evaluate.ts";
import { matches, parseQuery } from "../../src/alerts/query.ts";
import { passagesOfSection, sectionsOf } from "../../src/alerts/sections.ts";
import { subjectOfSection, type StandingText } from "../../src/alerts/subject.ts";
import type { Change } from "../../src/model/change.ts";
import type { Extraction } from "../../src/model/version.ts";
import type { TestStore } from "../support/database.ts";
import { someChange, someQuery, someTexts } from "../support/queries.ts";
import { sampleFeed, sampleRecording } from "./store-samples.ts";

const runs = { seed: 7, numRuns: 40 };
const all = { includePrivate: true, muted: "with", limit: 200 } as const;

/** What search must do on every store: find exactly what the query language asks for. */
export function searchContract(database: string, open: () => Promise<TestStore>): void {
  describe(`search on ${database}`, () => {
    let opened: TestStore;
    let changes: readonly Change[];
    const texts: { id: string; extraction: Extraction; about: StandingText }[] = [];

    beforeAll(async () => {
      opened = await open();
      const feedIds = ["federal-register/bis-rules", "federal-register/entity-list", "policies/cloud"];
      const feeds = feedIds.map((id) => ({ feed: sampleFeed(id), host: "h" }));
      await opened.store.syncFeeds(feeds, "2026-01-12T12:00:00.000Z");
      for (const [at, change] of fc.sample(someChange, { seed: 7, numRuns: 40 }).entries()) await record(change, at);
      changes = (await opened.store.timeline(all)).rows;
      expect(changes).toHaveLength(40);
    });
    afterAll(() => opened.close());

    async function record(change: Change, at: number): Promise<void> {
      const { feedId, title, topics, language } = change;
      const passages = fc.sample(someTexts, { seed: at, numRuns: 4 }).flat();
      const blocks = passages.map((text, index) => ({
        kind: "paragraph" as const,
        path: [`§ 744.${Math.floor(index / 3)}`],
        text,
      }));
      const occurredAt = new Date(Date.UTC(2026, 0, 1, at)).toISOString();
      const recording = sampleRecording(feedId, `key-${at}`, "text", {
        extraction: { title, language, blocks, facts: { bills: [...change.identifiers.bills] } },
        change: { ...change, id: `c-${at}`, eventKey: `e-${at}`, documentId: `doc-${at}`, topics, occurredAt },
      });
      const recorded = await opened.store.record({ ...recording, documentId: `doc-${at}` });
      expect(recorded.kind).toBe("recorded");
      if (recording.version === null) return;
      const { extraction } = recording.version;
      texts.push({
        id: `doc-${at}`,
        extraction,
        about: { source: "federal-register", feedId, topics, language, facts: extraction.facts },
      });
    }

    const byHand = (query: string): readonly string[] =>
      changes.filter((change) => matches(parseQuery(query), change)).map(({ id }) => id);

    function sectionsByHand(text: string) {
      const query = parseQuery(text);
      return texts.toReversed().flatMap(({ id, extraction, about }) => {
        const { title, blocks } = extraction;
        const found = sectionsOf(blocks)
          .filter((section) => holds(query, subjectOfSection(about, passagesOfSection(title, blocks, section))))
          .map(({ first }) => first);
        return found.length === 0 ? [] : [[id, found.slice(0, 3), Math.max(0, found.length - 3)]];
      });
    }

    async function found(query: string): Promise<readonly string[]> {
      const page = await opened.store.timeline({ ...all, query });
      expect(page.next).toBeNull();
      return page.rows.map(({ id }) => id);
    }

    test("The changes it finds are those that the query asks for, in their order.", async () => {
      await fc.assert(
        fc.asyncProperty(someQuery, async (query) => {
          expect(await found(query)).toEqual(byHand(query));
        }),
        runs,
      );
    });

    test("Its pages hold each of them once.", async () => {
      const query = "export* OR 芯片";
      const ids: string[] = [];
      for (let before: string | null | undefined; before !== null;) {
        const page = await opened.store.timeline({ ...all, query, limit: 3, ...(before && { before }) });
        ids.push(...page.rows.map(({ id }) => id));
        before = page.next;
      }
      expect(ids.length).toBeGreaterThan(6);
      expect(ids).toEqual(byHand(query));
    });

    test("In the texts that stand it finds the sections that the query asks for, in both languages.", async () => {
      await fc.assert(
        fc.asyncProperty(someQuery, async (query) => {
          const page = await opened.store.standingTexts({ query, includePrivate: true, limit: 100 });
          const found = page.rows.map((row) => [row.documentId, row.sections.map(({ first }) => first), row.more]);
          expect(found).toEqual(sectionsByHand(query));
        }),
        runs,
      );
    });

    test("Its pages of documents hold each of them once.", async () => {
      const whole = await opened.store.standingTexts({ query: "云计算", includePrivate: true, limit: 100 });
      const ids: string[] = [];
      for (let before: string | null | undefined; before !== null;) {
        const page = await opened.store.standingTexts({
          query: "云计算",
          includePrivate: true,
          limit: 2,
          ...(before && { before }),
        });
        ids.push(...page.rows.map(({ documentId }) => documentId));
        before = page.next;
      }
      expect(ids).toEqual(whole.rows.map(({ documentId }) => documentId));
    });

    test("What an earlier version recorded is found before it is indexed, and indexed bit by bit.", async () => {
      await opened.sql("update changes set lexemes = null where position % 2 = 0");
      await opened.sql("delete from sections");
      expect(await opened.store.searchBacklog()).toEqual({ changes: 20, documents: 40 });
      expect(await found("export*")).toEqual(byHand("export*"));
      let steps = 0;
      while (await opened.store.workOffBacklog(15)) steps += 1;
      expect(steps).toBe(20);
      expect(await opened.store.searchBacklog()).toEqual({ changes: 0, documents: 0 });
      expect(await found("export*")).toEqual(byHand("export*"));
      const { rows } = await opened.store.standingTexts({ query: "云计算", includePrivate: true, limit: 100 });
      expect(rows.length).toBeGreaterThan(5);
    });

    test("A text whose index would be larger than the database takes is found all the same.", async () => {
      const [feedId = ""] = changes.map((change) => change.feedId);
      const many = Array.from({ length: 160_000 }, (_, at) => `w${at.toString(36)}x`).join(" ");
      const recording = sampleRecording(feedId, "large", many, {
        change: { id: "c-large", title: many, eventKey: "e-large", documentId: "doc-large" },
      });
      await opened.store.record({ ...recording, documentId: "doc-large" });
      expect(await found("w2n9cx")).toEqual(["c-large"]);
    });
  });
}
