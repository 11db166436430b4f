import { afterAll, beforeAll, expect, test } from "vitest";
import { openWeb, type OpenWeb } from "../web/open-web.ts";

const adminToken = "an-admin-token-of-some-length";
let web: OpenWeb;
beforeAll(async () => {
  web = await openWeb({ read: "public", adminToken });
});
afterAll(() => web.close());

const signingIn = new Set(["/login", "/logout"]);
const urlOf = (path: string) => web.url + path.replaceAll(/:\w+/g, "c-rule");

async function send(
  { method, path }: OpenWeb["forms"][number],
  headers: Readonly<Record<string, string>>,
  body: Readonly<Record<string, string>> = {},
): Promise<number> {
  const answer = await fetch(urlOf(path), { method, redirect: "manual", headers, body: new URLSearchParams(body) });
  await answer.arrayBuffer();
  return answer.status;
}

async function session(): Promise<{ readonly cookie: string; readonly key: string }> {
  const answer = await fetch(`${web.url}/login`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ token: adminToken }),
  });
  const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  const page = await web.text("/subscriptions", { cookie });
  return { cookie, key: /name="key" value="([^"]+)"/.exec(page)?.[1] ?? "" };
}

test("whatever changes something wants a token, by whatever method it is asked", async () => {
  expect(web.forms.length).toBeGreaterThan(10);
  for (const form of web.forms.filter(({ path }) => !signingIn.has(path))) {
    expect([form.path, await send(form, {})]).toEqual([form.path, 401]);
    for (const method of ["PUT", "DELETE", "PATCH"])
      expect([form.path, await send({ ...form, method }, {})]).toEqual([form.path, 404]);
  }
});

test("no form is taken from another site, without its session's key, or with a wrong one", async () => {
  const { cookie, key } = await session();
  expect(key).not.toBe("");
  for (const form of web.forms.filter(({ path }) => path !== "/login")) {
    const statuses = [
      await send(form, { cookie }),
      await send(form, { cookie }, { key: `${key.slice(0, -2)}AA` }),
      await send(form, { cookie, "sec-fetch-site": "cross-site" }, { key }),
      await send(form, { cookie, "sec-fetch-site": "same-site" }, { key }),
      await send(form, { authorization: `Bearer ${adminToken}`, "sec-fetch-site": "cross-site" }),
    ];
    expect([form.path, statuses]).toEqual([form.path, [403, 403, 403, 403, 403]]);
  }
});

test("a session does not begin with a cookie that somebody else chose", async () => {
  const planted = "regwatch_session=chosen-by-somebody-else";
  const answer = await fetch(`${web.url}/login`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: planted },
    body: new URLSearchParams({ token: adminToken }),
  });
  const given = answer.headers.get("set-cookie") ?? "";
  expect(given).not.toContain("chosen-by-somebody-else");
  expect(given).toMatch(/HttpOnly; Secure; SameSite=Lax/);
});

test("no page may be framed, and none runs or loads what is foreign", async () => {
  for (const path of [
    "/",
    "/login",
    "/changes/c-rule",
    "/nothing-here",
    "/healthz",
    "/assets/none",
    "/api/v1/changes",
  ]) {
    const { headers } = await web.get(path);
    const policy = headers.get("content-security-policy") ?? "";
    expect([path, policy]).toEqual([path, expect.stringContaining("frame-ancestors 'none'")]);
    expect([path, policy]).toEqual([path, expect.stringContaining("default-src 'none'")]);
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|https?:|\*/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  }
});
