import { request } from "node:http";
import { afterEach, expect, test } from "vitest";
import { openWeb } from "./open-web.ts";
import type { OpenWeb } from "./open-web.ts";
import { now } from "./sample.ts";

const token = "an-admin-token-of-some-length";
const opened: OpenWeb[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((web) => web.close()));
});

async function open(...changes: Parameters<typeof openWeb>): Promise<OpenWeb> {
  const web = await openWeb(...changes);
  opened.push(web);
  return web;
}

function signIn(web: OpenWeb, given: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return post(`${web.url}/login`, headers, new URLSearchParams({ token: given, next: "/feeds" }));
}

async function post(url: string, headers: Readonly<Record<string, string>>, body?: URLSearchParams): Promise<Response> {
  const answer = await fetch(url, { method: "POST", redirect: "manual", headers, body: body ?? null });
  return new Response(await answer.arrayBuffer(), answer);
}

test("with the policy token nothing but health and the form is to be had without it", async () => {
  const web = await open({ read: "token", adminToken: token });
  for (const path of ["/", "/changes/c-rule", "/feeds", "/deadlines", "/documents/rule"]) {
    const answer = await web.get(path);
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(`/login?next=${encodeURIComponent(path)}`);
  }
  for (const path of [
    "/api/v1/changes",
    "/atom.xml",
    "/feed.json",
    "/deadlines.ics",
    "/metrics",
    "/api/openapi.json",
  ]) {
    const answer = await web.get(path);
    expect([path, answer.status]).toEqual([path, 401]);
    expect(answer.headers.get("www-authenticate")).toContain("Bearer");
  }
  for (const path of ["/healthz", "/readyz", "/login"]) expect((await web.get(path)).status).toBe(200);
});

test("a bearer token or ?token= lets programs read", async () => {
  const web = await open({ read: "token", adminToken: token });
  expect((await web.get("/api/v1/changes", { authorization: `Bearer ${token}` })).status).toBe(200);
  const feed = await web.get(`/atom.xml?token=${token}`);
  expect(feed.status).toBe(200);
  expect(await feed.text()).not.toContain(token);
});

test("?token= on a page signs in and takes the token out of the address", async () => {
  const web = await open({ read: "token", adminToken: token });
  const answer = await web.get(`/feeds?token=${token}&x=1`);
  expect(answer.status).toBe(303);
  expect(answer.headers.get("location")).toBe("/feeds?x=1");
  const cookie = answer.headers.get("set-cookie") ?? "";
  expect(cookie).toMatch(/HttpOnly; Secure; SameSite=Lax/);
  expect(cookie).not.toContain(token);
  expect((await web.get("/feeds", { cookie: cookie.split(";")[0] ?? "" })).status).toBe(200);
});

test("the form signs in and out", async () => {
  const web = await open({ read: "token", adminToken: token });
  const wrong = await signIn(web, "wrong");
  expect(wrong.status).toBe(401);
  expect(await wrong.text()).toContain("This is not the token");
  const right = await signIn(web, ` ${token} `);
  expect([right.status, right.headers.get("location")]).toEqual([303, "/feeds"]);
  const cookie = right.headers.get("set-cookie")?.split(";")[0] ?? "";
  const page = await web.text("/subscriptions", { cookie });
  expect(page).toContain("Sign out");
  const key = /name="key" value="([^"]+)"/.exec(page)?.[1] ?? "";
  expect((await post(`${web.url}/logout`, { cookie })).status).toBe(403);
  const out = await post(`${web.url}/logout`, { cookie }, new URLSearchParams({ key }));
  expect(out.headers.get("set-cookie")).toContain("Max-Age=0");
});

test("a session ends after thirty days, and a forged one never begins", async () => {
  const clock = { at: now };
  const web = await open({ read: "token", adminToken: token, clock: { now: () => clock.at } });
  const cookie = (await signIn(web, token)).headers.get("set-cookie")?.split(";")[0] ?? "";
  expect((await web.get("/", { cookie: cookie.replace(/\d{2}\./, "99.") })).status).toBe(303);
  clock.at = now.add({ hours: 29 * 24 });
  expect((await web.get("/", { cookie })).status).toBe(200);
  clock.at = now.add({ hours: 31 * 24 });
  expect((await web.get("/", { cookie })).status).toBe(303);
});

test("signing in never leads away, and never begins on another site", async () => {
  const web = await open({ read: "token", adminToken: token });
  const body = new URLSearchParams({ token, next: "//evil.example/x" });
  const away = await post(`${web.url}/login`, {}, body);
  expect(away.headers.get("location")).toBe("/");
  expect((await signIn(web, token, { "sec-fetch-site": "cross-site" })).status).toBe(403);
});

test("after ten wrong tokens an address waits, and a session goes on", async () => {
  const clock = { at: now };
  const web = await open({ read: "token", adminToken: token, clock: { now: () => clock.at } });
  const cookie = (await signIn(web, token)).headers.get("set-cookie")?.split(";")[0] ?? "";
  for (let attempt = 0; attempt < 10; attempt += 1) {
    expect((await web.get("/api/v1/changes", { authorization: "Bearer guess" })).status).toBe(401);
  }
  const refused = await web.get("/api/v1/changes", { authorization: `Bearer ${token}` });
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await signIn(web, token)).status).toBe(429);
  expect((await web.get("/", { cookie })).status).toBe(200);
  clock.at = now.add({ minutes: 16 });
  expect((await web.get("/api/v1/changes", { authorization: `Bearer ${token}` })).status).toBe(200);
});

test("subscriptions are for the admin token alone, and show neither secret nor address", async () => {
  const unset = await open({ read: "open", adminToken: null });
  expect((await unset.get("/subscriptions")).status).toBe(403);
  const refused = await unset.get("/api/v1/subscriptions");
  expect(refused.status).toBe(403);
  expect(await refused.json()).toEqual({ error: { message: expect.stringContaining("REGWATCH_ADMIN_TOKEN") } });

  const web = await open({ read: "public", adminToken: token });
  expect((await web.get("/api/v1/subscriptions")).status).toBe(401);
  const headers = { authorization: `Bearer ${token}` };
  for (const path of ["/subscriptions", "/api/v1/subscriptions"]) {
    const text = await web.text(path, headers);
    expect(text).toContain("hooks.example");
    expect(text).toContain("The receiver answers with 400.");
    expect(text).not.toMatch(/SECRETPATH|SECRETKEY/);
  }
});

test("a wrong token is refused even where reading needs none", async () => {
  const web = await open({ read: "public", adminToken: token });
  expect((await web.get("/api/v1/changes", { authorization: "Bearer wrong" })).status).toBe(401);
  expect((await web.get("/api/v1/changes")).status).toBe(200);
});

test("open on loopback, only our own names are answered", async () => {
  const web = await open({ read: "open", publicUrl: "http://regwatch.local:3000" });
  expect(await statusFor(web, "localhost:3000")).toBe(200);
  expect(await statusFor(web, "127.0.0.1")).toBe(200);
  expect(await statusFor(web, "[::1]:3000")).toBe(200);
  expect(await statusFor(web, "regwatch.local")).toBe(200);
  expect(await statusFor(web, "rebound.evil.example")).toBe(421);
  expect(await statusFor(web, "127.0.0.1.evil.example:3000")).toBe(421);
  expect(await statusFor(web, "localhost@evil.example")).toBe(400);
});

test("behind a proxy any name is answered where a policy was chosen", async () => {
  const web = await open({ read: "public", adminToken: token });
  expect(await statusFor(web, "rules.example")).toBe(200);
});

function statusFor(web: OpenWeb, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(`${web.url}/api/v1/feeds`, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.on("error", reject).end();
  });
}
