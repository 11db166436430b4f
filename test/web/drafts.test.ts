import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Draft } from "../../src/model/draft.ts";
import { defaultOptions } from "../../src/model/subscription.ts";
import { exampleDigest, exampleSubscription } from "../support/example-change.ts";
import { openWeb, type OpenWeb } from "./open-web.ts";
import { shelf } from "./sample.ts";
import { storeOver } from "./shelf.ts";

const token = "an-admin-token-of-some-length";
const admin = { authorization: `Bearer ${token}` };
const waiting: Draft = {
  id: "d1",
  subscription: exampleSubscription({
    destination: { channel: "email", address: "client@example.org" },
    options: { ...defaultOptions, form: "client", approve: true },
  }),
  planned: { alert: exampleDigest(), deliveries: [] },
  createdAt: "2026-01-12T13:00:00.000Z",
  decision: null,
  decidedBy: null,
  decidedAt: null,
};

let draft: Draft;
let web: OpenWeb;
beforeAll(async () => {
  const store = {
    ...storeOver(shelf),
    drafts: async () => (draft.decision === null ? [draft] : []),
    draft: async (id: string) => (id === draft.id ? draft : null),
    retracted: async () => [],
    async decideDraft(_id: string, decision: Draft["decision"], _planned: object, by: string, at: string) {
      if (draft.decision !== null) return false;
      draft = { ...draft, decision, decidedBy: by, decidedAt: at };
      return true;
    },
  };
  const letterhead = { name: "Example & Partners LLP", lines: [], logo: null };
  web = await openWeb({ store, adminToken: token, letterhead });
});
afterAll(() => web.close());
beforeEach(() => {
  draft = waiting;
});

async function post(path: string, headers: Readonly<Record<string, string>> = admin): Promise<number> {
  const answer = await fetch(web.url + path, { method: "POST", redirect: "manual", headers });
  await answer.arrayBuffer();
  return answer.status;
}

test("drafts are for the admin alone, to read and to decide", async () => {
  for (const path of ["/drafts", "/drafts/d1", "/drafts/d1/page"]) expect((await web.get(path)).status).toBe(401);
  expect(await post("/drafts/d1/approve", {})).toBe(401);
  expect(await post("/drafts/d1/approve", { ...admin, "sec-fetch-site": "cross-site" })).toBe(403);
  expect((await web.get("/drafts/d1/approve", admin)).status).toBe(404);
  expect(draft.decision).toBeNull();
});

test("a draft is listed, read as it goes out, and decided by a form, once", async () => {
  expect(await web.text("/drafts", admin)).toContain('href="/drafts/d1"');
  expect(await web.text("/drafts/d1", admin)).toContain("Approve and send");
  const page = await web.get("/drafts/d1/page", admin);
  expect(page.headers.get("content-security-policy")).toContain("sandbox");
  expect(await page.text()).toContain("Example &amp; Partners LLP");
  expect(await post("/drafts/d1/approve")).toBe(303);
  expect(draft).toMatchObject({ decision: "approved", decidedBy: "admin" });
  expect(await web.text("/drafts/d1", admin)).toMatch(/<strong>Approved<\/strong> by\s+admin/);
  expect(await post("/drafts/d1/discard")).toBe(400);
});
