import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openPageHouse, type PageHouse } from "./page-source.ts";

let own: PageHouse;

beforeEach(async () => {
  own = await openPageHouse();
  own.pages.set("terms", { text: "Customers may use the service." });
  await own.look();
});
afterEach(() => own.close());

describe("a record that vanishes", () => {
  test("is told when it was missed twice, a day apart, and once", async () => {
    own.pages.set("terms", "gone");
    expect(await own.look({ hours: 1 })).toMatchObject({ changes: 0 });
    expect(await own.look({ hours: 12 })).toMatchObject({ changes: 0 });
    expect(await own.look({ hours: 12 })).toMatchObject({ changes: 1 });
    expect(await own.look({ hours: 24 })).toMatchObject({ changes: 0 });
    expect(own.told()).toEqual(["terms: Withdrawn"]);
  });

  test("is told to nobody when it was there in between, and the day begins anew", async () => {
    own.pages.set("terms", "gone");
    await own.look({ hours: 1 });
    own.pages.set("terms", { text: "Customers may use the service." });
    await own.look({ hours: 12 });
    own.pages.set("terms", "gone");
    await own.look({ hours: 13 });
    expect(await own.look({ hours: 12 })).toMatchObject({ changes: 0 });
    expect(own.told()).toEqual([]);
  });

  test("is told though it was first missed while the machine's clock was a year ahead", async () => {
    own.pages.set("terms", "gone");
    own.hoursAhead = 24 * 365;
    await own.look({ hours: 1 });
    own.hoursAhead = 0;
    expect(await own.look({ hours: 12 })).toMatchObject({ changes: 0 });
    expect(await own.look({ hours: 12 })).toMatchObject({ changes: 0 });
    await own.look({ hours: 12 });
    expect(own.told()).toEqual(["terms: Withdrawn"]);
  });

  test("is told when it is there again after that was told, with what it says now", async () => {
    own.pages.set("terms", "gone");
    await own.look({ hours: 1 });
    await own.look({ hours: 24 });
    own.pages.set("terms", { text: "Customers may use the service." });
    expect(await own.look({ hours: 24 })).toMatchObject({ changes: 1 });
    expect(await own.look({ hours: 1 })).toMatchObject({ changes: 0 });
    expect(own.told()).toEqual(["terms: Withdrawn", "terms: There again; it was gone since 2026-03-10"]);
    expect(own.home.changes.at(-1)?.summary).toBe("It is there again; it was gone since 2026-03-10.");
    // And once more, with the very same words.
    for (const text of ["gone", { text: "Customers may use the service." }] as const) {
      own.pages.set("terms", text);
      await own.look({ hours: 24 });
      await own.look({ hours: 24 });
    }
    expect(own.told().slice(2)).toEqual([
      "terms: Withdrawn",
      expect.stringMatching(/^terms: There again; it was gone since /),
    ]);
    expect(await own.home.house.services.store.verify()).toMatchObject({ ok: true });
  });

  test.each([
    ["its words are set otherwise", { text: "Customers may use\nthe service." }],
    ["it states a date that is no news", { text: "Customers may use the service.", deadlines: [fallsDue] }],
  ])("is told when it is there again though %s", async (_how, page) => {
    own.pages.set("terms", "gone");
    await own.look({ hours: 1 });
    await own.look({ hours: 24 });
    own.pages.set("terms", page);
    expect(await own.look({ hours: 24 })).toMatchObject({ changes: 1 });
    expect(await own.look({ hours: 24 })).toMatchObject({ changes: 0 });
    expect(own.told()).toEqual(["terms: Withdrawn", "terms: There again; it was gone since 2026-03-10"]);
    expect(await own.home.house.services.store.verify()).toMatchObject({ ok: true });
  });
});

const fallsDue = { kind: "effective", date: "2026-05-01", sentence: "It takes effect on May 1, 2026." } as const;
