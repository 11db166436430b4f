import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTimeStamper } from "../../src/lib/time-stamp.ts";
import { LimitError, StatusError, UnreachableError, WrongBodyError } from "../../src/model/errors.ts";
import { opensslHere, startTimeAuthority } from "../support/time-authority.ts";
import type { TimeAuthority } from "../support/time-authority.ts";
import { publisher } from "./loopback.ts";

const text = "regwatch checkpoint\nday 2026-01-12\n";
let authority: TimeAuthority;

describe.skipIf(!opensslHere)("with an authority", () => {
  beforeAll(async () => {
    authority = await startTimeAuthority();
  });
  afterAll(() => authority.close());
  beforeEach(() => {
    authority.fault = null;
  });

  test("a token is one that openssl accepts for the text, and for no other", async () => {
    const token = await stamp();
    const bytes = new TextEncoder().encode(text);
    expect(await authority.verify(token, bytes)).toBe(true);
    expect(await authority.verify(token, new TextEncoder().encode(`${text} `))).toBe(false);
  });

  test("an answer to an earlier question is refused", async () => {
    await stamp();
    authority.fault = "stale";
    await expect(stamp()).rejects.toThrow(
      new WrongBodyError(`${new URL(authority.url).host} sent an old answer instead of a time stamp.`),
    );
    await expect(stamp("something else")).rejects.toThrow(/a stamp for another hash/);
  });

  test("a token whose signature does not hold is refused", async () => {
    authority.fault = "forged";
    await expect(stamp()).rejects.toThrow(/signature does not hold/);
  });

  test("an authority that is away is told apart from one that answers nonsense", async () => {
    authority.fault = "down";
    await expect(stamp()).rejects.toBeInstanceOf(StatusError);
    await expect(createTimeStamper("http://127.0.0.1:9/tsr", fetch).stamp(text)).rejects.toBeInstanceOf(
      UnreachableError,
    );
  });
});

test("an authority whose answer does not end is given up", async () => {
  const site = await publisher((_request, response) => {
    const more = setInterval(() => response.write(Buffer.alloc(100_000)), 1);
    response.on("close", () => clearInterval(more));
  });
  await expect(createTimeStamper(site.origin, fetch).stamp(text)).rejects.toBeInstanceOf(LimitError);
});

function stamp(of = text): Promise<Uint8Array> {
  return createTimeStamper(authority.url, fetch).stamp(of);
}
