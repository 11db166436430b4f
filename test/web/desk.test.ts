import { load } from "cheerio";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeToken } from "../../src/commands/tokens.ts";
import { sha256 } from "../../src/lib/hash.ts";
import type { Role } from "../../src/model/access.ts";
import { at, planned, sampleFeed, sampleRecording, sampleSubscription } from "../contract/store-samples.ts";
import { quickStore, type TestStore } from "../support/database.ts";
import { openWeb, type OpenWeb } from "./open-web.ts";

const adminToken = "an-admin-token-of-some-length";
let house: TestStore;
let web: OpenWeb;

beforeAll(async () => {
  house = await quickStore();
  const { store } = house;
  await store.syncFeeds([{ feed: sampleFeed("f"), host: "h" }], at(0));
  await store.addSubscription(sampleSubscription("s1"));
  const told = { to: [planned("s1", "e1")], change: { title: '=HYPERLINK("https://evil.example")' } };
  await store.record(sampleRecording("f", "a", "One.", told));
  web = await openWeb({ store, adminToken, read: "public", publicUrl: "http://127.0.0.1" });
});
afterAll(async () => {
  await web.close();
  await house.close();
});

async function tokenOf(name: string, role: Role): Promise<{ readonly id: string; readonly token: string }> {
  const random = {
    id: sha256(name).slice(0, 12),
    secret: Buffer.from(sha256(`secret of ${name}`), "hex"),
    hash: sha256,
  };
  return makeToken(house.store, { name, role }, random, "admin", at(0));
}

async function post(
  path: string,
  headers: Readonly<Record<string, string>>,
  form: Readonly<Record<string, string>> = {},
) {
  const answer = await fetch(web.url + path, {
    method: "POST",
    redirect: "manual",
    headers,
    body: new URLSearchParams(form),
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** Signs in, and returns the cookie and the key of its forms. */
async function signIn(token: string): Promise<{ readonly cookie: string; readonly key: string }> {
  const answer = await post("/login", {}, { token });
  const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  const key = load(await web.text("/", { cookie }))("input[name=key]").attr("value") ?? "";
  return { cookie, key };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

test("a personal token signs its person in, is kept as a hash, and ends with its sessions when it is revoked", async () => {
  const ada = await tokenOf("Ada", "editor");
  expect(JSON.stringify(await house.sql("select * from personal_tokens"))).not.toContain(ada.token);
  const { cookie } = await signIn(ada.token);
  expect(cookie).not.toContain(ada.token);
  expect(load(await web.text("/", { cookie }))("form.session").text()).toContain("Ada");
  expect((await web.get("/subscriptions", bearer(ada.token))).status).toBe(200);
  expect((await house.store.tokens()).find(({ name }) => name === "Ada")?.lastUsedAt).not.toBeNull();
  expect(await house.store.revokeToken(ada.id, "admin", at(1))).toBe(true);
  expect((await web.get("/subscriptions", { cookie })).status).toBe(401);
  expect((await web.get("/subscriptions", bearer(ada.token))).status).toBe(401);
});

test("a form without its session's key, or from another site, is refused and does nothing", async () => {
  const { token } = await tokenOf("Bob", "admin");
  const { cookie, key } = await signIn(token);
  const other = await signIn(adminToken);
  const wish = { name: "Mallory", role: "admin" };
  expect((await post("/tokens", { cookie }, wish)).status).toBe(403);
  expect((await post("/tokens", { cookie }, { ...wish, key: other.key })).status).toBe(403);
  expect((await post("/tokens", { cookie, "sec-fetch-site": "cross-site" }, { ...wish, key })).status).toBe(403);
  expect((await house.store.tokens()).map(({ name }) => name)).not.toContain("Mallory");
  const made = await post(
    "/tokens",
    { cookie, "sec-fetch-site": "same-origin" },
    { name: "Cyd", role: "auditor", key },
  );
  const fresh = /rw_[\w-]{43}/.exec(made.text)?.[0] ?? "";
  expect(made.headers.get("cache-control")).toBe("no-store");
  expect(await web.text("/tokens", { cookie })).not.toContain(fresh);
  expect((await web.get("/audit", bearer(fresh))).status).toBe(200);
});

test("an auditor reads everything and changes nothing; an editor gives nobody a token", async () => {
  const auditor = await tokenOf("Dee", "auditor");
  const editor = await tokenOf("Eve", "editor");
  for (const path of ["/audit", "/audit/actions", "/subscriptions", "/audit.csv", "/drafts"]) {
    expect([path, (await web.get(path, bearer(auditor.token))).status]).toEqual([path, 200]);
    expect([path, (await web.get(path)).status]).toEqual([path, 401]);
  }
  const [entry] = (await house.store.audited({ limit: 1 })).rows;
  const decide = `/audit/${entry?.alertId}`;
  const decision = { tenant: "local", decision: "no-impact" };
  expect((await post(decide, bearer(auditor.token), decision)).status).toBe(403);
  expect((await web.get("/tokens", bearer(editor.token))).status).toBe(403);
  expect((await post("/tokens", bearer(editor.token), { name: "X" })).status).toBe(403);
  expect((await post(decide, bearer(editor.token), { ...decision, tenant: "slack:T1" })).status).toBe(404);
  expect((await post(decide, bearer(editor.token), decision)).status).toBe(303);
});

test("the audit joins what was told, who decided what, and the evidence; it can be filtered and taken along", async () => {
  const editor = await tokenOf("Fay", "editor");
  const [entry] = (await house.store.audited({ limit: 1 })).rows;
  const decision = { tenant: "local", decision: "escalated", note: "Ask counsel", owner: "Gus" };
  await post(`/audit/${entry?.alertId}`, bearer(editor.token), decision);
  const page = load(await web.text("/audit", bearer(adminToken)));
  const section = page("main section").text().replace(/\s+/g, " ");
  expect(section).toContain("Escalated, by Fay");
  expect(section).toContain("owner Gus: Ask counsel");
  expect(section).toContain(entry?.changes[0]?.evidence.chain);
  expect(await web.text("/audit?person=nobody", bearer(adminToken))).toContain("No alert fits");
  expect(await web.text("/audit?person=FAY&q=hyperlink", bearer(adminToken))).toContain("Ask counsel");
  expect((await web.get("/audit?since=yesterday", bearer(adminToken))).status).toBe(400);
  const csv = await web.text("/audit.csv", bearer(adminToken));
  expect(csv.split("\r\n")[0]).toContain("told,tenant,change,title");
  expect(csv).toContain(`"'=HYPERLINK(`);
  expect(await web.text("/audit.csv?cursor=of-another-page", bearer(adminToken))).toBe(csv);
  const lines = JSON.parse(await web.text("/audit.json?q=hyperlink", bearer(adminToken))) as { decidedBy: string }[];
  expect(lines.map(({ decidedBy }) => decidedBy)).toEqual(["Fay"]);
  const actions = await web.text("/audit/actions?person=fay", bearer(adminToken));
  expect(load(actions)("tbody tr").length).toBe(1);
});

test("whoever is signed in can sign in as somebody else, and nobody posts more than a form", async () => {
  const { token } = await tokenOf("Ida", "auditor");
  const { cookie } = await signIn(token);
  expect((await post("/login", { cookie }, { token: adminToken })).status).toBe(303);
  expect((await post("/login", {}, { token: "x".repeat(300_000) })).status).toBe(413);
});

test("what one tenant decided stands with that tenant alone", async () => {
  const { store } = house;
  await store.addSubscription(sampleSubscription("s2", { tenant: "slack:T1" }));
  await store.record(sampleRecording("f", "b", "Two.", { to: [planned("s1", "e2"), planned("s2", "e2")] }));
  const [entry] = (await store.audited({ limit: 1 })).rows;
  const editor = await tokenOf("Jo", "editor");
  await post(`/audit/${entry?.alertId}`, bearer(editor.token), { tenant: "local", decision: "no-impact" });
  const theirs = (await store.audited({ person: "jo", limit: 9 })).rows;
  expect(theirs.map(({ tenant }) => tenant)).toEqual(["local"]);
});

test("after ten wrong tokens nobody guesses on, personal ones included", async () => {
  const { token } = await tokenOf("Hal", "auditor");
  for (let guess = 0; guess < 10; guess += 1) await web.get("/audit", bearer(`rw_guess-${guess}`));
  expect((await web.get("/audit", bearer("rw_once-more"))).status).toBe(429);
  expect((await web.get("/audit", bearer(token))).status).toBe(429);
});
