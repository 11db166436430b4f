import { afterAll, beforeAll, expect, test } from "vitest";
import type { Version } from "../../src/model/version.ts";
import { reread } from "../../src/pipeline/reread.ts";
import type { Services } from "../../src/pipeline/services.ts";
import { createWorldClock } from "../../src/world/clock.ts";
import { demoStart, demoStory } from "../../src/world/stories/demo.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";

let home: TestHouse;
let kept: Version;

beforeAll(async () => {
  home = await openTestHouse(createWorldClock(demoStart), demoStory);
  await home.check();
  const { store } = home.house.services;
  const version = await store.version(`${home.changes[0]?.documentId}.1`);
  if (version === null) throw new Error("nothing was recorded");
  kept = version;
});
afterAll(() => home.close());

/** The house with a later revision of its sources, which reads titles in capitals. */
function later(): Services {
  const { services } = home.house;
  const sources = Array.from(services.sources, ([id, source]) => {
    const extract: typeof source.extract = async (captured, params) => {
      const extraction = await source.extract(captured, params);
      return { ...extraction, title: extraction.title.toUpperCase() };
    };
    return [id, { ...source, revision: source.revision + 1, extract }] as const;
  });
  return { ...services, sources: new Map(sources) };
}

test("today's recipe is not asked to read again what it has read", async () => {
  expect(await reread(home.house.services, kept)).toBeNull();
});

test("a later recipe reads the same bytes, and nothing is recorded", async () => {
  const read = await reread(later(), kept);
  expect(read?.title).toBe(kept.title.toUpperCase());
  expect(read?.blocks).toEqual(kept.blocks);
  expect(read?.recipe.revision).toBe(kept.recipe.revision + 1);
  expect(read?.id).not.toBe(kept.id);
  const document = await home.house.services.store.document(kept.documentId);
  expect(document?.versions).toHaveLength(1);
});

test("a version whose feed is gone cannot be read again", async () => {
  expect(await reread({ ...later(), feeds: () => new Map() }, kept)).toBeNull();
});
