import { afterEach, expect, test } from "vitest";
import { decodeText } from "../../src/snapshots/charset.ts";
import { createWorldClock } from "../../src/world/clock.ts";
import type { ProviderPage } from "../../src/world/provider/page.ts";
import { startWorld, type World } from "../../src/world/world.ts";

const clock = createWorldClock(Temporal.Instant.from("2026-03-09T15:00:00Z"));
let world: World;
afterEach(() => world.close());

const open = async (...pages: readonly ProviderPage[]) => {
  world = await startWorld({ clock, story: { provider: { pages } } });
};
const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(world.provider.origin + path, { headers });
const text = async (path: string) => (await get(path)).text();

test("a page is another one for every visit, and its text the same", async () => {
  await open({ path: "/terms", title: "Terms", versions: [{ text: "# Terms\nNobody may resell it.\n- nor lend it" }] });
  const [first, second] = [await text("/terms"), await text("/terms")];
  expect(first).not.toBe(second);
  for (const html of [first, second])
    expect(html).toContain("<h1>Terms</h1>\n<p>Nobody may resell it.</p>\n<ul><li>nor lend it</li></ul>");
  expect((await get("/elsewhere")).status).toBe(404);
});

test("a version is put up at its moment, by the story or by hand", async () => {
  await open({
    path: "/terms",
    title: "Terms",
    versions: [{ text: "one" }, { from: "2026-03-09T16:00:00Z", text: "two" }],
  });
  expect(await text("/terms")).toContain("<p>one</p>");
  await clock.set(Temporal.Instant.from("2026-03-09T16:00:00Z"));
  expect(await text("/terms")).toContain("<p>two</p>");
  world.provider.publish("/terms", { from: "2026-03-09T16:00:00Z", text: "three" });
  world.provider.publish("/new", { text: "another page" });
  expect(await text("/terms")).toContain("<p>three</p>");
  expect(await text("/new")).toContain("<p>another page</p>");
});

test("an experiment shows every third reader another text", async () => {
  await open({ path: "/a", title: "A", versions: [{ text: "old" }], experiment: { every: 3, text: "new" } });
  const shown = [await text("/a"), await text("/a"), await text("/a"), await text("/a")];
  expect(shown.map((html) => /<p>(old|new)<\/p>/.exec(html)?.[1])).toEqual(["old", "old", "new", "old"]);
});

test("a cached page has an ETag and is not sent twice", async () => {
  await open({ path: "/c", title: "C", cached: true, versions: [{ text: "old" }] });
  const first = await get("/c");
  const etag = first.headers.get("etag") ?? "";
  expect(await first.text()).toBe(await text("/c"));
  expect((await get("/c", { "if-none-match": etag })).status).toBe(304);
  world.provider.publish("/c", { text: "new" });
  expect((await get("/c", { "if-none-match": etag })).status).toBe(200);
});

test("an older Chinese page comes in GB 2312 and says so nowhere", async () => {
  const line = "您不得将加速计算实例转租给第三方。";
  await open({ path: "/zh", title: "服务条款", language: "zh-CN", encoding: "gb2312", versions: [{ text: line }] });
  const answer = await get("/zh");
  expect(answer.headers.get("content-type")).toBe("text/html");
  const body = new Uint8Array(await answer.arrayBuffer());
  expect(new TextDecoder().decode(body)).not.toContain(line);
  expect(decodeText(body, "text/html").text).toContain(line);
});
