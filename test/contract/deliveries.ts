import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Alert } from "../../src/model/alert.ts";
import type { Acknowledgement } from "../../src/model/standing.ts";
import type { PlannedAlert, PlannedDelivery, Store } from "../../src/model/store.ts";
import type { TestStore } from "../support/database.ts";
import { at, planned, sampleFeed, sampleRecording, sampleSubscription } from "./store-samples.ts";

const owner = { channel: "webhook", address: "https://owner.example/" };

function decision(byName: string): Acknowledgement {
  return { by: "u1", byName, at: at(2), decision: "no-impact", owner: null, until: null, note: null };
}

function keptBack(id: string): PlannedAlert {
  const notice = { subject: "mute-ended", lines: ["Kept back."], changes: [] } as const;
  return { alert: { kind: "notice", id, at: at(1), notice }, deliveries: [planned("s1", id)] };
}

/** How deliveries whose end is not known, replies and owners' notices behave, whatever database the store is on. */
export function deliveryContract(database: string, open: () => Promise<TestStore>): void {
  describe(`deliveries on ${database}`, () => {
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
      await store.addSubscription(sampleSubscription("s1", { owner }));
    });

    async function tell(key: string, more: Partial<PlannedDelivery> = {}, seconds = 0) {
      const to = [{ ...planned("s1", `event-${key}`), ...more }];
      return store.record(sampleRecording("fr/rules", key, `Text of ${key}.`, { to, seconds }));
    }

    async function claimed(seconds: number, worker = "w1") {
      return store.claimLane("lane-s1", worker, at(seconds), 60, 10);
    }

    async function sent(reference: string, seconds = 0): Promise<string> {
      const [delivery] = await claimed(seconds);
      const id = delivery?.id ?? "";
      await store.beginAttempt(id, "w1", at(seconds));
      await store.settleDelivery(id, { state: "sent", reference }, at(seconds), 1);
      await store.releaseLane("lane-s1", "w1");
      return id;
    }

    describe("an attempt whose end is not known", () => {
      test("Where the receiver can be asked, a killed worker's attempt is looked up before anything else goes.", async () => {
        for (const key of ["a", "b"]) await tell(key);
        const [first] = await claimed(0);
        await store.beginAttempt(first?.id ?? "", "w1", at(5), at(35));
        expect(await store.dueLanes(at(64))).toEqual([]);
        const again = await claimed(65, "w2");
        expect(again.map(({ state }) => state)).toEqual(["unknown", "queued"]);
        expect(await store.beginAttempt(first?.id ?? "", "w2", at(65))).toBeNull();
        expect(await store.beginLook(first?.id ?? "", "w1", at(65))).toBeNull();
        expect(await store.beginLook(first?.id ?? "", "w2", at(65))).toEqual({
          beganAt: at(5),
          triedSince: at(5),
          looks: 0,
        });
      });

      test("A look is not made before its time, and what follows waits for it.", async () => {
        for (const key of ["a", "b"]) await tell(key);
        const [first] = await claimed(0);
        await store.beginAttempt(first?.id ?? "", "w1", at(0), at(30));
        await store.settleDelivery(
          first?.id ?? "",
          { state: "unknown", lookAt: at(40), looks: 0, error: "The connection broke." },
          at(10),
          1,
        );
        await store.releaseLane("lane-s1", "w1");
        expect(await store.dueLanes(at(39))).toEqual([]);
        expect(await claimed(39)).toEqual([]);
        expect(await store.dueLanes(at(40))).toEqual(["lane-s1"]);
        expect((await claimed(40)).map(({ state }) => state)).toEqual(["unknown", "queued"]);
      });

      test("Looks are counted; found, it is sent and never again; not found, it may be sent anew.", async () => {
        for (const key of ["a", "b"]) await tell(key);
        const [first] = await claimed(0);
        const id = first?.id ?? "";
        await store.beginAttempt(id, "w1", at(0), at(30));
        await store.settleDelivery(id, { state: "unknown", lookAt: at(1), looks: 0, error: "hung" }, at(1), 1);
        await store.settleDelivery(id, { state: "unknown", lookAt: at(2), looks: 1, error: "absent" }, at(1), 1);
        expect(await store.beginLook(id, "w1", at(2))).toEqual({ beganAt: at(0), triedSince: at(0), looks: 1 });
        await store.settleDelivery(id, { state: "queued", nextAttemptAt: at(2), error: "absent" }, at(2), 1);
        expect(await store.beginAttempt(id, "w1", at(2), at(32))).toMatchObject({ number: 2, triedSince: at(0) });
        await store.settleDelivery(id, { state: "unknown", lookAt: at(3), looks: 0, error: "hung" }, at(3), 2);
        await store.settleDelivery(id, { state: "sent", reference: "r1" }, at(3), 2);
        await store.settleDelivery(id, { state: "queued", nextAttemptAt: at(3), error: "late" }, at(3), 2);
        expect(await store.beginAttempt(id, "w1", at(3))).toBeNull();
        expect(await house.sql("select attempt, outcome from delivery_attempts order by attempt")).toEqual([
          { attempt: 1, outcome: "retry" },
          { attempt: 2, outcome: "sent" },
        ]);
      });

      test("A worker that lost its lease says nothing of an attempt that another began since, but that its own arrived.", async () => {
        await tell("a");
        const [first] = await claimed(0);
        const id = first?.id ?? "";
        await store.beginAttempt(id, "w1", at(0), at(30));
        await claimed(60, "w2");
        await store.beginLook(id, "w2", at(60));
        await store.settleDelivery(id, { state: "queued", nextAttemptAt: at(60), error: "absent" }, at(60), 1);
        await store.beginAttempt(id, "w2", at(60), at(90));
        await store.settleDelivery(id, { state: "queued", nextAttemptAt: at(61), error: "late" }, at(61), 1);
        await store.settleDelivery(id, { state: "unknown", lookAt: at(91), looks: 0, error: "hung" }, at(62), 2);
        expect(await store.deliveriesOf("s1", 1)).toMatchObject([{ state: "unknown", attempts: 2 }]);
        await store.settleDelivery(id, { state: "sent", reference: "r1" }, at(63), 1);
        expect(await store.deliveriesOf("s1", 1)).toMatchObject([{ state: "sent" }]);
        expect(await house.sql("select attempt, outcome from delivery_attempts order by attempt")).toEqual([
          { attempt: 1, outcome: "sent" },
          { attempt: 2, outcome: "unknown" },
        ]);
      });

      test("A receiver that cannot be asked is tried again, as before.", async () => {
        await tell("a");
        const [first] = await claimed(0);
        await store.beginAttempt(first?.id ?? "", "w1", at(0));
        expect(await claimed(60, "w2")).toMatchObject([{ id: first?.id, state: "queued" }]);
      });

      test("It counts as waiting, and is given up with its subscription.", async () => {
        await tell("a");
        const [first] = await claimed(0);
        await store.beginAttempt(first?.id ?? "", "w1", at(0), at(30));
        await store.settleDelivery(first?.id ?? "", { state: "unknown", lookAt: at(9), looks: 0, error: "" }, at(1), 1);
        expect(await store.pendingDeliveries()).toBe(1);
        expect(await store.counts(at(9))).toMatchObject({ deliveries: { unknown: 1 }, oldestQueuedSeconds: 9 });
        await store.removeSubscription("s1", "tests", at(2));
        expect(await store.deliveriesOf("s1", 10)).toMatchObject([{ state: "failed" }]);
      });
    });

    test("The first message about a thread is the parent of the later ones, and of no other thread's.", async () => {
      await tell("a", { threadKey: "rin:1" });
      await sent("first");
      await tell("b", { threadKey: "rin:1" });
      await sent("second");
      await tell("c", { threadKey: "rin:1" });
      await tell("d", { threadKey: "rin:2" });
      await tell("e");
      await tell("f", { threadKey: "rin:1" });
      await tell("g", { threadKey: "rin:2" });
      const rest = await claimed(1);
      expect(rest.map(({ parent }) => parent)).toEqual(["first", null, null, "first", null]);
      expect(await store.beginAttempt(rest[0]?.id ?? "", "w1", at(1))).toMatchObject({ number: 1, parent: "first" });
    });

    test("Of one that waits for its address nobody is told that it is paused, for it is not.", async () => {
      const destination = { channel: "email", address: "ada@example.org" };
      await store.addSubscription(sampleSubscription("s9", { destination }));
      const notice = { subject: "paused" as const, lines: ["Paused."], changes: [] };
      const alert: Alert = { kind: "notice", id: "paused-9", at: at(1), notice };
      const told = { subscriptionId: "s9", lane: "lane-owner", eventKey: "paused-9", destination: owner };
      await store.setSubscriptionState("s9", "paused", "full", "regwatch", at(1), { alert, deliveries: [told] });
      expect(await store.dueLanes(at(2))).toEqual([]);
      expect(await store.subscription("s9")).toMatchObject({ state: "pending" });
    });

    test("The owner is told of a pause once, although the subscription is paused.", async () => {
      const alert: Alert = {
        kind: "notice",
        id: "paused-1",
        at: at(1),
        notice: { subject: "paused", lines: ["Paused."], changes: [] },
      };
      const told = { subscriptionId: "s1", lane: "lane-owner", eventKey: "paused-1", destination: owner };
      const notice = { alert, deliveries: [told] };
      await tell("a");
      expect(await store.setSubscriptionState("s1", "paused", "archived", "regwatch", at(1), notice)).toBe(true);
      expect(await store.setSubscriptionState("s1", "paused", "archived", "regwatch", at(2), notice)).toBe(true);
      expect(await store.dueLanes(at(3))).toEqual(["lane-owner"]);
      const [delivery, ...others] = await store.claimLane("lane-owner", "w1", at(3), 60, 10);
      expect(others).toEqual([]);
      expect(delivery).toMatchObject({ destination: owner, subscription: { id: "s1", state: "paused" } });
      expect(await store.beginAttempt(delivery?.id ?? "", "w1", at(3))).not.toBeNull();
    });

    test("A decision amends what stands; one that is changed meanwhile stays to be amended; none goes to another tenant.", async () => {
      await store.addSubscription(sampleSubscription("s2", { tenant: "slack:T2" }));
      await tell("a");
      const id = await sent("first");
      const alertId = (await store.delivery(id))?.alert.id ?? "";
      await store.acknowledge("slack:T2", alertId, decision("Eve"), "u2", at(2));
      expect(await store.dueLanes(at(2))).toEqual([]);
      await Promise.all(["Ada", "Bob"].map((name) => store.acknowledge("local", alertId, decision(name), "u1", at(2))));
      expect(await store.dueLanes(at(2))).toEqual(["lane-s1"]);
      const amendment = await store.claimAmendment("lane-s1", "w1", at(2), 60);
      expect(amendment).toMatchObject({ reference: "first", attempts: 0, delivery: { id } });
      expect(amendment?.delivery.standing.acknowledgement?.byName).toMatch(/Ada|Bob/);
      expect(await store.claimAmendment("lane-s1", "w2", at(2), 60)).toBeNull();
      await store.acknowledge("local", alertId, null, "u1", at(3));
      if (amendment) await store.settleAmendment(amendment, null);
      await store.releaseLane("lane-s1", "w1");
      const again = await store.claimAmendment("lane-s1", "w1", at(3), 60);
      expect(again?.delivery.standing.acknowledgement).toBeNull();
      if (again) await store.settleAmendment(again, { at: at(9), error: "HTTP 500" });
      await store.releaseLane("lane-s1", "w1");
      expect(await store.dueLanes(at(8))).toEqual([]);
      const third = await store.claimAmendment("lane-s1", "w1", at(9), 60);
      expect(third).toMatchObject({ attempts: 1 });
      if (third) await store.settleAmendment(third, null);
      await store.releaseLane("lane-s1", "w1");
      expect(await store.dueLanes(at(99))).toEqual([]);
    });

    test("A decision on what waits still is in the message when it goes, and amends nothing after.", async () => {
      await tell("a");
      const [delivery] = await claimed(0);
      await store.acknowledge("local", delivery?.alert.id ?? "", decision("Ada"), "u1", at(1));
      const attempt = await store.beginAttempt(delivery?.id ?? "", "w1", at(2));
      expect(attempt?.standing.acknowledgement?.byName).toBe("Ada");
      await store.settleDelivery(delivery?.id ?? "", { state: "sent", reference: "first" }, at(2), 1);
      await store.releaseLane("lane-s1", "w1");
      expect(await store.dueLanes(at(3))).toEqual([]);
    });

    test("Of two workers, one tells what was kept back, and one passes a digest.", async () => {
      for (const key of ["a", "b"]) await tell(key, { held: true });
      expect(await store.dueLanes(at(1))).toEqual([]);
      const [gathered] = await store.dueHeld(at(1));
      expect(gathered?.deliveries.map(({ state }) => state)).toEqual(["held", "held"]);
      if (gathered) await Promise.all(["x", "y"].map((id) => store.tellHeld(gathered, keptBack(id), at(1))));
      expect((await store.deliveriesOf("s1", 9)).map(({ state }) => state)).toEqual(["queued", "held", "held"]);
      expect(await store.dueHeld(at(2))).toEqual([]);

      const when = { kind: "daily", time: "08:00", zone: "UTC" } as const;
      await store.addSubscription(sampleSubscription("s2", { when }));
      const [due] = await store.dueDigests(at(1));
      expect(due).toMatchObject({ subscription: { id: "s2" }, dueAt: null, digestedTo: null });
      const next = { dueAt: at(100), digestedTo: null };
      const passed = due ? await Promise.all([1, 2].map(() => store.passDigest(due, next, null, at(1)))) : [];
      expect(passed.filter(Boolean)).toHaveLength(1);
      expect(await store.dueDigests(at(99))).toEqual([]);
      expect(await store.dueDigests(at(100))).toMatchObject([{ dueAt: at(100) }]);
    });

    test("The end of a mute leaves alone what somebody set meanwhile.", async () => {
      const mute = { until: at(1), urgentToo: false, by: "Ana" };
      const set = (options: Parameters<Store["updateSubscription"]>[1]["options"]) =>
        store.updateSubscription("s1", { options }, "set", "ana", at(0));
      await set({ mute });
      await tell("a", { held: true });
      const [gathered] = await store.dueHeld(at(1));
      await set({ remindAfterHours: 5 });
      if (gathered) await store.tellHeld(gathered, keptBack("x"), at(1));
      expect((await store.subscription("s1"))?.options).toMatchObject({ mute: null, remindAfterHours: 5 });
      await set({ mute });
      await tell("b", { held: true });
      const [later] = await store.dueHeld(at(2));
      await set({ mute: { ...mute, until: at(9) } });
      if (later) await store.tellHeld(later, keptBack("y"), at(2));
      expect((await store.subscription("s1"))?.options).toMatchObject({ mute: { until: at(9) } });
    });

    test("What regwatch paused goes on when its destination is mended; what a person paused does not.", async () => {
      const { destination } = sampleSubscription("s1");
      await store.addSubscription(sampleSubscription("s2", { destination }));
      await store.setSubscriptionState("s1", "paused", "archived", "regwatch", at(1));
      await store.setSubscriptionState("s2", "paused", "holidays", "ana", at(1));
      expect(await store.resumeMended(destination, "ana", at(2))).toEqual(["s1"]);
      expect(await store.resumeMended(destination, "ana", at(3))).toEqual([]);
      expect((await store.subscription("s1"))?.state).toBe("active");
      expect((await store.subscription("s2"))?.state).toBe("paused");
    });
  });
}
