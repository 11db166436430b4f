import { expect, test } from "vitest";
import { ForbiddenAddressError } from "../../src/model/errors.ts";
import { allowList } from "../../src/lib/address.ts";
import { installedBrowser } from "../../src/lib/browser-path.ts";
import { openBrowser } from "../../src/lib/browser.ts";
import { redirectTarget } from "../../src/lib/redirects.ts";
import { hostsNamed } from "../../src/pipeline/named-addresses.ts";
import { asText, failure, openDoor, publisher } from "../lib/loopback.ts";

const allow = allowList(["10.0.0.5:8080", "wiki.corp:80"]);
const outside = new URL("http://publisher.example/page");

test.each(["http://10.0.0.5:8080/admin", "http://wiki.corp/", "http://167772165:8080/"])(
  "a publisher's redirect to %s, which the operator opened for feeds of the house, is refused",
  (location) => {
    expect(() => redirectTarget(outside, location, 302, allow, false)).toThrow(ForbiddenAddressError);
    expect(() => redirectTarget(outside, location, 302, allow, false)).toThrow("REGWATCH_ALLOW_HOSTS");
    expect(redirectTarget(new URL("http://wiki.corp/a"), location, 302, allow, false).protocol).toBe("http:");
  },
);

test("a link found on a publisher's page leads to no host inside, and one that the feed file names does", async () => {
  const inside = await publisher((_request, response) => response.end("secret"));
  const { fetch } = openDoor([inside.host]);
  const error = await failure(fetch(`${inside.origin}/x`, { namedHosts: ["publisher.example:443"] }));
  expect(error).toBeInstanceOf(ForbiddenAddressError);
  expect(error.message).toBe(
    `publisher.example:443 leads to ${inside.host}, a host of REGWATCH_ALLOW_HOSTS, which is not fetched on its word.`,
  );
  expect(inside.seen).toEqual([]);
  const named = hostsNamed({
    params: { pages: [{ url: "https://publisher.example/a" }], baseUrl: inside.origin },
  });
  expect(named).toEqual(["publisher.example:443", inside.host]);
  expect((await fetch(`${inside.origin}/x`, { namedHosts: named })).status).toBe(200);
});

test.skipIf(installedBrowser() === null)("a publisher's page in the browser reaches no host inside", async () => {
  const inside = await publisher((_request, response) =>
    response.writeHead(200, { "access-control-allow-origin": "*" }).end("secret"),
  );
  const script = `
    const say = (text) => document.body.append(text);
    fetch("${inside.origin}/").then((r) => r.text()).then((t) => say("got " + t), () => say("refused"));`;
  const body = new TextEncoder().encode(`<!doctype html><p>Terms</p><script>${script}</script>`);
  const browser = openBrowser({
    fetch: async (url) => ({
      url,
      finalUrl: url,
      status: 200,
      headers: { "content-type": "text/html" },
      redirects: [],
      body,
      fetchedAt: "2026-01-12T12:00:00.000Z",
    }),
    contact: null,
    proxy: null,
    allowHosts: [inside.host],
    signal: new AbortController().signal,
  });
  try {
    const load = async (url: string): Promise<string> => asText((await browser.render(url)).body);
    expect(await load("http://publisher.example/terms")).toContain("refused");
    expect(inside.seen).toEqual([]);
    expect(await load(`${inside.origin}/terms`)).toContain("got secret");
  } finally {
    await browser.close();
  }
});
