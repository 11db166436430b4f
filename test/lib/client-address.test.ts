import { expect, test } from "vitest";
import { clientAddress, trustedProxies } from "../../src/lib/client-address.ts";
import { UsageError } from "../../src/model/errors.ts";

const proxies = trustedProxies(["127.0.0.1", "10.0.0.0/8", "fd00::/8"]);

test("an IPv6 reader counts as one, however the /64 is written, and IPv4 in IPv6 is IPv4", () => {
  const one = ["2001:db8::1", "2001:db8::a:b", "2001:db8:0:0:ffff::", "2001:0db8:0000:0000:1:2:3:4"];
  expect(new Set(one.map((address) => clientAddress(address, "", [])))).toHaveLength(1);
  expect(clientAddress("2001:db8:0:1::1", "", [])).not.toBe(clientAddress("2001:db8::1", "", []));
  expect(clientAddress("::ffff:192.0.2.7", "", [])).toBe("192.0.2.7");
});

test("only a proxy of ours is believed, and only what it added itself", () => {
  expect(clientAddress("192.0.2.7", "198.51.100.1", proxies)).toBe("192.0.2.7");
  expect(clientAddress("127.0.0.1", "198.51.100.1", [])).toBe("127.0.0.1");
  expect(clientAddress("127.0.0.1", "198.51.100.1", proxies)).toBe("198.51.100.1");
  expect(clientAddress("::ffff:127.0.0.1", "forged, 203.0.113.9, 10.1.2.3", proxies)).toBe("203.0.113.9");
  expect(clientAddress("10.0.0.1", "nonsense", proxies)).toBe("10.0.0.1");
  expect(clientAddress(undefined, "", proxies)).toBe("unknown");
});

test.each(["localhost", "10.0.0.0/99", "a.b.c.d"])("%s is no network", (entry) => {
  expect(() => trustedProxies([entry])).toThrow(UsageError);
  expect(() => trustedProxies([entry])).toThrow("REGWATCH_TRUST_PROXY");
});
