import { beforeEach, describe, expect, test } from "vitest";
import type { Deadline } from "../../src/model/facts.ts";
import type { CalendarEvent } from "../../src/model/calendar.ts";
import type { PlannedAlert, Store } from "../../src/model/store.ts";
import { defaultOptions } from "../../src/model/subscription.ts";
import { at, planned, sampleExtraction, sampleRecording, sampleSubscription, recipe } from "./store-samples.ts";
import type { TestStore } from "../support/database.ts";

/** How the calendar follows what documents state, on every store. */
export function calendarContract(open: () => TestStore): void {
  describe("calendar", () => {
    let house: TestStore;
    let store: Store;
    beforeEach(() => ({ store } = house = open()));

    async function state(seconds: number, deadlines: readonly Deadline[], key = "k") {
      const head = await store.documentHead("fr/rules", key);
      const given = { seconds, extraction: { deadlines }, change: { id: `c-${key}-${seconds}` } };
      await store.record(sampleRecording("fr/rules", key, `Text ${seconds}.`, head ? { ...given, head } : given));
    }

    async function events(): Promise<readonly CalendarEvent[]> {
      const all = { from: "2026-01-01", to: "2027-12-31", includePrivate: false };
      return store.calendar({ ...all, cancelledSince: at(0) });
    }

    test("A date that moves keeps its uid, and says from where and when it moved.", async () => {
      await state(0, [closes("2026-02-01"), { kind: "effective", date: "2026-03-01", sentence: "Effective." }]);
      const before = await events();
      expect(before.map(({ sequence, movedFrom }) => [sequence, movedFrom])).toEqual([
        [0, null],
        [0, null],
      ]);
      await state(60, [closes("2026-02-15"), { kind: "effective", date: "2026-03-01", sentence: "Effective." }]);
      const after = await events();
      expect(after.map(({ uid }) => uid)).toEqual(before.map(({ uid }) => uid));
      expect(after[0]).toMatchObject({ date: "2026-02-15", movedFrom: "2026-02-01", sequence: 1, datedAt: at(60) });
      expect(after[1]).toMatchObject({ sequence: 0, modifiedAt: at(0) });
    });

    test("Of several dates those with the like sentences moved; what is stated no more is called off, and again stands.", async () => {
      await state(0, [phase("2026-05-01", "Small providers"), phase("2026-06-01", "All other exporters of chips")]);
      const before = await events();
      await state(60, [phase("2026-08-01", "All other exporters of chips")]);
      const [small, other] = [before[0]?.uid, before[1]?.uid];
      const after = new Map((await events()).map((event) => [event.uid, event]));
      expect(after.get(other ?? "")).toMatchObject({ date: "2026-08-01", movedFrom: "2026-06-01", cancelledAt: null });
      expect(after.get(small ?? "")).toMatchObject({ date: "2026-05-01", cancelledAt: at(60), sequence: 1 });
      await state(120, [phase("2026-05-01", "Small providers"), phase("2026-08-01", "All other exporters of chips")]);
      expect((await events()).find(({ uid }) => uid === small)).toMatchObject({ cancelledAt: null, sequence: 2 });
    });

    test("The dates of a document that is gone are called off, and come back with it.", async () => {
      await state(0, [closes("2026-02-01")]);
      const gone = { ...sampleRecording("fr/rules", "k", "x", { seconds: 60, change: { id: "gone" } }), snapshots: [] };
      await store.record({ ...gone, expectedSequence: 1, version: null, vanished: true });
      expect(await events()).toMatchObject([{ cancelledAt: at(60), sequence: 1 }]);
      await store.markSeen("fr/rules", [{ key: "k", looked: "all" }], at(120));
      expect(await events()).toMatchObject([{ cancelledAt: null, sequence: 2, modifiedAt: at(120) }]);
    });

    test("A better reading of a document that is gone brings none of its dates back.", async () => {
      await state(0, [closes("2026-02-01")]);
      const gone = { ...sampleRecording("fr/rules", "k", "x", { seconds: 60, change: { id: "gone" } }), snapshots: [] };
      await store.record({ ...gone, expectedSequence: 1, version: null, vanished: true });
      const head = await store.documentHead("fr/rules", "k");
      const better = sampleExtraction("Better.", { deadlines: [closes("2026-02-01")] });
      await store.reextracted(head?.id ?? "", 1, better, { ...recipe, revision: 2 }, at(90));
      expect((await events()).map(({ cancelledAt }) => cancelledAt === null)).toEqual([false]);
    });

    test("A date that is stated again after it was taken back can be taken back again.", async () => {
      await state(0, []);
      await state(60, [closes("2026-02-15")]);
      await store.retract("c-k-60", "misread", "test", at(90), noticeTo([]));
      await state(120, [closes("2026-02-15")]);
      expect(await events()).toMatchObject([{ cancelledAt: null }]);
      await store.retract("c-k-120", "misread again", "test", at(150), noticeTo([]));
      expect(await events()).toMatchObject([{ cancelledAt: at(150) }]);
    });

    test("A change that is taken back takes its date with it, from the lists too.", async () => {
      await state(0, [closes("2026-02-01")]);
      await state(60, [closes("2026-02-15")]);
      await store.retract("c-k-60", "misread", "test", at(90), noticeTo([]));
      expect(await events()).toMatchObject([{ date: "2026-02-15", cancelledAt: at(90) }]);
      expect(await store.deadlines({ from: "2026-01-01", to: "2026-12-31", includePrivate: true })).toEqual([]);
    });

    test("What was recorded before there was a calendar is filled in once, and a better reading moves no date that is the same.", async () => {
      await state(0, [closes("2026-02-01")]);
      await house.sql("delete from calendar_events");
      expect(await store.fillCalendar(at(0))).toBe(1);
      expect(await store.fillCalendar(at(30))).toBe(0);
      const head = await store.documentHead("fr/rules", "k");
      const better = sampleExtraction("Better.", { deadlines: [closes("2026-02-01")] });
      await store.reextracted(head?.id ?? "", 1, better, { ...recipe, revision: 2 }, at(60));
      expect(await events()).toMatchObject([{ sequence: 0, modifiedAt: at(0) }]);
    });

    test("The newest change of each document is found at once.", async () => {
      await state(0, [], "a");
      await state(60, [], "a");
      await state(30, [], "b");
      const ids = await Promise.all(
        ["a", "b"].map(async (key) => (await store.documentHead("fr/rules", key))?.id ?? ""),
      );
      const latest = await store.latestChanges([...ids, "unknown"]);
      expect(ids.map((id) => latest.get(id)?.id)).toEqual(["c-a-60", "c-b-30"]);
    });

    test("A reminder is made once, whoever makes it, and again for another day.", async () => {
      await state(0, [closes("2026-02-01")]);
      const wish = { days: [7, 1], time: "09:00", zone: "UTC" };
      const wants = { options: { ...defaultOptions, remindOfDeadlines: wish } };
      await store.addSubscription(sampleSubscription("s1", wants));
      await store.addSubscription(sampleSubscription("s2"));
      expect((await store.wantingDeadlines()).map(({ id }) => id)).toEqual(["s1"]);
      const uid = (await events())[0]?.uid ?? "";
      const reminder = { subscriptionId: "s1", uid, date: "2026-02-01", daysBefore: 7 };
      const both = await Promise.all([
        store.remindOfDeadlines([reminder], noticeTo(["s1"]), at(60)),
        store.remindOfDeadlines([reminder], noticeTo(["s1"]), at(60)),
      ]);
      expect(both.toSorted()).toEqual([false, true]);
      expect(await store.deliveriesOf("s1", 9)).toHaveLength(1);
      expect(await store.remindersMade([reminder])).toEqual([reminder]);
      const moved = { ...reminder, date: "2026-02-09" };
      expect(await store.remindOfDeadlines([moved], noticeTo([]), at(120))).toBe(true);
    });
  });
}

const closes = (date: string, sentence = `Comments must be received by ${date}.`): Deadline => ({
  kind: "comments-close",
  date,
  sentence,
});

const phase = (date: string, who: string): Deadline => ({
  kind: "compliance",
  date,
  sentence: `${who} must comply with this section by ${date}.`,
});

function noticeTo(subscriptionIds: readonly string[]): PlannedAlert {
  return {
    alert: {
      kind: "notice",
      id: "n1",
      at: at(60),
      notice: { subject: "deadline", lines: ["One"], changes: [] },
    },
    deliveries: subscriptionIds.map((id) => planned(id, "n1")),
  };
}
