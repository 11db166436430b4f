import { expect, test } from "vitest";
import { ForbiddenAddressError } from "../../src/model/errors.ts";
import { allowList, refuseFromOutside } from "../../src/lib/address.ts";
import { redirectTarget } from "../../src/lib/redirects.ts";
import { hostsNamed } from "../../src/pipeline/named-addresses.ts";
import { failure, openDoor, publisher } from "../lib/loopback.ts";

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
  const named = hostsNamed({ pages: [{ url: "https://publisher.example/a" }], baseUrl: inside.origin });
  expect(named).toEqual(["publisher.example:443", inside.host]);
  expect((await fetch(`${inside.origin}/x`, { namedHosts: named })).status).toBe(200);
});

test("what a page in the browser asks for follows the same rule", () => {
  const page = ["publisher.example:443"];
  expect(() => refuseFromOutside(page, new URL("http://10.0.0.5:8080/"), allow)).toThrow(ForbiddenAddressError);
  expect(() => refuseFromOutside(["wiki.corp:80"], new URL("http://10.0.0.5:8080/"), allow)).not.toThrow();
  expect(() => refuseFromOutside(page, new URL("https://cdn.example/"), allow)).not.toThrow();
});
