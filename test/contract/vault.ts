import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Store } from "../../src/model/store.ts";
import type { TestStore } from "../support/database.ts";
import { at, sampleSubscription } from "./store-samples.ts";

/** How what tenants entrust to a channel is kept, whatever database the store is on. */
export function vaultContract(database: string, open: () => Promise<TestStore>): void {
  describe(`the vault on ${database}`, () => {
    let house: TestStore;
    let store: Store;
    beforeAll(async () => {
      house = await open();
      store = house.store;
    });
    afterAll(() => house.close());
    beforeEach(() => house.reset());

    const keep = (sealed: string, by: string | null = "ada") =>
      store.saveInstallation({ tenant: "slack:T1", sealed, updatedAt: at(0) }, by);

    test("What is saved again replaces what was there, and the audit log says who installed.", async () => {
      expect(await store.installation("slack:T1")).toBeNull();
      await keep("one");
      await keep("two", null);
      expect(await store.installation("slack:T1")).toEqual({ tenant: "slack:T1", sealed: "two", updatedAt: at(0) });
      const log = (await store.actions({ limit: 10 })).rows;
      expect(log.map(({ actor, action, subject }) => [actor, action, subject])).toEqual([
        ["ada", "install", "slack:T1"],
      ]);
    });

    test("Who is removed is forgotten, and its subscriptions pause; nobody else's do.", async () => {
      await keep("one");
      await store.addSubscription(sampleSubscription("mine", { tenant: "slack:T1" }));
      await store.addSubscription(sampleSubscription("theirs", { tenant: "slack:T2" }));
      expect(await store.removeInstallation("slack:T1", "The app was removed.", "slack", at(1))).toBe(true);
      expect(await store.removeInstallation("slack:T1", "The app was removed.", "slack", at(1))).toBe(false);
      expect(await store.installation("slack:T1")).toBeNull();
      expect(await store.subscription("mine")).toMatchObject({
        state: "paused",
        pausedBecause: "The app was removed.",
      });
      expect((await store.subscription("theirs"))?.state).toBe("active");
    });

    test("One of many may renew, until it has saved or its time is up.", async () => {
      await keep("one");
      const claims = await Promise.all(Array.from({ length: 5 }, () => store.claimRenewal("slack:T1", at(0), 30)));
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await store.claimRenewal("slack:T1", at(29), 30)).toBe(false);
      expect(await store.claimRenewal("slack:T1", at(31), 30)).toBe(true);
      await keep("two", null);
      expect(await store.claimRenewal("slack:T1", at(32), 30)).toBe(true);
      expect(await store.claimRenewal("slack:T9", at(32), 30)).toBe(false);
    });

    test("A key is good once, also for a clock that is set back, and its trace is gone a day after it could not be used any more.", async () => {
      const uses = await Promise.all(Array.from({ length: 5 }, () => store.useOnce("k", at(0), at(60))));
      expect(uses.filter(Boolean)).toHaveLength(1);
      expect(await store.useOnce("k", at(59), at(90))).toBe(false);
      expect(await store.useOnce("k", at(61), at(120))).toBe(false);
      expect(await store.useOnce("k", at(61 + 24 * 3600), at(62 + 24 * 3600))).toBe(true);
    });
  });
}
