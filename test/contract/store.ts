import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { checkpointText } from "../../src/lib/checkpoint.ts";
import { sha256Id } from "../../src/lib/hash.ts";
import type { Change } from "../../src/model/change.ts";
import type { Checkpoint } from "../../src/model/evidence.ts";
import type { PollOutcome, Store } from "../../src/model/store.ts";
import { defaultOptions } from "../../src/model/subscription.ts";
import type { TestStore } from "../support/database.ts";
import { exampleDigest } from "../support/example-change.ts";
import { calendarContract } from "./calendar.ts";
import { termsContract } from "./terms.ts";
import {
  at,
  planned,
  recipe,
  sampleExtraction,
  sampleFeed,
  sampleRecording,
  sampleSnapshot,
  sampleSubscription,
} from "./store-samples.ts";

function ends(feedId: string, seconds: number) {
  return { feedId, at: at(seconds), nextDueAt: at(seconds + 900) };
}

/** How every store behaves, whatever database it is on. */
export function storeContract(database: string, open: () => Promise<TestStore>): void {
  describe(`a store on ${database}`, () => {
    let house: TestStore;
    let store: Store;
    beforeAll(async () => {
      house = await open();
      store = house.store;
    });
    afterAll(() => house.close());
    beforeEach(async () => {
      await house.reset();
      await store.syncFeeds([{ feed: sampleFeed("fr/rules"), host: "fr.example:443" }], at(0));
    });

    async function head(key: string, feedId = "fr/rules") {
      const found = await store.documentHead(feedId, key);
      if (!found) throw new Error(`there is no document ${key}`);
      return found;
    }

    /** Records a document for this event and queues it for these subscriptions, each in the lane given or its own. */
    async function tell(key: string, subscriptionIds: readonly string[], lane?: string, seconds = 0) {
      const to = subscriptionIds.map((id) => planned(id, `event-${key}`, lane));
      return store.record(sampleRecording("fr/rules", key, `Text of ${key}.`, { to, seconds }));
    }

    /** Ends a poll as the worker does that holds the feed. */
    async function finish(outcome: PollOutcome) {
      await store.claimFeed(outcome.feedId, "w1", outcome.at, 60);
      return store.finishPolls("w1", [outcome]);
    }

    async function recordChange(key: string, seconds: number, change: Partial<Change>, feedId = "fr/rules") {
      await store.record(sampleRecording(feedId, key, `Text ${key}`, { seconds, change }));
    }

    describe("feeds", () => {
      test("A new feed is due at once, on its host.", async () => {
        expect(await store.dueHosts(at(0))).toEqual(["fr.example:443"]);
        expect(await store.feedState("fr/rules")).toMatchObject({
          baselineAt: null,
          cursor: null,
          failures: 0,
          documents: 0,
        });
      });

      test("A feed whose file is gone, disabled or unverified is not due, and keeps what it knows.", async () => {
        const feeds = [sampleFeed("off", { enabled: false }), sampleFeed("guess", { unverified: true })];
        await store.syncFeeds(
          feeds.map((feed) => ({ feed, host: "fr.example:443" })),
          at(1),
        );
        expect(await store.dueHosts(at(2))).toEqual([]);
        expect((await store.feedState("fr/rules"))?.active).toBe(false);
        expect((await store.feedState("off"))?.active).toBe(true);
        expect(await store.claimFeed("guess", "w1", at(2), 60)).not.toBeNull();
      });

      test("Of two workers, one gets a feed; the other gets it when the lease has run out.", async () => {
        const claims = await Promise.all(
          ["w1", "w2", "w3"].map((worker) => store.claimDueFeeds("fr.example:443", worker, at(0), 60, 50)),
        );
        expect(claims.flat().map((state) => state.feedId)).toEqual(["fr/rules"]);
        expect(await store.dueHosts(at(59))).toEqual([]);
        expect(await store.claimFeed("fr/rules", "w9", at(59), 60)).toBeNull();
        expect(await store.dueHosts(at(60))).toEqual(["fr.example:443"]);
        expect(await store.claimFeed("fr/rules", "w9", at(60), 60)).not.toBeNull();
      });

      test("A lease is prolonged by its holder and by nobody else, and can be given back.", async () => {
        await store.claimFeed("fr/rules", "w1", at(0), 60);
        expect((await store.renewFeedLeases(["fr/rules"], "w1", at(50), 60)).has("fr/rules")).toBe(true);
        expect((await store.renewFeedLeases(["fr/rules"], "w2", at(50), 60)).has("fr/rules")).toBe(false);
        expect(await store.claimFeed("fr/rules", "w2", at(100), 60)).toBeNull();
        await store.releaseFeed("fr/rules", "w2");
        expect(await store.claimFeed("fr/rules", "w2", at(100), 60)).toBeNull();
        await store.releaseFeed("fr/rules", "w1");
        expect(await store.claimFeed("fr/rules", "w2", at(100), 60)).not.toBeNull();
        expect((await store.renewFeedLeases(["fr/rules"], "w1", at(101), 60)).has("fr/rules")).toBe(false);
      });

      test("A poll that went well moves the cursor and gives the lease back; the first one is the baseline.", async () => {
        await store.claimFeed("fr/rules", "w1", at(0), 60);
        const result = { ok: true, cursor: { page: 2 }, warnings: ["one was late"], recipe } as const;
        await finish({ feedId: "fr/rules", at: at(5), nextDueAt: at(900), result });
        await finish({ feedId: "fr/rules", at: at(905), nextDueAt: at(1800), result });
        expect(await store.feedState("fr/rules")).toMatchObject({
          cursor: { page: 2 },
          baselineAt: at(5),
          lastOkAt: at(905),
          lastCheckedAt: at(905),
          nextDueAt: at(1800),
          checks: 2,
          warnings: ["one was late"],
          recipe,
        });
        expect(await store.claimFeed("fr/rules", "w2", at(906), 60)).not.toBeNull();
      });

      test("A feed that is wanted sooner while it is polled is due then, and one that is not is due as its poll says.", async () => {
        const feeds = ["asked", "edited", "left", "finer"].map((id) => ({
          feed: sampleFeed(id),
          host: "h.example:443",
        }));
        await store.syncFeeds(feeds, at(0));
        await house.sql("update feeds set next_due_at = next_due_at + interval '400 microseconds' where id = 'finer'");
        const claimed = await store.claimDueFeeds("h.example:443", "w1", at(1), 60, 9);
        await store.hasten("asked", "Ada", at(2));
        const minutely = { feed: sampleFeed("edited", { schedule: ["* * * * *"] }), host: "h.example:443" };
        await store.syncFeeds([...feeds.filter(({ feed }) => feed.id !== "edited"), minutely], at(3));
        const result = { ok: true, cursor: null, warnings: [], recipe } as const;
        await store.finishPolls(
          "w1",
          claimed.map(({ feedId, nextDueAt }) => ({ ...ends(feedId, 4), claimedDueAt: nextDueAt, result })),
        );
        const dueAt = async (id: string) => (await store.feedState(id))?.nextDueAt;
        expect(await Promise.all(["asked", "edited", "left"].map(dueAt))).toEqual([at(2), at(3), at(904)]);
        expect(await dueAt("finer")).toBe(at(904));
      });

      test("Polls that end together leave each feed as its own poll found it, and nothing at a feed that another worker took.", async () => {
        const feeds = ["a", "b", "c"].map((id) => ({ feed: sampleFeed(id), host: "h.example:443" }));
        await store.syncFeeds(feeds, at(0));
        expect(await store.claimDueFeeds("h.example:443", "w1", at(1), 60, 2)).toHaveLength(2);
        expect(await store.claimDueFeeds("h.example:443", "w2", at(1), 60, 5)).toHaveLength(1);
        await store.record(sampleRecording("a", "k", "Text.", {}));
        const held = await store.finishPolls("w1", [
          {
            ...ends("a", 5),
            seen: [{ key: "k", looked: "all", state: { etag: "2" } }],
            result: { ok: true, cursor: null, warnings: ["w"], recipe },
          },
          { ...ends("b", 6), result: { ok: false, error: "HTTP 500" }, pulse: { reach: "host" } },
          { ...ends("c", 7), result: { ok: true, cursor: { page: 9 }, warnings: [], recipe } },
        ]);
        expect(held).toEqual(new Set(["a", "b"]));
        expect(await store.feedState("a")).toMatchObject({ checks: 1, lastOkAt: at(5), warnings: ["w"], cursor: null });
        expect(await store.feedState("b")).toMatchObject({
          checks: 1,
          illSince: at(6),
          error: "HTTP 500",
          recipe: null,
        });
        expect(await store.feedState("c")).toMatchObject({ checks: 0, cursor: null, lastCheckedAt: null });
        const known = (await store.knownDocuments(["a", "b"])).get("a")?.get("k");
        expect(known).toMatchObject({ lastSeenAt: at(5), state: { etag: "2" } });
        const pulses = new Map((await store.pulses(at(10))).map(({ feedId, reach }) => [feedId, reach]));
        expect([pulses.get("a"), pulses.get("b")]).toEqual([null, "host"]);
      });

      test("Failures are counted and the illness dated from the first, until a poll goes well.", async () => {
        for (const seconds of [10, 70]) {
          const result = { ok: false, error: "HTTP 500" } as const;
          await finish({
            feedId: "fr/rules",
            at: at(seconds),
            nextDueAt: at(seconds + 60),
            result,
          });
        }
        expect(await store.feedState("fr/rules")).toMatchObject({
          failures: 2,
          illSince: at(10),
          error: "HTTP 500",
          cursor: null,
          baselineAt: null,
        });
        expect((await store.counts(at(80))).feedsIll).toBe(1);
        const result = { ok: true, cursor: 1, warnings: [], recipe } as const;
        await finish({ feedId: "fr/rules", at: at(130), nextDueAt: at(900), result });
        expect(await store.feedState("fr/rules")).toMatchObject({ failures: 0, illSince: null, error: null });
      });

      test("A health notice is kept and queued with the mark that it was told, once.", async () => {
        await store.addSubscription(sampleSubscription("s1"));
        const notice = {
          feedId: "fr/rules",
          feedTitle: "Rules",
          state: "ill",
          since: at(10),
          message: "HTTP 500",
          visibility: "public",
        } as const;
        const alert = { kind: "health", id: "h1", at: at(10), notice } as const;
        const telling = { feedIds: ["fr/rules"], field: "toldAs", before: null, after: "feed x" } as const;
        const told = { ...telling, alert: { alert, deliveries: [planned("s1", "h1")] } };
        expect(await store.tellHealth(told, at(10))).toBe(false);
        const result = { ok: false, error: "HTTP 500" } as const;
        const pulse = { reach: "host" } as const;
        await finish({ feedId: "fr/rules", at: at(10), nextDueAt: at(70), result, pulse });
        expect(await store.tellHealth(told, at(10))).toBe(true);
        expect(await store.tellHealth(told, at(10))).toBe(false);
        expect(await store.pulses(at(10))).toMatchObject([{ reach: "host", toldAs: "feed x", checks: 1 }]);
        expect(await store.healthNotices(10)).toEqual([notice]);
        const deliveries = await store.claimLane("lane-s1", "w1", at(11), 60, 10);
        expect(deliveries.map((delivery) => delivery.alert)).toEqual([alert]);
      });

      test("A changed schedule makes a feed due at once; the same one leaves it alone.", async () => {
        const result = { ok: true, cursor: 1, warnings: [], recipe } as const;
        await finish({ feedId: "fr/rules", at: at(0), nextDueAt: at(900), result });
        await store.syncFeeds([{ feed: sampleFeed("fr/rules"), host: "fr.example:443" }], at(10));
        expect(await store.dueHosts(at(10))).toEqual([]);
        const feed = sampleFeed("fr/rules", { schedule: ["0 9 * * *"] });
        await store.syncFeeds([{ feed, host: "fr.example:443" }], at(20));
        expect(await store.dueHosts(at(20))).toEqual(["fr.example:443"]);
      });
    });

    describe("hosts", () => {
      test("Requests to a host are booked apart, whoever asks.", async () => {
        const booked = await Promise.all(Array.from({ length: 5 }, () => store.reserveRequest("h", at(0), 1000)));
        expect(booked.toSorted()).toEqual([at(0), at(1), at(2), at(3), at(4)]);
        expect(await store.reserveRequest("other", at(0), 1000)).toBe(at(0));
        expect(await store.reserveRequest("h", at(60), 1000)).toBe(at(60));
      });

      test("A host that asked to be left alone is not asked, and a shorter wish does not undo a longer one.", async () => {
        await store.holdHost("fr.example:443", at(120));
        await store.holdHost("fr.example:443", at(60));
        expect(await store.dueHosts(at(60))).toEqual([]);
        expect(await store.claimDueFeeds("fr.example:443", "w1", at(60), 60, 50)).toEqual([]);
        expect(await store.reserveRequest("fr.example:443", at(60), 1000)).toBe(at(120));
        expect(await store.dueHosts(at(120))).toEqual(["fr.example:443"]);
      });
    });

    describe("documents", () => {
      test("A reading that is doubted is remembered until the latest version is seen again or a new one is recorded.", async () => {
        const doubt = { reading: "abc", firstSeenAt: at(10), since: at(10) };
        await store.record(sampleRecording("fr/rules", "a", "A"));
        const first = await head("a");
        expect(first.doubt).toBeNull();
        await store.holdBack(first.id, 1, doubt);
        expect((await head("a")).doubt).toEqual(doubt);
        await store.markSeen("fr/rules", [{ key: "a", looked: "facts" }], at(20));
        expect((await head("a")).doubt).toEqual(doubt);
        await store.markSeen("fr/rules", [{ key: "a", looked: "all" }], at(20));
        expect((await head("a")).doubt).toBeNull();
        await store.holdBack(first.id, 1, doubt);
        await store.record(sampleRecording("fr/rules", "a", "B", { head: first, seconds: 30 }));
        expect((await head("a")).doubt).toBeNull();
        await store.holdBack(first.id, 1, doubt);
        expect((await head("a")).doubt).toBeNull();
      });

      test("A reading that was there before is known as a return, and a document that returned as one that goes back.", async () => {
        await store.record(sampleRecording("fr/rules", "a", "A"));
        const id = (await head("a")).id;
        expect(await store.returnOf(id, sampleExtraction("A"))).toEqual({ to: null, latestReturnedAt: null });
        await store.record(sampleRecording("fr/rules", "a", "B", { head: await head("a"), seconds: 10 }));
        const back = { to: { sequence: 1, observedAt: at(0) }, latestReturnedAt: null };
        expect(await store.returnOf(id, sampleExtraction("A"))).toEqual(back);
        await store.record(sampleRecording("fr/rules", "a", "A", { head: await head("a"), seconds: 20 }));
        expect(await store.returnOf(id, sampleExtraction("B"))).toEqual({
          to: { sequence: 2, observedAt: at(10) },
          latestReturnedAt: at(20),
        });
        expect(await store.returnOf(id, sampleExtraction("C"))).toEqual({ to: null, latestReturnedAt: at(20) });
      });

      test("Changes that are gathered wait, and are told together once.", async () => {
        await store.addSubscription(sampleSubscription("s1"));
        for (const key of ["a", "b"]) {
          await store.record({ ...sampleRecording("fr/rules", key, key), alert: null, gather: "same" });
        }
        const waiting = await store.gathered("fr/rules");
        expect(waiting.map(({ key, change }) => [key, change.documentId])).toEqual([
          ["same", "doc-fr/rules-a"],
          ["same", "doc-fr/rules-b"],
        ]);
        const changes = waiting.map(({ change }) => change);
        const ids = changes.map(({ id }) => id);
        const alert = { kind: "alert", id: "alert-both", at: at(5), changes } as const;
        const both = { alert, deliveries: [planned("s1", "event-both")] };
        expect(await store.tellGathered(ids, both, at(5))).toBe(1);
        expect(await store.tellGathered(ids, both, at(6))).toBe(0);
        expect(await store.gathered("fr/rules")).toEqual([]);
        const [delivery] = await store.claimLane("lane-s1", "w1", at(6), 60, 9);
        expect(delivery?.alert).toEqual(alert);
      });

      test("Gathered changes are left behind where their feed is polled no more, and is not being polled.", async () => {
        const enabled = { feed: sampleFeed("fr/rules"), host: "fr.example:443" };
        const disabled = { ...enabled, feed: sampleFeed("fr/rules", { enabled: false }) };
        await store.record({ ...sampleRecording("fr/rules", "a", "a"), alert: null, gather: "same" });
        const left = async (seconds: number) => (await store.leftGathered(at(seconds))).map(({ key }) => key);
        expect(await left(10)).toEqual([]);
        await store.syncFeeds([disabled], at(10));
        expect(await left(10)).toEqual(["same"]);
        await store.claimFeed("fr/rules", "w1", at(10), 60);
        expect(await left(20)).toEqual([]);
        expect(await left(70)).toEqual(["same"]);
        await store.syncFeeds([enabled], at(70));
        expect(await left(70)).toEqual([]);
        await store.syncFeeds([], at(80));
        expect(await left(80)).toEqual(["same"]);
        await store.syncFeeds([{ ...disabled, feed: { ...disabled.feed, visibility: "private" } }], at(90));
        expect(await store.leftGathered(at(90))).toMatchObject([{ change: { visibility: "private" } }]);
      });

      test("What was recorded is read back to the byte.", async () => {
        const text = "The licensee shall report.\n出口管制 – “quoted” 🙂";
        const recorded = await store.record(sampleRecording("fr/rules", "2026-1", text));
        expect(recorded.kind).toBe("recorded");
        const document = await head("2026-1");
        expect(document).toMatchObject({
          sequence: 1,
          threadKey: "rin:0694-AK11",
          lastSeenAt: at(0),
          vanishedAt: null,
        });
        expect(document.latest).toMatchObject({ ...sampleExtraction(text), sequence: 1, recipe });
        const snapshot = await store.snapshot(sampleSnapshot(text).id);
        expect(Buffer.from(snapshot?.body ?? []).toString()).toBe(text);
        expect(snapshot).toMatchObject({ ...sampleSnapshot(text), body: expect.anything(), visibility: "public" });
        expect(await store.version(document.latest.id)).toEqual({ ...document.latest, visibility: "public" });
        const known = (await store.knownDocuments(["fr/rules"])).get("fr/rules");
        expect(known?.get("2026-1")).toMatchObject({
          facts: { agencies: ["BIS"] },
          state: { hash: sampleSnapshot(text).id },
        });
        expect((await store.feedState("fr/rules"))?.documents).toBe(1);
      });

      test("Characters PostgreSQL cannot keep do not lose the document.", async () => {
        const title = "NUL \0 and half a pair \uD83D end";
        await store.record(
          sampleRecording("fr/rules", "odd", "text \0 with \uD83D", { extraction: { title }, change: { title } }),
        );
        const document = await head("odd");
        expect(document.latest.title).toBe("NUL \uFFFD and half a pair \uFFFD end");
        expect(document.latest.blocks[0]?.text).toBe("text \0 with \uD83D");
        expect(await store.verify()).toMatchObject({ ok: true });
      });

      test("Recording the same capture twice changes nothing.", async () => {
        await store.addSubscription(sampleSubscription("s1"));
        const first = sampleRecording("fr/rules", "2026-1", "One.", { to: [planned("s1", "e1")] });
        expect(await store.record(first)).toMatchObject({ kind: "recorded", deliveries: 1 });
        const before = await store.counts(at(0));
        expect(await store.record(first)).toEqual({ kind: "overtaken" });
        expect(await store.counts(at(0))).toEqual(before);
      });

      test("Of workers that compared with the same version, one is recorded and the others are overtaken.", async () => {
        const firsts = await Promise.all(
          ["A", "B", "C"].map((text) => store.record(sampleRecording("fr/rules", "k", text))),
        );
        expect(firsts.map(({ kind }) => kind).toSorted()).toEqual(["overtaken", "overtaken", "recorded"]);
        const known = await head("k");
        const seconds = await Promise.all(
          ["D", "E", "F"].map((text) => store.record(sampleRecording("fr/rules", "k", text, { head: known }))),
        );
        expect(seconds.map(({ kind }) => kind).toSorted()).toEqual(["overtaken", "overtaken", "recorded"]);
        expect((await head("k")).sequence).toBe(2);
        expect(await store.verify()).toMatchObject({ ok: true, documents: 1, entries: 2 });
      });

      test("The same bytes are kept once, with each time they were served.", async () => {
        await store.record(sampleRecording("fr/rules", "one", "Same."));
        await store.record(sampleRecording("fr/rules", "two", "Same.", { seconds: 60 }));
        expect((await store.counts(at(0))).snapshots).toBe(1);
        expect((await store.snapshot(sampleSnapshot("Same.").id))?.fetchedAt).toBe(at(0));
        const [row] = await house.sql("select count(*)::int as n from snapshot_sightings");
        expect(row).toEqual({ n: 2 });
      });

      test("A look at the facts does not date the text.", async () => {
        await store.record(sampleRecording("fr/rules", "k", "One."));
        await store.markSeen("fr/rules", [{ key: "k", looked: "facts" }], at(60));
        expect(await head("k")).toMatchObject({
          lastSeenAt: at(60),
          textSeenAt: at(0),
          state: { hash: expect.any(String) },
        });
        await store.markSeen(
          "fr/rules",
          [
            { key: "k", looked: "all", state: { etag: "2" } },
            { key: "unknown", looked: "all" },
          ],
          at(120),
        );
        expect(await head("k")).toMatchObject({ lastSeenAt: at(120), textSeenAt: at(120), state: { etag: "2" } });
      });

      test("A document that vanishes is told once, and its return is on record.", async () => {
        await store.record(sampleRecording("fr/rules", "k", "One."));
        const known = await head("k");
        const gone = {
          ...sampleRecording("fr/rules", "k", "gone", {
            head: known,
            seconds: 60,
            change: { id: "gone", kind: "withdrawn" },
          }),
        };
        const vanished = { ...gone, version: null, snapshots: [], vanished: true };
        expect(await store.record(vanished)).toMatchObject({ kind: "recorded", change: { id: "gone" } });
        expect(await store.record(vanished)).toEqual({ kind: "overtaken" });
        expect(await head("k")).toMatchObject({ sequence: 1, vanishedAt: at(60), lastSeenAt: at(0) });
        expect(await store.deadlines({ from: "2026-01-01", to: "2026-12-31", includePrivate: true })).toEqual([]);
        await store.markSeen("fr/rules", [{ key: "k", looked: "all" }], at(120));
        expect(await head("k")).toMatchObject({ vanishedAt: null });
        expect(await store.record({ ...vanished, at: at(180) })).toMatchObject({ kind: "recorded", change: null });
        expect(await store.verify()).toMatchObject({ ok: true, entries: 4 });
        expect((await store.changeVersions("gone"))?.after).toBeNull();
        expect((await store.changeVersions("gone"))?.before?.sequence).toBe(1);
      });

      test("A new recipe makes a new version from the same snapshots, with no change and no alert.", async () => {
        await store.record(sampleRecording("fr/rules", "k", "One."));
        await store.record(sampleRecording("fr/rules", "l", "Two."));
        const newer = { ...recipe, revision: 2 };
        const recipes = async () =>
          Array.from((await store.knownDocuments(["fr/rules"])).get("fr/rules") ?? [], ([key, read]) => [
            key,
            read.recipe.revision,
          ]);
        expect(await recipes()).toEqual([
          ["k", recipe.revision],
          ["l", recipe.revision],
        ]);
        const known = await head("k");
        const better = sampleExtraction("One, read better.", { deadlines: [] });
        await store.reextracted(known.id, 1, better, newer, at(60));
        await store.reextracted(known.id, 1, better, newer, at(61));
        expect(await recipes()).toEqual([
          ["k", 2],
          ["l", recipe.revision],
        ]);
        expect(await head("k")).toMatchObject({
          sequence: 2,
          latest: { recipe: newer, snapshots: known.latest.snapshots },
        });
        expect((await store.document(known.id))?.versions.map(({ changeId }) => changeId)).toEqual([
          null,
          `${known.id}-1`,
        ]);
        expect((await store.deadlines({ from: "2026-01-01", to: "2026-12-31", includePrivate: true })).length).toBe(1);
        expect(await store.verify()).toMatchObject({ ok: true, entries: 3 });
      });

      test("A thread is found by any of its identifiers; of two, the older one.", async () => {
        await store.record(threaded("fr/rules", "a", ["docket:BIS-1"], 10));
        await store.record(threaded("fr/rules", "b", ["rin:1", "docket:BIS-2"], 5));
        for (const includePrivate of [true, false]) {
          expect(await store.threadOf(["docket:BIS-2"], includePrivate)).toBe("rin:1");
          expect(await store.threadOf(["docket:BIS-1", "docket:BIS-2"], includePrivate)).toBe("rin:1");
          expect(await store.threadOf(["rin:none"], includePrivate)).toBeNull();
          expect(await store.threadOf([], includePrivate)).toBeNull();
        }
      });

      test("What a private feed alone knows has no thread and no document for others.", async () => {
        const feeds = [sampleFeed("fr/rules"), sampleFeed("fr/own", { visibility: "private" })];
        await store.syncFeeds(
          feeds.map((feed) => ({ feed, host: "fr.example:443" })),
          at(0),
        );
        await store.record(threaded("fr/own", "a", ["rin:1", "docket:BIS-1"]));
        expect(await store.threadOf(["docket:BIS-1"], true)).toBe("rin:1");
        expect(await store.threadOf(["docket:BIS-1"], false)).toBeNull();
        expect(await store.documentByKey("federal-register", "a", true)).toMatchObject({ id: "doc-fr/own-a" });
        expect(await store.documentByKey("federal-register", "a", false)).toBeNull();
        await store.record(threaded("fr/rules", "a", ["rin:1"]));
        expect(await store.threadOf(["rin:1"], false)).toBe("rin:1");
        expect(await store.threadOf(["docket:BIS-1"], false)).toBeNull();
        expect(await store.documentByKey("federal-register", "a", true)).toMatchObject({ id: "doc-fr/rules-a" });
      });
    });

    describe("deliveries", () => {
      beforeEach(() => store.addSubscription(sampleSubscription("s1")));

      test("A subscription hears of one event once, through however many feeds it is seen.", async () => {
        await store.syncFeeds(
          ["fr/rules", "fr/all"].map((id) => ({ feed: sampleFeed(id), host: "h" })),
          at(0),
        );
        const to = [planned("s1", "same-event")];
        await store.record(sampleRecording("fr/rules", "k", "One.", { to }));
        expect(await store.record(sampleRecording("fr/all", "k", "One.", { to }))).toMatchObject({ deliveries: 0 });
        expect(await store.pendingDeliveries()).toBe(1);
      });

      test("For whoever is paused it is kept back; whoever is removed or unknown gets nothing.", async () => {
        await store.addSubscription(sampleSubscription("s2"));
        await store.addSubscription(sampleSubscription("s3"));
        await store.setSubscriptionState("s2", "paused", "holidays", "tests", at(0));
        await store.removeSubscription("s3", "tests", at(0));
        expect(await tell("k", ["s1", "s2", "s3", "s4"])).toMatchObject({ deliveries: 1 });
        expect(await store.deliveriesOf("s2", 10)).toMatchObject([{ state: "held", settledAt: null }]);
        expect(await store.deliveriesOf("s3", 10)).toEqual([]);
      });

      test("The change that is delivered names its entry in the evidence chain.", async () => {
        const recorded = await tell("k", ["s1"]);
        const [delivery] = await store.claimLane("lane-s1", "w1", at(0), 60, 10);
        const told = delivery?.alert.kind === "alert" ? delivery.alert.changes[0] : undefined;
        expect(told?.evidence.chain).toMatch(/^sha256:[0-9a-f]{64}$/);
        expect(recorded).toMatchObject({ change: { evidence: { chain: told?.evidence.chain } } });
        expect((await head("k")).latest.chain).toBe(told?.evidence.chain);
      });

      test("A lane goes to one worker, in the order its deliveries were queued.", async () => {
        for (const key of ["a", "b", "c", "d"]) await tell(key, ["s1"]);
        const claims = await Promise.all(
          ["w1", "w2"].map((worker) => store.claimLane("lane-s1", worker, at(0), 60, 3)),
        );
        const [got, none] = claims.toSorted((a, b) => b.length - a.length);
        expect(got?.map(({ alert }) => alert.id)).toEqual(["a", "b", "c"].map((key) => `alert-doc-fr/rules-${key}-1`));
        expect(none).toEqual([]);
        expect(await store.dueLanes(at(30))).toEqual([]);
        expect(await store.dueLanes(at(60))).toEqual(["lane-s1"]);
      });

      test("Sent is sent.", async () => {
        await tell("k", ["s1"]);
        const [delivery] = await store.claimLane("lane-s1", "w1", at(0), 60, 10);
        const id = delivery?.id ?? "";
        expect(await store.beginAttempt(id, "w1", at(0))).not.toBeNull();
        expect(await store.beginAttempt(id, "w1", at(0))).toBeNull();
        await store.settleDelivery(id, { state: "sent", reference: "r1" }, at(1), 1);
        await store.settleDelivery(id, { state: "queued", nextAttemptAt: at(5), error: "late" }, at(2), 1);
        await store.releaseLane("lane-s1", "w1");
        expect(await store.claimLane("lane-s1", "w1", at(10), 60, 10)).toEqual([]);
        expect(await store.deliveriesOf("s1", 10)).toMatchObject([
          { state: "sent", attempts: 1, settledAt: at(1), lastError: null, title: "Implementation of Export Controls" },
        ]);
        expect(await store.pendingDeliveries()).toBe(0);
      });

      test("The first that has to wait keeps the others back.", async () => {
        for (const key of ["a", "b"]) await tell(key, ["s1"]);
        const [first] = await store.claimLane("lane-s1", "w1", at(0), 60, 10);
        await store.beginAttempt(first?.id ?? "", "w1", at(0));
        await store.settleDelivery(
          first?.id ?? "",
          { state: "queued", nextAttemptAt: at(30), error: "HTTP 500" },
          at(1),
          1,
        );
        await store.releaseLane("lane-s1", "w1");
        expect(await store.dueLanes(at(29))).toEqual([]);
        expect(await store.claimLane("lane-s1", "w1", at(29), 60, 10)).toEqual([]);
        expect(await store.dueLanes(at(30))).toEqual(["lane-s1"]);
        const again = await store.claimLane("lane-s1", "w1", at(30), 60, 10);
        expect(again.map(({ id, attempts }) => [id === first?.id, attempts])).toEqual([
          [true, 1],
          [false, 0],
        ]);
      });

      test("One that is refused for good lets the next one go.", async () => {
        for (const key of ["a", "b"]) await tell(key, ["s1"]);
        const [first, second] = await store.claimLane("lane-s1", "w1", at(0), 60, 10);
        await store.beginAttempt(first?.id ?? "", "w1", at(0));
        await store.settleDelivery(first?.id ?? "", { state: "failed", error: "HTTP 400" }, at(1), 1);
        expect(await store.beginAttempt(second?.id ?? "", "w1", at(1))).not.toBeNull();
        const [, failed] = await store.deliveriesOf("s1", 10);
        expect(failed).toMatchObject({ state: "failed", lastError: "HTTP 400", settledAt: at(1) });
      });

      test("An attempt whose worker was killed is taken back when its lease has run out, and counts.", async () => {
        await tell("k", ["s1"]);
        const [delivery] = await store.claimLane("lane-s1", "w1", at(0), 60, 10);
        await store.beginAttempt(delivery?.id ?? "", "w1", at(0));
        expect(await store.claimLane("lane-s1", "w2", at(59), 60, 10)).toEqual([]);
        const [again] = await store.claimLane("lane-s1", "w2", at(60), 60, 10);
        expect(again).toMatchObject({ id: delivery?.id, attempts: 1, state: "queued" });
        expect(await store.beginAttempt(delivery?.id ?? "", "w1", at(61))).toBeNull();
        expect(await store.beginAttempt(delivery?.id ?? "", "w2", at(61))).not.toBeNull();
        const attempts = await house.sql("select attempt, worker, outcome from delivery_attempts order by attempt");
        expect(attempts).toEqual([
          { attempt: 1, worker: "w1", outcome: "interrupted" },
          { attempt: 2, worker: "w2", outcome: null },
        ]);
      });

      test("A worker that comes back late with 'sent' still prevents the second copy.", async () => {
        await tell("k", ["s1"]);
        const [delivery] = await store.claimLane("lane-s1", "w1", at(0), 60, 10);
        await store.beginAttempt(delivery?.id ?? "", "w1", at(0));
        await store.claimLane("lane-s1", "w2", at(60), 60, 10);
        await store.settleDelivery(delivery?.id ?? "", { state: "sent", reference: null }, at(61), 1);
        expect(await store.beginAttempt(delivery?.id ?? "", "w2", at(62))).toBeNull();
      });

      test("A lease starts anew with each attempt, and nothing is sent after it was lost.", async () => {
        for (const key of ["a", "b", "c"]) await tell(key, ["s1"]);
        const [a, b, c] = await store.claimLane("lane-s1", "w1", at(0), 60, 10);
        expect(await store.beginAttempt(a?.id ?? "", "w1", at(50))).not.toBeNull();
        await store.settleDelivery(a?.id ?? "", { state: "sent", reference: null }, at(51), 1);
        expect(await store.beginAttempt(b?.id ?? "", "w1", at(100))).not.toBeNull();
        await store.settleDelivery(b?.id ?? "", { state: "sent", reference: null }, at(101), 1);
        expect(await store.beginAttempt(c?.id ?? "", "w1", at(161))).toBeNull();
      });

      test("A paused subscription's deliveries wait, others in the lane pass them, and they go out after the pause.", async () => {
        await store.addSubscription(sampleSubscription("s2"));
        await tell("a", ["s1"], "shared");
        await tell("b", ["s2"], "shared");
        await store.setSubscriptionState("s1", "paused", "410 Gone", "regwatch", at(1));
        const [only, ...rest] = await store.claimLane("shared", "w1", at(2), 60, 10);
        expect([only?.subscription.id, rest.length]).toEqual(["s2", 0]);
        await store.beginAttempt(only?.id ?? "", "w1", at(2));
        await store.settleDelivery(only?.id ?? "", { state: "sent", reference: null }, at(2), 1);
        await store.releaseLane("shared", "w1");
        expect(await store.dueLanes(at(100))).toEqual([]);
        expect(await store.pendingDeliveries()).toBe(0);
        await store.setSubscriptionState("s1", "active", null, "tests", at(200));
        expect(await store.dueLanes(at(200))).toEqual(["shared"]);
        expect(
          (await store.claimLane("shared", "w1", at(200), 60, 10)).map(({ subscription }) => subscription.id),
        ).toEqual(["s1"]);
      });

      test("What was claimed is not sent once its subscription is paused or removed.", async () => {
        for (const key of ["a", "b"]) await tell(key, ["s1"]);
        const [first, second] = await store.claimLane("lane-s1", "w1", at(0), 60, 10);
        await store.setSubscriptionState("s1", "paused", "enough", "tests", at(1));
        expect(await store.beginAttempt(first?.id ?? "", "w1", at(1))).toBeNull();
        await store.setSubscriptionState("s1", "active", null, "tests", at(2));
        expect(await store.beginAttempt(first?.id ?? "", "w1", at(3))).not.toBeNull();
        await store.removeSubscription("s1", "tests", at(4));
        expect(await store.beginAttempt(second?.id ?? "", "w1", at(4))).toBeNull();
        await store.settleDelivery(
          first?.id ?? "",
          { state: "queued", nextAttemptAt: at(9), error: "HTTP 500" },
          at(5),
          1,
        );
        expect((await store.deliveriesOf("s1", 10)).map(({ state }) => state)).toEqual(["failed", "failed"]);
      });

      test("The counts say how much waits and how long.", async () => {
        await tell("k", ["s1"], undefined, 10);
        expect(await store.counts(at(70))).toMatchObject({
          feeds: 1,
          documents: 1,
          versions: 1,
          snapshots: 1,
          changes: 1,
          subscriptions: 1,
          deliveries: { queued: 1, sending: 0, sent: 0, failed: 0, unknown: 0 },
          oldestQueuedSeconds: 60,
        });
      });
    });

    describe("subscriptions", () => {
      test("What was written to them since a mark is told, whoever wrote it.", async () => {
        await store.addSubscription(sampleSubscription("s1"));
        await store.addSubscription(sampleSubscription("s2"));
        const all = await store.subscriptionsSince(null);
        expect(all.present.map(({ id }) => id).toSorted()).toEqual(["s1", "s2"]);
        const { mark } = await store.subscriptionsSince(all.mark);
        expect(await store.subscriptionsSince(mark)).toMatchObject({ present: [], removed: [] });
        await store.updateSubscription("s1", { query: "chips" }, "edit", "ana", at(1));
        await store.removeSubscription("s2", "ana", at(1));
        await store.addSubscription(sampleSubscription("s3"));
        const since = await store.subscriptionsSince(mark);
        expect(new Map(since.present.map(({ id, query }) => [id, query]))).toEqual(
          new Map([
            ["s1", "chips"],
            ["s3", sampleSubscription("s3").query],
          ]),
        );
        expect(since.removed).toEqual(["s2"]);
        await store.addSubscription(sampleSubscription("s2"));
        expect((await store.subscriptionsSince(since.mark)).present.map(({ id }) => id)).toContain("s2");
      });

      test("They are found by id and destination, and every action on them is on record.", async () => {
        const given = sampleSubscription("s1", {
          secret: "hush",
          when: { kind: "daily", time: "08:00", zone: "Asia/Shanghai" },
        });
        await store.addSubscription(given);
        await store.addSubscription(sampleSubscription("s2"));
        expect(await store.subscription("s1")).toEqual(given);
        expect(await store.subscriptions({ destination: given.destination })).toEqual([given]);
        await expect(store.addSubscription(given)).rejects.toThrow("There is a subscription s1 already.");
        expect(await store.setSubscriptionState("s1", "paused", "holidays", "ana", at(5))).toBe(true);
        expect(await store.subscription("s1")).toMatchObject({ state: "paused", pausedBecause: "holidays" });
        expect(await store.setSubscriptionState("none", "paused", null, "ana", at(5))).toBe(false);
        expect(await store.removeSubscription("s1", "ana", at(6))).toBe(true);
        expect(await store.removeSubscription("s1", "ana", at(7))).toBe(false);
        expect(await store.subscription("s1")).toBeNull();
        expect((await store.subscriptions()).map(({ id }) => id)).toEqual(["s2"]);
        const log = (await store.actions({ limit: 10 })).rows;
        expect(log.map(({ actor, action, subject }) => [actor, action, subject])).toEqual([
          ["ana", "remove", "s1"],
          ["ana", "pause", "s1"],
          ["tests", "add", "s2"],
          ["tests", "add", "s1"],
        ]);
        expect(JSON.stringify(log)).not.toMatch(/hush|receiver\.example/);
        expect(JSON.stringify(await house.sql("select * from subscriptions where id = 's1'"))).not.toMatch(
          /hush|receiver/,
        );
      });

      test("An address that has to agree begins as pending, hears nothing, and only its agreement ends that.", async () => {
        const destination = { channel: "email", address: "ada@example.org" };
        await store.addSubscription(sampleSubscription("s1", { destination }));
        expect(await store.subscription("s1")).toMatchObject({ state: "pending", secret: expect.any(String) });
        await store.record(sampleRecording("fr/rules", "a", "Text.", { to: [planned("s1", "event-a")] }));
        await store.setSubscriptionState("s1", "active", null, "eve", at(1));
        expect(await store.subscription("s1")).toMatchObject({ state: "pending" });
        expect(await store.confirmSubscription("s1", "the address", at(2))).toBe(true);
        expect(await store.confirmSubscription("s1", "the address", at(3))).toBe(false);
        expect(await store.subscription("s1")).toMatchObject({ state: "active", options: { consentedAt: at(2) } });
        expect(await store.deliveriesOf("s1", 9)).toEqual([]);
        await store.removeSubscription("s1", "the address", at(4));
        expect(JSON.stringify(await house.sql("select * from subscriptions, audit_log"))).not.toContain("ada@");
      });

      test("A digest that is to be approved is kept, and sent by whoever approves it first, once.", async () => {
        const options = { ...defaultOptions, approve: true };
        const when = { kind: "daily", time: "08:00", zone: "UTC" } as const;
        await store.addSubscription(sampleSubscription("s1", { when, options }));
        const alert = exampleDigest();
        const digest = { alert, deliveries: [planned("s1", "digest:1")] };
        const [due] = await store.dueDigests(at(0));
        if (!due) throw new Error("no digest is due");
        expect(await store.passDigest(due, { dueAt: at(60), digestedTo: at(0) }, digest, at(0))).toBe(true);
        expect(await store.deliveriesOf("s1", 9)).toEqual([]);
        expect((await store.drafts()).map(({ id }) => id)).toEqual([alert.id]);
        const approve = () => store.decideDraft(alert.id, "approved", digest, "ana", at(1));
        expect((await Promise.all([approve(), approve()])).toSorted()).toEqual([false, true]);
        expect((await store.deliveriesOf("s1", 9)).map(({ state }) => state)).toEqual(["queued"]);
        expect(await store.draft(alert.id)).toMatchObject({ decision: "approved", decidedBy: "ana", decidedAt: at(1) });
        expect(await store.drafts()).toEqual([]);
      });

      test("An id can be used again after its subscription was removed.", async () => {
        await store.addSubscription(sampleSubscription("s1"));
        await store.removeSubscription("s1", "tests", at(1));
        await store.addSubscription(sampleSubscription("s1", { query: "lang:zh" }));
        expect((await store.subscription("s1"))?.query).toBe("lang:zh");
      });
    });

    describe("reads", () => {
      test("The timeline is newest first and pages without gaps or repeats, also where times are equal.", async () => {
        for (let index = 0; index < 7; index += 1) await recordChange(`k${index}`, index < 3 ? 0 : index, {});
        const seen: string[] = [];
        for (let before: string | undefined; ;) {
          const page = await store.timeline({
            includePrivate: true,
            limit: 2,
            ...(before !== undefined && { before }),
          });
          seen.push(...page.rows.map(({ documentId }) => documentId.slice(-2)));
          if (page.next === null) break;
          before = page.next;
        }
        expect(seen).toEqual(["k6", "k5", "k4", "k3", "k2", "k1", "k0"]);
        await expect(store.timeline({ includePrivate: true, limit: 2, before: "nonsense" })).rejects.toThrow(
          "first page",
        );
      });

      test("Each filter of the timeline holds, and all of them together.", async () => {
        await store.syncFeeds(
          ["fr/rules", "cn/policy"].map((id) => ({ feed: sampleFeed(id), host: "h" })),
          at(0),
        );
        await recordChange("plain", 10, {});
        await recordChange("muted", 20, { muted: "personnel" });
        await recordChange("base", 30, { baseline: true, significance: "urgent" });
        await recordChange("tiny", 40, {
          significance: "cosmetic",
          topics: ["ai-chips"],
          kind: "amended",
          threadKey: "rin:x",
        });
        await recordChange("other", 50, { source: "policy-page", eventKey: "e-other" }, "cn/policy");
        const show = async (filter: object) => {
          const page = await store.timeline({ includePrivate: true, limit: 50, ...filter });
          return page.rows.map(({ documentId }) => documentId.split("-").at(-1));
        };
        expect(await show({})).toEqual(["other", "tiny", "base", "plain"]);
        expect(await show({ muted: "with" })).toEqual(["other", "tiny", "base", "muted", "plain"]);
        expect(await show({ muted: "only" })).toEqual(["muted"]);
        expect(await show({ baseline: true })).toEqual(["base"]);
        expect(await show({ baseline: false })).toEqual(["other", "tiny", "plain"]);
        expect(await show({ minimum: "substantive" })).toEqual(["other", "base", "plain"]);
        expect(await show({ minimum: "urgent" })).toEqual(["base"]);
        expect(await show({ topic: "ai-chips" })).toEqual(["tiny"]);
        expect(await show({ kind: "amended" })).toEqual(["tiny"]);
        expect(await show({ threadKey: "rin:x" })).toEqual(["tiny"]);
        expect(await show({ source: "policy-page" })).toEqual(["other"]);
        expect(await show({ feedId: "cn/policy" })).toEqual(["other"]);
        expect(await show({ documentId: "doc-fr/rules-plain" })).toEqual(["plain"]);
        expect(await show({ eventKeys: ["e-other", "none"] })).toEqual(["other"]);
        expect(await show({ eventKeys: [] })).toEqual([]);
        expect(await show({ since: at(30), until: at(50) })).toEqual(["tiny", "base"]);
        expect(await show({ since: at(30), topic: "export-controls", minimum: "substantive" })).toEqual([
          "other",
          "base",
        ]);
      });

      test("A change gives back the versions it lies between.", async () => {
        await store.record(sampleRecording("fr/rules", "k", "Old."));
        const old = await head("k");
        await store.record(sampleRecording("fr/rules", "k", "New.", { head: old, seconds: 60 }));
        const between = await store.changeVersions(`${old.id}-2`);
        expect(between?.before?.blocks).toEqual(old.latest.blocks);
        expect(between?.after?.blocks[0]?.text).toBe("New.");
        expect((await store.changeVersions(`${old.id}-1`))?.before).toBeNull();
        expect(await store.changeVersions("none")).toBeNull();
        expect((await store.change(`${old.id}-2`))?.evidence).toMatchObject({
          before: sampleSnapshot("Old.").id,
          after: sampleSnapshot("New.").id,
          lastSeenBefore: at(0),
        });
      });

      test("A document shows its history, newest first, without the texts.", async () => {
        await store.record(sampleRecording("fr/rules", "k", "Old."));
        await store.record(sampleRecording("fr/rules", "k", "New.", { head: await head("k"), seconds: 60 }));
        const document = await store.document("doc-fr/rules-k");
        expect(document?.versions).toMatchObject([
          { sequence: 2, observedAt: at(60), changeId: "doc-fr/rules-k-2", form: "published" },
          { sequence: 1, observedAt: at(0), changeId: "doc-fr/rules-k-1" },
        ]);
        expect(await store.document("none")).toBeNull();
        expect(await store.documentByKey("federal-register", "k", true)).toMatchObject({ id: "doc-fr/rules-k" });
        expect(await store.documentByKey("rss", "k", true)).toBeNull();
      });

      test("Documents page by their last change.", async () => {
        for (const [index, key] of ["a", "b", "c"].entries()) await recordChange(key, index, {});
        await store.record(sampleRecording("fr/rules", "a", "Newer.", { head: await head("a"), seconds: 60 }));
        const first = await store.documents({ includePrivate: true, limit: 2 });
        expect(first.rows.map(({ key }) => key)).toEqual(["a", "c"]);
        const rest = await store.documents({ includePrivate: true, limit: 2, before: first.next ?? "" });
        expect([rest.rows.map(({ key }) => key), rest.next]).toEqual([["b"], null]);
        expect((await store.documents({ includePrivate: true, limit: 5, feedId: "none" })).rows).toEqual([]);
      });

      test("Deadlines of the latest versions stand in their order, within the days asked for.", async () => {
        const deadlines = [
          {
            kind: "effective",
            date: "2026-03-01",
            at: "2026-03-01T13:45:00.000Z",
            sentence: "Effective upon filing.",
            section: "DATES",
          },
          { kind: "comments-close", date: "2026-02-01", sentence: "Comments close." },
        ] as const;
        await store.record(sampleRecording("fr/rules", "k", "Old.", { extraction: { deadlines } }));
        const found = await store.deadlines({ from: "2026-02-01", to: "2026-03-01", includePrivate: false });
        expect(found).toEqual([
          expect.objectContaining({
            ...deadlines[1],
            documentId: "doc-fr/rules-k",
            topics: ["export-controls"],
            citation: "91 FR 1000",
          }),
          expect.objectContaining(deadlines[0]),
        ]);
        expect(found[0]).not.toHaveProperty("at");
        const moved = [{ ...deadlines[1], date: "2026-06-01" }];
        await store.record(
          sampleRecording("fr/rules", "k", "New.", { head: await head("k"), extraction: { deadlines: moved } }),
        );
        expect(await store.deadlines({ from: "2026-02-01", to: "2026-03-01", includePrivate: false })).toEqual([]);
      });

      test("The dates of a muted document are in no list.", async () => {
        await store.record(sampleRecording("fr/rules", "k", "Denied.", { change: { muted: "denial orders" } }));
        await store.record(sampleRecording("fr/rules", "m", "Ruled."));
        const found = await store.deadlines({ from: "2026-01-01", to: "2026-12-31", includePrivate: true });
        expect(found.map(({ documentId }) => documentId)).toEqual(["doc-fr/rules-m"]);
      });

      test("What a private feed saw is in no public list, and follows the feed's file at once.", async () => {
        const sync = (visibility: "public" | "private") =>
          store.syncFeeds([{ feed: sampleFeed("fr/rules", { visibility }), host: "h" }], at(0));
        const seen = async (includePrivate: boolean) => [
          (await store.timeline({ includePrivate, limit: 9 })).rows.length,
          (await store.documents({ includePrivate, limit: 9 })).rows.length,
          (await store.deadlines({ from: "2026-01-01", to: "2026-12-31", includePrivate })).length,
        ];
        await sync("private");
        await store.record(sampleRecording("fr/rules", "k", "Secret."));
        expect(await seen(false)).toEqual([0, 0, 0]);
        expect(await seen(true)).toEqual([1, 1, 1]);
        const version = (await head("k")).latest.id;
        const visibilities = async () => [
          (await store.change("doc-fr/rules-k-1"))?.visibility,
          (await store.document("doc-fr/rules-k"))?.visibility,
          (await store.version(version))?.visibility,
          (await store.snapshot(sampleSnapshot("Secret.").id))?.visibility,
        ];
        expect(await visibilities()).toEqual(Array.from({ length: 4 }, () => "private"));
        await sync("public");
        expect(await seen(false)).toEqual([1, 1, 1]);
        expect(await visibilities()).toEqual(Array.from({ length: 4 }, () => "public"));
        await sync("private");
        expect(await seen(false)).toEqual([0, 0, 0]);
        expect(await store.verify()).toMatchObject({ ok: true });
      });

      test("Bytes seen by a private and a public feed are shown as the public one saw them.", async () => {
        const feeds = [sampleFeed("secret", { visibility: "private" }), sampleFeed("open")];
        await store.syncFeeds(
          feeds.map((feed) => ({ feed, host: "h" })),
          at(0),
        );
        await store.record(sampleRecording("secret", "k", "Same."));
        await store.record(sampleRecording("open", "k", "Same.", { seconds: 60 }));
        expect(await store.snapshot(sampleSnapshot("Same.").id)).toMatchObject({
          visibility: "public",
          fetchedAt: at(60),
        });
      });
    });

    describe("the evidence chain", () => {
      beforeEach(async () => {
        await store.record(sampleRecording("fr/rules", "k", "Old."));
        await store.record(sampleRecording("fr/rules", "k", "New.", { head: await head("k"), seconds: 60 }));
        await store.record(sampleRecording("fr/rules", "l", "Other."));
      });

      test("It holds, and says how much was checked.", async () => {
        const progress: number[] = [];
        expect(await store.verify((documents) => progress.push(documents))).toEqual({
          ok: true,
          documents: 2,
          entries: 3,
          snapshots: 3,
          letGo: 0,
        });
        expect(progress).toEqual([1, 2]);
      });

      test("It can be read whole, with what was served for each version.", async () => {
        const { id, latest } = await head("k");
        const chain = await store.chainOf(id);
        expect(chain.map(({ entry }) => entry)).toEqual([1, 2]);
        expect(chain.at(-1)?.hash).toBe(latest.chain);
        const served = await store.servedFor(latest.id);
        expect(served.map(({ role, snapshot }) => ({ role, id: snapshot.id }))).toEqual(latest.snapshots);
        expect(served[0]?.snapshot.body.byteLength).toBeGreaterThan(0);
      });

      test("A checkpoint holds the heads that are new since the one before, and one worker at a time gets it.", async () => {
        const { id, latest } = await head("k");
        await store.openCheckpoint("2026-01-13", at(100));
        await store.openCheckpoint("2026-01-13", at(101));
        const [first, second] = await Promise.all([1, 2].map(() => store.claimCheckpoint(at(102), at(200))));
        const claimed = first ?? second;
        expect([first, second]).toContain(null);
        expect(claimed).toMatchObject({ day: "2026-01-13", at: at(100), previous: null, attempts: 1 });
        expect(claimed?.heads).toHaveLength(2);
        expect(claimed?.heads.find(({ documentId }) => documentId === id)).toMatchObject({
          entries: 2,
          head: latest.chain,
        });

        await store.postponeCheckpoint("2026-01-13", at(300), "The authority is away.");
        expect(await store.claimCheckpoint(at(299), at(400))).toBeNull();
        expect(await store.stampStanding()).toMatchObject({ waiting: 1, error: "The authority is away." });
        expect(await store.timeStampsOf(id)).toEqual([]);
        expect(await store.stampCovering(latest.chain)).toBeNull();

        expect(await store.claimCheckpoint(at(300), at(400))).toMatchObject({ attempts: 2 });
        await store.keepToken("2026-01-13", Uint8Array.of(1, 2, 3), "tsa.example", at(301));
        expect(await store.stampStanding()).toEqual({ lastStampedAt: at(301), waiting: 0, error: null });
        expect(await store.stampCovering(latest.chain)).toEqual({ authority: "tsa.example", stampedAt: at(301) });

        await store.record(sampleRecording("fr/rules", "k", "Newest.", { head: await head("k"), seconds: 400 }));
        await store.openCheckpoint("2026-01-14", at(500));
        const next = await store.claimCheckpoint(at(500), at(600));
        expect(next?.heads.map(({ documentId, entries }) => [documentId, entries])).toEqual([[id, 3]]);
        expect(next?.previous).toMatch(/^sha256:[0-9a-f]{64}$/);
        expect((await store.timeStampsOf(id)).map(({ day }) => day)).toEqual(["2026-01-13"]);
        await store.keepToken("2026-01-14", Uint8Array.of(4), "tsa.example", at(501));
        await store.openCheckpoint("2026-01-15", at(900));
        expect(await store.claimCheckpoint(at(900), at(999))).toBeNull();
      });

      test("A checkpoint of a day that has not come holds up none before it, is followed by them, and is stamped soon.", async () => {
        const grow = async (seconds: number) =>
          store.record(sampleRecording("fr/rules", "k", `At ${seconds}.`, { head: await head("k"), seconds }));
        const year = "2027-01-13T12:00:00.000Z";
        await store.openCheckpoint("2027-01-13", year);
        await store.openCheckpoint("2026-01-13", at(100));
        expect(await store.mendFuture(at(100), 60)).toBe(1);
        const ahead = await store.claimCheckpoint(at(101), at(200));
        expect(ahead).toMatchObject({ day: "2027-01-13", previous: null });
        await store.keepToken("2027-01-13", Uint8Array.of(1), "tsa.example", at(102));

        const days = ["2026-01-14", "2026-01-15", "2027-01-13", "2027-01-14"];
        const opened: Checkpoint[] = [];
        for (const [index, day] of days.entries()) {
          await grow(1000 + index);
          await store.openCheckpoint(day, at(1000 + index));
          const claimed = await store.claimCheckpoint(at(1000 + index), at(2000));
          if (claimed === null) continue;
          opened.push(claimed);
          await store.keepToken(day, Uint8Array.of(2), "tsa.example", at(1000 + index));
        }
        expect(opened.map(({ day, heads }) => [day, heads.map(({ entries }) => entries)])).toEqual([
          ["2026-01-14", [3]],
          ["2026-01-15", [4]],
          ["2027-01-14", [6]],
        ]);
        const before = [ahead, ...opened].map((one) => one && sha256Id(checkpointText(one)));
        expect(opened.map(({ previous }) => previous)).toEqual(before.slice(0, -1));
        expect(await store.verify()).toMatchObject({ ok: true });
      });

      test("The database itself refuses to rewrite it.", async () => {
        for (const statement of [
          "update evidence_log set hash = ''",
          "delete from evidence_log",
          "truncate evidence_log",
        ]) {
          await expect(house.sql(statement)).rejects.toThrow();
        }
        expect(await store.verify()).toMatchObject({ ok: true });
      });

      const tamperings: readonly (readonly [string, string, string, number, RegExp])[] = [
        [
          "a text",
          `update versions set blocks = (select blocks from versions where id = 'doc-fr/rules-l.1') where id = 'doc-fr/rules-k.2'`,
          "k",
          2,
          /version 2 does not say/,
        ],
        [
          "a fact",
          `update versions set facts = '{"commentDeadline":"2030-01-01"}' where id = 'doc-fr/rules-k.1'`,
          "k",
          1,
          /version 1 does not say/,
        ],
        [
          "a missing version",
          `delete from version_snapshots where version_id = 'doc-fr/rules-k.2'; delete from versions where id = 'doc-fr/rules-k.2'`,
          "k",
          2,
          /version 2 is missing/,
        ],
        [
          "a change",
          `update changes set change = jsonb_set(change, '{significance}', '"cosmetic"') where id = 'doc-fr/rules-k-2'`,
          "k",
          2,
          /the change .* does not say/,
        ],
        ["a removed change", `delete from changes where id = 'doc-fr/rules-l-1'`, "l", 1, /the change .* is missing/],
        [
          "a header",
          `update snapshot_sightings set headers = '{}' where document_id = 'doc-fr/rules-l'`,
          "l",
          1,
          /served with the snapshot/,
        ],
        [
          "a time",
          `update snapshot_sightings set fetched_at = '2020-01-01' where document_id = 'doc-fr/rules-l'`,
          "l",
          1,
          /served with the snapshot/,
        ],
        [
          "bytes",
          `update snapshots set body = (select body from snapshots where id = '${sampleSnapshot("Other.").id}') where id = '${sampleSnapshot("New.").id}'`,
          "k",
          2,
          /does not hold the bytes/,
        ],
        [
          "bytes that are no zstd",
          `update snapshots set body = '\\x00' where id = '${sampleSnapshot("New.").id}'`,
          "k",
          2,
          /does not hold the bytes/,
        ],
        [
          "an entry",
          `update evidence_log set body = jsonb_set(body, '{at}', '"2020-01-01T00:00:00.000Z"') where document_id = 'doc-fr/rules-k' and entry = 1`,
          "k",
          1,
          /hash it was given/,
        ],
        [
          "a removed entry",
          `delete from evidence_log where document_id = 'doc-fr/rules-k' and entry = 1`,
          "k",
          1,
          /entry 1 is missing/,
        ],
        [
          "a cut end",
          `delete from evidence_log where document_id = 'doc-fr/rules-k' and entry = 2`,
          "k",
          1,
          /does not end where it did/,
        ],
      ];
      test.for(tamperings)("Tampering with %s is found and named.", async ([, statement, key, entry, problem]) => {
        await house.sql("alter table evidence_log disable trigger all");
        for (const part of statement.split("; ")) await house.sql(part);
        await house.sql("alter table evidence_log enable trigger all");
        const found = await store.verify();
        expect(found).toMatchObject({ ok: false, documentId: `doc-fr/rules-${key}`, entry });
        expect(found.ok ? "" : found.problem).toMatch(problem);
      });

      test("An entry that was rewritten with a new hash does not fit the next one.", async () => {
        await house.sql("alter table evidence_log disable trigger all");
        await house.sql(
          `update evidence_log set body = jsonb_set(body, '{previous}', '"sha256:0"') where document_id = 'doc-fr/rules-k' and entry = 2`,
        );
        await house.sql("alter table evidence_log enable trigger all");
        expect(await store.verify()).toMatchObject({ ok: false, documentId: "doc-fr/rules-k", entry: 2 });
      });
    });

    calendarContract(() => house);
    termsContract(() => store);

    test("How long nobody looked is told however long ago the last look was, and from it on.", async () => {
      await store.syncFeeds([{ feed: sampleFeed("looked"), host: "h" }], at(0));
      for (const hour of ["2026-01-01T10:00Z", "2026-01-09T10:00Z"]) {
        await house.sql(`insert into feed_checks (hour, feed_id, checks) values ('${hour}', 'looked', 1)`);
      }
      const gap = { from: "2026-01-01T11:00:00.000Z", to: "2026-01-09T10:00:00.000Z" };
      expect(await store.unseenBetween("2026-01-05T08:00:00.000Z", "2026-01-12T08:00:00.000Z")).toMatchObject(gap);
      expect(await store.unseenBetween("2026-01-05T08:00:00.000Z", "2026-01-06T08:00:00.000Z")).not.toBeNull();
    });

    test("The database answers.", async () => {
      await expect(store.ping()).resolves.toBeUndefined();
    });

    test("An error of the database does not carry the values.", async () => {
      const secret = "xoxb-very-secret";
      const broken = sampleSubscription("s1", { secret, createdAt: "not a time" });
      const error = await store.addSubscription(broken).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(Error);
      expect(
        `${String(error)} ${(error as Error).stack} ${JSON.stringify(error)} ${String((error as Error).cause)}`,
      ).not.toContain(secret);
    });
  });
}

function threaded(feedId: string, key: string, threadKeys: readonly string[], seconds = 0) {
  const change = { threadKey: threadKeys[0] ?? "" };
  return sampleRecording(feedId, key, key, { extraction: { threadKeys }, change, seconds });
}
