import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allowList, checkUrl, hostAndPort, isPrivateAddress, lookupPublic } from "../../src/lib/address.ts";
import { ForbiddenAddressError, UsageError } from "../../src/model/errors.ts";

const nobody = allowList([]);

describe("addresses that are not public", () => {
  test.each([
    ["loopback", ["127.0.0.1", "127.255.1.2", "::1"]],
    ["private", ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"]],
    [
      "link-local and metadata",
      ["169.254.0.1", "169.254.169.254", "fe80::1", "fe80::1%eth0", "168.63.129.16", "192.0.0.192"],
    ],
    ["unique local and site-local", ["fc00::1", "fd00:ec2::254", "fec0::1"]],
    ["carrier-grade NAT", ["100.64.0.1", "100.100.100.200", "100.127.255.255"]],
    ["multicast and broadcast", ["224.0.0.1", "239.1.1.1", "255.255.255.255", "ff02::1"]],
    ["unspecified", ["0.0.0.0", "0.1.2.3", "::"]],
    [
      "reserved",
      ["240.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "2001:db8::1", "4000::1", "100::1"],
    ],
    ["IPv4 inside IPv6", ["::ffff:127.0.0.1", "::ffff:a00:1", "::ffff:0:127.0.0.1", "::127.0.0.1", "::7f00:1"]],
    ["NAT64", ["64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b:1::808:808"]],
    ["6to4 and Teredo", ["2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2"]],
    ["no address at all", ["", "localhost", "1.2.3.4.5"]],
  ])("%s", (_name, addresses) => {
    for (const address of addresses) expect([address, isPrivateAddress(address)]).toEqual([address, true]);
  });

  test("public ones are let through, also translated", () => {
    const open = [
      "8.8.8.8",
      "100.63.255.255",
      "172.32.0.1",
      "2606:4700::6810:84e5",
      "2a00:1450:4001::1",
      "::ffff:8.8.8.8",
    ];
    for (const address of [...open, "64:ff9b::808:808", "2002:808:808::1"]) {
      expect([address, isPrivateAddress(address)]).toEqual([address, false]);
    }
  });

  test("an IPv4 address is judged the same in every wrapping", () => {
    fc.assert(
      fc.property(fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 255 }))), (octets) => {
        const plain = octets.join(".");
        const hex = octets.map((octet) => octet.toString(16).padStart(2, "0")).join("");
        const halves = `${hex.slice(0, 4)}:${hex.slice(4)}`;
        for (const wrapped of [`::ffff:${plain}`, `64:ff9b::${plain}`, `2002:${halves}::1`]) {
          expect([wrapped, isPrivateAddress(wrapped)]).toEqual([wrapped, isPrivateAddress(plain)]);
        }
      }),
    );
  });
});

describe("addresses as text", () => {
  test.each([
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://127.0.0.1./",
    "http://0/",
    "http://①②⑦.⓪.⓪.①/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]:8080/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "https://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/",
  ])("%s is refused", (url) => {
    expect(() => checkUrl(url, nobody)).toThrow(ForbiddenAddressError);
    expect(() => checkUrl(url, nobody)).toThrow("REGWATCH_ALLOW_HOSTS");
  });

  test.each(["ftp://example.com/", "file:///etc/passwd", "data:text/html,x", "not an address", "http://"])(
    "%s is not for fetching",
    (url) => expect(() => checkUrl(url, nobody)).toThrow(ForbiddenAddressError),
  );

  test("a user name or password in an address is refused and not repeated", () => {
    const address = "https://anna:hunter2@example.com/";
    expect(() => checkUrl(address, nobody)).toThrow("user name or password");
    expect(() => checkUrl(address, nobody)).not.toThrow("hunter2");
  });

  test("public addresses and names pass; names are judged when resolved", () => {
    expect(checkUrl("https://www.federalregister.gov/api/v1/documents", nobody).hostname).toBe(
      "www.federalregister.gov",
    );
    expect(checkUrl("http://8.8.8.8/", nobody).hostname).toBe("8.8.8.8");
  });

  test.each([
    "http://localhost/",
    "http://metadata/",
    "http://metadata.google.internal./",
    "http://nas.local/",
    "http://a.localhost/",
  ])("behind a proxy, the local name in %s is refused", (url) =>
    expect(() => checkUrl(url, nobody, true)).toThrow(ForbiddenAddressError),
  );
});

describe("hosts the operator allows", () => {
  const allow = allowList(["127.0.0.1:8080", "[::1]:9000", "Mirror.Example:443", "10.0.0.5:80"]);

  test("exactly that host and port may be private", () => {
    expect(() => checkUrl("http://127.0.0.1:8080/a", allow)).not.toThrow();
    expect(() => checkUrl("http://2130706433:8080/a", allow)).not.toThrow();
    expect(() => checkUrl("http://[0:0::1]:9000/", allow)).not.toThrow();
    expect(() => checkUrl("http://10.0.0.5/", allow)).not.toThrow();
    expect(() => checkUrl("http://127.0.0.1:8081/a", allow)).toThrow(ForbiddenAddressError);
    expect(() => checkUrl("http://127.0.0.2:8080/a", allow)).toThrow(ForbiddenAddressError);
    expect(() => checkUrl("https://10.0.0.5/", allow)).toThrow(ForbiddenAddressError);
  });

  test("a permission does not extend to credentials or other protocols", () => {
    expect(() => checkUrl("http://a:b@127.0.0.1:8080/", allow)).toThrow(ForbiddenAddressError);
  });

  test.each(["127.0.0.1", "http://a:80", "a:80/path", "a:b", "u@a:80"])("the entry %j is named as wrong", (entry) => {
    expect(() => allowList([entry])).toThrow(UsageError);
  });

  test("host and port are always written out", () => {
    expect(hostAndPort(new URL("https://www.congress.gov./x"))).toBe("www.congress.gov:443");
    expect(hostAndPort(new URL("http://example.com"))).toBe("example.com:80");
  });
});

describe("names", () => {
  test("a name that resolves to a private address is refused when it is resolved", async () => {
    for (const all of [true, false]) {
      const outcome = await resolve("localhost", all);
      expect(outcome).toBeInstanceOf(ForbiddenAddressError);
      expect(String(outcome)).toContain("localhost resolves to a private address");
    }
  });

  test("a public address is given back in the form that was asked for", async () => {
    expect(await resolve("8.8.8.8", false)).toBe("8.8.8.8");
    expect(await resolve("8.8.8.8", true)).toEqual([{ address: "8.8.8.8", family: 4 }]);
  });
});

function resolve(name: string, all: boolean): Promise<unknown> {
  return new Promise((done) => lookupPublic(name, { all }, (error, address) => done(error ?? address)));
}
