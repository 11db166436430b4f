import { expect, test } from "vitest";
import { ForbiddenAddressError, LimitError, StatusError, WrongBodyError } from "../../src/model/errors.ts";
import { redirectTarget } from "../../src/lib/redirects.ts";
import { asText, failure, openDoor, publisher } from "./loopback.ts";

function redirectTo(location: string, status = 302) {
  return publisher((request, response) => {
    if (request.url === "/end") response.end("the end");
    else response.writeHead(status, { Location: location }).end("moved");
  });
}

test("redirects are followed and kept, to another host too, each host asked at the gate", async () => {
  const second = await redirectTo("/end#part", 308);
  const first = await redirectTo(`${second.origin}/middle`, 301);
  const { fetch, reserved } = openDoor([first.host, second.host]);
  const fetched = await fetch(`${first.origin}/start#top`);
  expect(asText(fetched.body)).toBe("the end");
  expect(fetched).toMatchObject({ url: `${first.origin}/start#top`, finalUrl: `${second.origin}/end` });
  expect(fetched.redirects).toEqual([
    { status: 301, from: `${first.origin}/start`, to: `${second.origin}/middle` },
    { status: 308, from: `${second.origin}/middle`, to: `${second.origin}/end` },
  ]);
  expect(reserved).toEqual([first.host, second.host, second.host]);
});

test("the caller's own headers do not go along to another host", async () => {
  const other = await redirectTo("/end");
  const first = await redirectTo(`${other.origin}/x`);
  await openDoor([first.host, other.host]).fetch(first.origin, { headers: { "X-Api-Key": "k", Authorization: "t" } });
  expect(first.seen[0]?.headers).toMatchObject({ "x-api-key": "k", authorization: "t" });
  for (const { headers } of other.seen) {
    expect(headers["x-api-key"]).toBeUndefined();
    expect(headers.authorization).toBeUndefined();
    expect(headers["user-agent"]).toContain("regwatch/");
  }
});

test.each([
  "http://127.0.0.1:1/",
  "http://2130706433:1/",
  "http://0x7f.1:1/",
  "http://[::ffff:127.0.0.1]:1/",
  "http://169.254.169.254/latest/meta-data/",
  "//10.0.0.1/",
  "file:///etc/passwd",
  "http://user:pass@example.com/",
])("a redirect to %s is refused", async (location) => {
  const site = await redirectTo(location);
  const { fetch, reserved } = openDoor([site.host]);
  const error = await failure(fetch(site.origin));
  expect(error).toBeInstanceOf(ForbiddenAddressError);
  expect(error.message).toContain(`${site.host} redirects to an address that is not fetched`);
  expect(reserved).toEqual([site.host]);
});

test("a redirect to a name that resolves to a private address is refused when it connects", async () => {
  const inside = await publisher((_request, response) => response.end("secret"));
  const site = await redirectTo(`http://localhost:${inside.port}/`);
  const error = await failure(openDoor([site.host]).fetch(site.origin));
  expect(error).toBeInstanceOf(ForbiddenAddressError);
  expect(error.message).toContain("localhost resolves to a private address");
  expect(inside.seen).toEqual([]);
});

test("a permission for one port of a private host does not open the others", async () => {
  const inside = await publisher((_request, response) => response.end("secret"));
  const site = await publisher((_request, response) => response.end("ok"));
  const { fetch } = openDoor([`localhost:${site.port}`]);
  expect((await fetch(`http://localhost:${site.port}/`)).status).toBe(200);
  expect(await failure(fetch(`http://localhost:${inside.port}/`))).toBeInstanceOf(ForbiddenAddressError);
  expect(await failure(fetch(site.origin))).toBeInstanceOf(ForbiddenAddressError);
  expect(inside.seen).toEqual([]);
});

test("five redirects are followed, a sixth is not", async () => {
  const site = await publisher((request, response) => {
    const left = Number(request.url?.slice(1));
    if (left === 0) response.end("ok");
    else response.writeHead(302, { Location: `/${left - 1}` }).end();
  });
  const { fetch } = openDoor([site.host]);
  expect((await fetch(`${site.origin}/5`)).redirects).toHaveLength(5);
  const error = await failure(fetch(`${site.origin}/6`));
  expect(error).toBeInstanceOf(LimitError);
  expect(error.message).toContain("redirects more than 5 times");
});

test("a redirect from https to http is refused", () => {
  const from = new URL("https://www.bis.gov/rules");
  const follow = (location: string | undefined): URL => redirectTarget(from, location, 302, new Set(), false);
  expect(() => follow("http://www.bis.gov/rules")).toThrow(ForbiddenAddressError);
  expect(() => follow("http://www.bis.gov/rules")).toThrow("www.bis.gov redirects from https to plain http");
  expect(follow("//bis.gov/rules/").href).toBe("https://bis.gov/rules/");
});

test("a redirect without a place is an error, one in raw UTF-8 is understood", () => {
  const from = new URL("https://www.example.com/");
  expect(() => redirectTarget(from, undefined, 301, new Set(), false)).toThrow(StatusError);
  const raw = Buffer.from("/公告").toString("latin1");
  expect(redirectTarget(from, raw, 301, new Set(), false).pathname).toBe(encodeURI("/公告"));
});

test("being sent to the Request Access page is a wrong body, and the host is left alone for a while", async () => {
  const site = await redirectTo("https://unblock.federalregister.gov/?from=x");
  const { fetch, held } = openDoor([site.host]);
  const error = await failure(fetch(site.origin));
  expect(error).toBeInstanceOf(WrongBodyError);
  expect(error.message).toBe(
    `${site.host} sends us to a "Request Access" page (unblock.federalregister.gov) instead of answering.`,
  );
  expect(held).toEqual([{ host: site.host, seconds: 900 }]);
});

test("being sent to a consent page is a wrong body without a hold", async () => {
  const site = await redirectTo("https://consent.google.com/ml?continue=x");
  const { fetch, held } = openDoor([site.host]);
  expect(await failure(fetch(site.origin))).toBeInstanceOf(WrongBodyError);
  expect(held).toEqual([]);
});

test("a redirect the caller handles itself is not followed", async () => {
  const site = await redirectTo("/end", 301);
  expect((await openDoor([site.host]).fetch(site.origin, { allowStatus: [301] })).status).toBe(301);
});
