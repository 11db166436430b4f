import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { unresolvableOrigin } from "../../src/world/faults.ts";
import type { FaultKind } from "../../src/world/faults.ts";
import { demoStart, demoStory } from "../../src/world/stories/demo.ts";
import { openWorld } from "./ask.ts";
import type { TestWorld } from "./ask.ts";

let world: TestWorld;
beforeEach(async () => {
  world = await openWorld({ ...demoStory, faults: [] }, demoStart);
});
afterEach(() => world.close());

const search = "/api/v1/documents.json?order=newest";
/** The code of the system error behind a failed fetch. */
const failure = (path: string) =>
  world.ask(path).then(async (response) => response.text().then(() => "answered", codeOf), codeOf);
const codeOf = (error: unknown) => {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause ? String(cause.code) : String(error);
};
const strike = (does: FaultKind) => world.fault({ path: /^\/api/, does });

describe("what goes wrong", () => {
  test("a status with Retry-After", async () => {
    await strike({ kind: "status", status: 429, retryAfter: "120" });
    const response = await world.ask(search);
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "120"]);
    expect(world.requests.at(-1)).toMatchObject({ status: 429, fault: "status" });
  });

  test("a status without Retry-After", async () => {
    await strike({ kind: "status", status: 429 });
    const response = await world.ask(search);
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, null]);
  });

  test("a connection that is reset", async () => {
    await strike({ kind: "reset" });
    expect(await failure(search)).toBe("ECONNRESET");
  });

  test("a body that ends before its announced length", async () => {
    await strike({ kind: "truncated" });
    expect(await failure(search)).toBe("UND_ERR_SOCKET");
  });

  test("a slow body that arrives whole", async () => {
    await strike({ kind: "slow", milliseconds: 60 });
    const began = performance.now();
    const response = await world.ask(search);
    expect(JSON.parse(await response.text())).toHaveProperty("results");
    expect(performance.now() - began).toBeGreaterThan(50);
  });

  test("half a body and silence until the client gives up", async () => {
    await strike({ kind: "hang" });
    const patience = AbortSignal.timeout(150);
    const response = await fetch(world.federalRegister.origin + search, { signal: patience });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow("aborted");
  });

  test("a web page instead of data", async () => {
    await strike({ kind: "html" });
    const response = await world.ask(search);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  });

  test("the page for robots", async () => {
    await strike({ kind: "block-page" });
    const response = await world.ask(search);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain("<title>Federal Register :: Request Access</title>");
  });

  test("the page for people who lost their way", async () => {
    await strike({ kind: "not-found" });
    const response = await world.ask(search);
    expect([response.status, response.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
  });

  test("a search that suddenly finds nothing", async () => {
    await strike({ kind: "empty" });
    expect(await world.envelope(search)).toEqual({ description: "All Documents", count: 0 });
  });

  test("another host whose name does not resolve", async () => {
    await strike({ kind: "redirect" });
    const response = await world.ask(search);
    expect(response.status).toBe(302);
    expect(response.headers.get("location")).toBe(unresolvableOrigin + search);
  });

  test("an answer that was recorded, byte for byte", async () => {
    const body = Uint8Array.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d]);
    const answer = { status: 203, headers: { "content-type": "application/json" }, body };
    await strike({ kind: "answer", answer });
    const response = await world.ask(search);
    expect(response.status).toBe(203);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(body);
  });

  test("a refused connection, and the same port again afterwards", async () => {
    const lift = await world.fault({ does: { kind: "refused" } });
    expect(await failure(search)).toBe("ECONNREFUSED");
    await lift();
    expect((await world.ask(search)).status).toBe(200);
  });
});

describe("when it goes wrong", () => {
  test("only for paths that match", async () => {
    await world.fault({ path: /full_text/, does: { kind: "status", status: 500 } });
    expect((await world.ask(search)).status).toBe(200);
    expect((await world.ask("/documents/full_text/xml/2026/02/11/2026-90011.xml")).status).toBe(500);
  });

  test("only so many times", async () => {
    await world.fault({ times: 2, does: { kind: "status", status: 500 } });
    const statuses = [];
    for (let round = 0; round < 3; round++) statuses.push((await world.ask(search)).status);
    expect(statuses).toEqual([500, 500, 200]);
  });

  test("only between two moments of the world", async () => {
    const now = world.clock.now();
    await world.fault({
      from: now.add({ hours: 1 }),
      until: now.add({ hours: 2 }),
      does: { kind: "status", status: 503 },
    });
    const statuses = [];
    for (let hour = 0; hour < 3; hour++) {
      statuses.push((await world.ask(search)).status);
      await world.clock.step({ hours: 1 });
    }
    expect(statuses).toEqual([200, 503, 200]);
  });

  test("connections too are refused between two moments", async () => {
    const now = world.clock.now();
    await world.fault({ from: now.add({ hours: 1 }), until: now.add({ hours: 2 }), does: { kind: "refused" } });
    expect(await failure(search)).toBe("answered");
    await world.clock.step({ hours: 1 });
    expect(await failure(search)).toBe("ECONNREFUSED");
    await world.clock.step({ hours: 1 });
    expect(await failure(search)).toBe("answered");
  });

  test("until it is taken back, and the last one scripted goes first", async () => {
    await world.fault({ does: { kind: "status", status: 500 } });
    const lift = await world.fault({ does: { kind: "status", status: 503 } });
    expect((await world.ask(search)).status).toBe(503);
    await lift();
    expect((await world.ask(search)).status).toBe(500);
  });

  test("not for another publisher", async () => {
    await world.fault({ publisher: "someone-else", does: { kind: "status", status: 500 } });
    expect((await world.ask(search)).status).toBe(200);
  });
});
