import { beforeEach, describe, expect, test } from "vitest";
import { termFinder } from "../../src/classify/term-places.ts";
import type { Store } from "../../src/model/store.ts";
import type { Term } from "../../src/model/term.ts";
import type { Services } from "../../src/pipeline/services.ts";
import { readTerms } from "../../src/pipeline/terms.ts";
import { at, recipe, sampleExtraction, sampleFeed, sampleRecording } from "./store-samples.ts";

const tpp: Term = { id: "tpp", title: "TPP", why: "It matters.", en: ["TPP"], zh: [], value: "number" };
const eccn: Term = { id: "eccn", title: "ECCN", why: "It matters.", en: ["3A090"], zh: [] };

/** Where terms stand and how their values move, on every store. */
export function termsContract(open: () => Store): void {
  describe("terms", () => {
    let store: Store;
    beforeEach(() => (store = open()));

    async function state(seconds: number, text: string, feedId = "fr/rules", key = "k") {
      const head = await store.documentHead(feedId, key);
      await store.record(sampleRecording(feedId, key, text, { seconds, ...(head && { head }) }));
    }

    async function read(hash: string, ...terms: readonly Term[]) {
      await readTerms({ store, terms: () => ({ terms, hash }) } as unknown as Services);
    }

    test("A value that moves is told with the change that moved it; other words around it move nothing.", async () => {
      await state(0, "A TPP of 1600 or more.\nItems under 3A090.");
      await state(60, "A TPP of 4800 or more.\nItems under 3A090.");
      await read("one", tpp, eccn);
      await state(120, "A stated TPP of 4800 or more.\nItems under 3A090.");
      await read("one", tpp, eccn);
      expect(await store.documentsToRead("one", 9)).toEqual([]);
      expect(await store.termMoves("tpp", false, 9)).toMatchObject([
        { before: "1600", after: "4800", section: "§ 744.23", at: at(60), changeId: "doc-fr/rules-k-2" },
      ]);
      const places = await store.termPlaces("tpp", false, 9);
      expect(places).toMatchObject([
        { value: "4800", sentence: "A stated TPP of 4800 or more.", citation: "91 FR 1000" },
      ]);
      const totals = (await store.termTotals(false)).toSorted((a, b) => a.termId.localeCompare(b.termId));
      expect(totals).toEqual([
        { termId: "eccn", documents: 1, values: [] },
        { termId: "tpp", documents: 1, values: ["4800"] },
      ]);
    });

    test("A document that several feeds see stands once, as the one that changed last, and its moves are told once.", async () => {
      const feeds = ["fr/rules", "fr/chips"];
      await store.syncFeeds(
        feeds.map((id) => ({ feed: sampleFeed(id), host: "h:443" })),
        at(0),
      );
      for (const feedId of feeds) await state(0, "A TPP of 1600.", feedId);
      for (const [feedId, seconds] of [
        ["fr/rules", 60],
        ["fr/chips", 120],
      ] as const) {
        const head = await store.documentHead(feedId, "k");
        await store.record(
          sampleRecording(feedId, "k", "A TPP of 4800.", {
            seconds,
            ...(head && { head }),
            change: { eventKey: "the move" },
          }),
        );
      }
      await read("one", tpp);
      expect(await store.termTotals(false)).toEqual([{ termId: "tpp", documents: 1, values: ["4800"] }]);
      expect(await store.termPlaces("tpp", false, 9)).toMatchObject([{ value: "4800", feedId: "fr/chips" }]);
      expect(await store.termMoves("tpp", false, 9)).toMatchObject([{ before: "1600", after: "4800" }]);
    });

    test("A new register reads everything anew, once, whichever worker does it.", async () => {
      await state(0, "A TPP of 1600.");
      await read("one", eccn);
      expect(await store.termPlaces("tpp", false, 9)).toEqual([]);
      await Promise.all([read("two", tpp), read("two", tpp)]);
      expect(await store.termPlaces("tpp", false, 9)).toHaveLength(1);
      const places = termFinder([tpp])(sampleExtraction("A TPP of 1600.").blocks);
      expect(await store.keepTerms("doc-fr/rules-k", "two", 0, [{ sequence: 1, places }])).toBe(false);
    });

    test("A better reading moves no value, and what is gone or private stands nowhere in public.", async () => {
      await state(0, "A TPP of 1600.");
      const better = sampleExtraction("A TPP of 1,700.");
      await store.reextracted("doc-fr/rules-k", 1, better, { ...recipe, revision: 2 }, at(30));
      await store.syncFeeds(
        [sampleFeed("fr/rules"), sampleFeed("own", { visibility: "private" })].map((feed) => ({ feed, host: "h:443" })),
        at(0),
      );
      await state(40, "Our TPP of 9.", "own", "ours");
      await read("one", tpp);
      expect(await store.termMoves("tpp", true, 9)).toEqual([]);
      expect((await store.termPlaces("tpp", false, 9)).map(({ value }) => value)).toEqual(["1700"]);
      expect((await store.termPlaces("tpp", true, 9)).map(({ feedId }) => feedId).toSorted()).toEqual([
        "fr/rules",
        "own",
      ]);
      const gone = { ...sampleRecording("fr/rules", "k", "x", { seconds: 60, change: { id: "gone" } }), snapshots: [] };
      await store.record({ ...gone, expectedSequence: 2, version: null, vanished: true });
      expect(await store.termPlaces("tpp", false, 9)).toEqual([]);
    });
  });
}
