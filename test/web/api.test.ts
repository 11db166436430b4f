import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import * as schemas from "../../src/web/api/schemas.ts";
import { openWeb } from "./open-web.ts";
import type { OpenWeb } from "./open-web.ts";

let web: OpenWeb;
beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

async function json(path: string): Promise<unknown> {
  return (await web.get(path)).json();
}

describe("what the API gives is what its description says", () => {
  test.each([
    ["/api/v1/changes?muted=with", schemas.changePage],
    ["/api/v1/changes/c-rule", schemas.change],
    ["/api/v1/changes/c-terms/redline", schemas.redline],
    ["/api/v1/documents", schemas.documentPage],
    ["/api/v1/documents/rule", schemas.document],
    ["/api/v1/feeds", schemas.feeds],
    ["/api/v1/deadlines", schemas.deadlines],
    ["/api/v1/digest?since=2026-01-01", schemas.digest],
  ])("%s", async (path, schema) => {
    const parsed = strict(schema).safeParse(await json(path));
    expect(parsed.error?.issues ?? []).toEqual([]);
  });

  test("the OpenAPI document is one, as its own schema has it", async () => {
    const { valid, errors } = await new Validator().validate(
      z.record(z.string(), z.unknown()).parse(await json("/api/openapi.json")),
    );
    expect([valid, errors]).toEqual([true, undefined]);
  });

  test("the OpenAPI document names every schema it refers to", async () => {
    const document = z
      .object({ openapi: z.literal("3.1.0"), components: z.object({ schemas: z.record(z.string(), z.unknown()) }) })
      .parse(await json("/api/openapi.json"));
    const referred = [...JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)].map((match) => match[1]);
    expect(referred.filter((name) => name === undefined || !(name in document.components.schemas))).toEqual([]);
    expect(JSON.stringify(document.components.schemas["Change"])).toContain('"first-seen"');
  });
});

/** The same schema as the OpenAPI document has it: it refuses fields it does not name, however deep they stand. */
function strict(schema: z.ZodType): z.ZodType {
  return z.fromJSONSchema(z.toJSONSchema(schema));
}

test("a change has the fields of the contract", async () => {
  expect(await json("/api/v1/changes/c-rule")).toMatchObject({
    id: "c-rule",
    feedId: "federal-register/bis-rules",
    documentId: "rule",
    threadKey: "rin:0694-AK11",
    kind: "amended",
    permalink: "https://regwatch.example/changes/c-rule",
    significance: "substantive",
    reasons: expect.arrayContaining([{ rule: "obligation", section: "§ 744.23(b)", before: "may", after: "shall" }]),
    facts: expect.arrayContaining([{ name: "commentDeadline", before: "2026-01-05", after: "2026-02-04" }]),
    summarisedBy: "rules",
    redline: { stats: { sections: expect.any(Number) } },
    evidence: { before: expect.stringMatching(/^sha256:/), chain: "sha256:cc" },
  });
  expect(await json("/api/v1/changes/c-rule")).not.toHaveProperty("visibility");
});

test("the whole redline gives back both texts", async () => {
  for (const id of ["c-rule", "c-terms", "c-urgent"]) {
    const whole = schemas.redline.parse(await json(`/api/v1/changes/${id}/redline`));
    const side = (...ops: string[]) =>
      whole.spans
        .filter(({ op }) => ops.includes(op))
        .map(({ text }) => text)
        .join("");
    expect(side("equal", "delete", "move-from")).toBe(whole.before);
    expect(side("equal", "insert", "move-to")).toBe(whole.after);
    expect(whole.after).not.toBe("");
  }
  expect(await json("/api/v1/changes/c-urgent/redline")).toMatchObject({ before: "" });
});

test("pages follow each other by cursor and lose nothing", async () => {
  const all = schemas.changePage.parse(await json("/api/v1/changes?limit=200")).changes.map(({ id }) => id);
  const paged: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: z.infer<typeof schemas.changePage> = schemas.changePage.parse(
      await json(`/api/v1/changes?limit=2&cursor=${cursor}`),
    );
    expect(page.changes.length).toBeLessThanOrEqual(2);
    paged.push(...page.changes.map(({ id }) => id));
    cursor = page.next;
  }
  expect(paged).toEqual(all);
});

test("a query that matches little is paged through to the same answer", async () => {
  const query = encodeURIComponent("topic:tenders OR topic:cloud-access OR significance:urgent");
  const all = schemas.changePage.parse(await json(`/api/v1/changes?q=${query}`)).changes.map(({ id }) => id);
  expect(all).toEqual(["c-urgent", "c-terms", "c-hostile"]);
  const first = schemas.changePage.parse(await json(`/api/v1/changes?q=${query}&limit=1`));
  const second = schemas.changePage.parse(await json(`/api/v1/changes?q=${query}&limit=2&cursor=${first.next}`));
  expect([...first.changes, ...second.changes].map(({ id }) => id)).toEqual(all);
});

test.each([
  ["feed=tenders%2Fnational", ["c-hostile"]],
  ["source=policy-page&kind=amended", ["c-matter", "c-terms"]],
  ["topic=cloud-access", ["c-terms"]],
  ["kind=withdrawn", ["c-gone"]],
  ["min=urgent", ["c-urgent"]],
  ["since=24h&min=substantive&feed=federal-register%2Fentity-list", ["c-rule-entity"]],
  ["until=2026-01-10", ["c-baseline"]],
  ["baseline=without&until=2026-01-12T14:30:00Z", ["c-gone"]],
  ["muted=only", ["c-muted"]],
  [`q=${encodeURIComponent("加速计算")}`, ["c-terms"]],
])("?%s filters", async (filters, ids) => {
  const page = schemas.changePage.parse(await json(`/api/v1/changes?${filters}`));
  expect(page.changes.map(({ id }) => id)).toEqual(ids);
});

test.each([
  ["q=cfr%3A(", "q"],
  ["kind=nothing", "kind"],
  ["min=huge", "min"],
  ["since=yesterday", "since"],
  ["until=2026-13-45", "until"],
  ["limit=0", "limit"],
  ["limit=9999", "limit"],
  ["muted=perhaps", "muted"],
])("?%s is refused with the field at fault", async (query, field) => {
  const answer = await web.get(`/api/v1/changes?${query}`);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual({ error: { field, message: expect.stringMatching(/.{10}/) } });
});

test("a query that cannot be read says where", async () => {
  const answer = await json(`/api/v1/changes?q=${encodeURIComponent("export AND (chips")}`);
  expect(answer).toEqual({ error: { field: "q", message: expect.stringContaining("column 12") } });
});

test.each(["/api/v1/changes", "/api/v1/feeds", "/api/openapi.json", "/atom.xml", "/feed.json", "/deadlines.ics"])(
  "%s is not sent again while it is the same",
  async (path) => {
    const tag = (await web.get(path)).headers.get("etag") ?? "";
    expect(tag).not.toBe("");
    const again = await web.get(path, { "if-none-match": tag });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    expect((await web.get(path, { "if-none-match": '"other"' })).status).toBe(200);
  },
);

test("the digest groups by thread, the weightiest first, and tells an event once", async () => {
  const digest = schemas.digest.parse(await json("/api/v1/digest?since=7d"));
  expect(digest.threads[0]).toMatchObject({ threadKey: "rin:0694-AK11", significance: "urgent" });
  const ids = digest.threads.flatMap(({ changes }) => changes.map(({ id }) => id));
  expect(ids).toContain("c-rule");
  expect(ids).not.toContain("c-rule-entity");
  expect(ids).not.toContain("c-baseline");
  expect(ids).not.toContain("c-muted");
});
