import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson, hashJson, hmacSha256, sameSecret, sha256, sha256Id } from "../../src/lib/hash.ts";

test("bytes and the same text have the same SHA-256", () => {
  expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(sha256(new TextEncoder().encode("第三条"))).toBe(sha256("第三条"));
  expect(sha256Id("abc")).toBe(`sha256:${sha256("abc")}`);
});

test("HMAC-SHA256 gives the value of RFC 4231, case 2", () => {
  expect(hmacSha256("Jefe", "what do ya want for nothing?")).toBe(
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
});

test("canonical JSON sorts keys at every depth and leaves undefined out", () => {
  expect(canonicalJson({ b: [{ d: 1, c: undefined, a: "x" }], a: null })).toBe('{"a":null,"b":[{"a":"x","d":1}]}');
});

test("a value without a JSON form is refused", () => {
  expect(() => canonicalJson(undefined)).toThrow("no JSON form");
});

test("the hash does not depend on the order of keys", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
      const reversed = Object.fromEntries(Object.entries(record).toReversed());
      expect(hashJson(reversed)).toBe(hashJson(record));
      expect(JSON.parse(canonicalJson(record))).toEqual(JSON.parse(JSON.stringify(record)));
    }),
  );
});

test("secrets are the same only if every character is", () => {
  expect(sameSecret("0123456789abcdef", "0123456789abcdef")).toBe(true);
  expect(sameSecret("0123456789abcdef", "0123456789abcdeF")).toBe(false);
  expect(sameSecret("0123456789abcdef", "0123")).toBe(false);
});
