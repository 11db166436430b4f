import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openPageHouse, type PageHouse } from "./page-source.ts";

const old = "Customers may use the service in all regions.";
const changed = "Customers may not use the service in China.";
let own: PageHouse;

beforeEach(async () => {
  own = await openPageHouse({ confirmMinutes: 10 });
  own.pages.set("terms", { text: old });
  await own.look();
});
afterEach(() => own.close());

describe("a page whose changes a second look confirms", () => {
  test("is looked at again soon after it changed, and told once when the second look sees the same", async () => {
    own.pages.set("terms", { text: changed });
    const first = await own.look({ hours: 12 });
    expect(first).toMatchObject({ changes: 0, nextDueAt: "2026-03-10T00:10:00.000Z" });
    expect(own.told()).toEqual([]);
    expect(await own.look({ minutes: 10 })).toMatchObject({ changes: 1, nextDueAt: "2026-03-11T00:00:00.000Z" });
    expect(await own.look({ minutes: 10 })).toMatchObject({ changes: 0 });
    expect(own.told()).toHaveLength(1);
    expect(own.home.changes.at(-1)?.evidence).toMatchObject({
      lastSeenBefore: "2026-03-09T12:00:00.000Z",
      firstSeenAfter: "2026-03-10T00:00:00.000Z",
    });
  });

  test("is redlined when the second look sees the same, not while it is doubted", async () => {
    const { registry } = await own.home.house.telemetry.meters([]);
    const redlines = async () => /^regwatch_redlines_total\{.*\} (\d+)$/m.exec(await registry.metrics())?.[1] ?? "0";
    own.pages.set("terms", { text: changed });
    await own.look({ hours: 12 });
    expect(await redlines()).toBe("0");
    await own.look({ minutes: 10 });
    expect(await redlines()).toBe("1");
  });

  test("is told at once when somebody asks and two looks in a row see the same", async () => {
    own.pages.set("terms", { text: changed });
    expect(await own.look({ hours: 1, asked: true })).toMatchObject({ changes: 0, held: 1 });
    own.pages.set("terms", { text: `${changed} Really.` });
    expect(await own.look({ asked: true })).toMatchObject({ changes: 0, held: 1 });
    expect(await own.look({ asked: true })).toMatchObject({ changes: 1, held: 0 });
    expect(own.told()).toHaveLength(1);
  });

  test("is silent when it flips and flips back before it was confirmed", async () => {
    own.pages.set("terms", { text: changed });
    await own.look({ hours: 1 });
    own.pages.set("terms", { text: old });
    await own.look({ minutes: 10 });
    own.pages.set("terms", { text: changed });
    await own.look({ hours: 1 });
    expect(own.told()).toEqual([]);
    await own.look({ minutes: 10 });
    expect(own.told()).toHaveLength(1);
  });

  test("is told as reverted when it says months later what it said before", async () => {
    own.pages.set("terms", { text: changed });
    await own.look({ hours: 1 });
    await own.look({ minutes: 10 });
    own.pages.set("terms", { text: old });
    await own.look({ hours: 24 * 90 });
    await own.look({ minutes: 10 });
    expect(own.told().at(-1)).toBe("terms: Reverted to the text of 2026-03-09");
  });

  test("that goes back and forth is told there and back, and then not before it has kept to one text for a week", async () => {
    for (const text of [changed, old, changed, old, changed]) {
      own.pages.set("terms", { text });
      await own.look({ hours: 1 });
      await own.look({ minutes: 10 });
    }
    expect(own.told()).toEqual(["terms: Text changed", "terms: Reverted to the text of 2026-03-09"]);
    const report = await own.look({ hours: 1 });
    expect(report.warnings[0]).toMatch(/goes back and forth/);
    await own.look({ hours: 7 * 24 });
    expect(own.told()).toHaveLength(3);
  });

  test("is told soon though its change was first seen while the machine's clock was a year ahead", async () => {
    own.pages.set("terms", { text: changed });
    own.hoursAhead = 24 * 365;
    await own.look({ hours: 1 });
    own.hoursAhead = 0;
    expect(await own.look({ hours: 1 })).toMatchObject({ held: 1, nextDueAt: "2026-03-09T14:10:00.000Z" });
    await own.look({ minutes: 10 });
    expect(own.told()).toHaveLength(1);
    expect(own.home.changes.at(-1)?.evidence).toMatchObject({ firstSeenAfter: "2026-03-09T14:00:00.000Z" });
  });

  test("is told after a day where it reads differently at every look, though the clock was a year ahead at first", async () => {
    own.hoursAhead = 24 * 365;
    for (let hour = 0; hour <= 27; hour += 1) {
      own.pages.set("terms", { text: `${changed} Visitor ${hour}.` });
      await own.look({ hours: 1 });
      own.hoursAhead = 0;
    }
    expect(own.told()).toHaveLength(1);
  });

  test("that reads differently at every look is told after a day all the same", async () => {
    for (let hour = 0; hour <= 25; hour += 1) {
      own.pages.set("terms", { text: `${changed} Visitor ${hour}.` });
      await own.look({ hours: 1 });
    }
    expect(own.told()).toHaveLength(1);
  });
});
