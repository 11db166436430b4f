import { expect, test } from "vitest";
import type { DatedFile, Imported } from "../../src/pipeline/import.ts";
import { importHistory, importedDocumentId } from "../../src/pipeline/import.ts";
import { createWorldClock } from "../../src/world/clock.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";

const rule = (words: string): string =>
  `<!doctype html><title>Terms</title><h1>Terms</h1><p>The provider ${words} keep records.</p>`;

function file(name: string, content: string): DatedFile {
  return { name, date: name.slice(0, 10), bytes: async () => new TextEncoder().encode(content) };
}

async function bring(house: TestHouse, files: readonly DatedFile[]): Promise<readonly Imported[]> {
  const { services, stopping } = house.house;
  const feed = services.feeds().get("federal-register/bis");
  if (!feed) throw new Error("the feed is missing");
  return Array.fromAsync(importHistory(services, feed, files, stopping));
}

const history = [
  file("2021-03-01a.html", rule("may")),
  file("2021-03-01b.html", rule("shall")),
  file("2021-03-01c.html", rule("may")),
];

test("a text that came, went and came back on one day is three versions, and subscribers hear of none", async () => {
  const house = await openTestHouse(createWorldClock(Temporal.Instant.from("2026-01-12T12:00:00Z")));
  try {
    await house.subscribe("terminal");
    expect((await bring(house, history)).map(({ kind }) => kind)).toEqual(["change", "change", "change"]);
    expect((await bring(house, history)).map(({ kind }) => kind)).toEqual(["known", "known", "known"]);
    const { store, feeds } = house.house.services;
    const feed = feeds().get("federal-register/bis");
    const document = feed && (await store.document(importedDocumentId(feed)));
    expect(document?.versions.map(({ publishedAt }) => publishedAt)).toEqual([
      "2021-03-01",
      "2021-03-01",
      "2021-03-01",
    ]);
    expect(await store.pendingDeliveries()).toBe(0);
    expect(await store.verify()).toMatchObject({ ok: true });
  } finally {
    await house.close();
  }
});

test("a poll of the feed leaves what was imported alone", async () => {
  const house = await openTestHouse(createWorldClock(Temporal.Instant.from("2026-01-12T12:00:00Z")));
  try {
    await bring(house, history);
    for (let poll = 0; poll < 2; poll += 1) {
      expect(await house.check()).toMatchObject({ error: null, warnings: [], changes: 0 });
      await house.clock.step({ hours: 1 });
    }
    expect(await bring(house, [...history, file("2021-04-01.html", rule("must"))])).toMatchObject([
      { kind: "known" },
      { kind: "known" },
      { kind: "known" },
      {
        kind: "change",
        change: { kind: "amended", occurredAt: "2021-04-01T10:00:00.000Z", detectedAt: "2026-01-12T14:00:00.000Z" },
      },
    ]);
  } finally {
    await house.close();
  }
});
