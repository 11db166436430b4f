import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { LimitError, WrongBodyError } from "../../src/model/errors.ts";
import { asText, failure, openDoor, publisher } from "./loopback.ts";

async function serve(encoding: string, body: Uint8Array) {
  const site = await publisher((_request, response) =>
    response.writeHead(200, { "Content-Encoding": encoding }).end(body),
  );
  return { site, ...openDoor([site.host]) };
}

const text = '{"title":"Export control 出口管制"}';

test.each([
  ["gzip", gzipSync(text)],
  ["x-gzip", gzipSync(text)],
  ["br", brotliCompressSync(text)],
  ["zstd", zstdCompressSync(text)],
  ["deflate", deflateSync(text)],
  ["deflate", deflateRawSync(text)],
  ["identity", Buffer.from(text)],
  ["deflate, GZIP", gzipSync(deflateSync(text))],
])("a body in %s is read", async (encoding, body) => {
  const { site, fetch } = await serve(encoding, body);
  expect(asText((await fetch(site.origin, { expect: "json" })).body)).toBe(text);
});

test.each([
  ["gzip", gzipSync(Buffer.alloc(30_000_000))],
  ["br", brotliCompressSync(Buffer.alloc(30_000_000))],
  ["zstd", zstdCompressSync(Buffer.alloc(30_000_000))],
])("a small body in %s that unfolds without end is stopped", async (encoding, body) => {
  expect(body.byteLength).toBeLessThan(100_000);
  const { site, fetch } = await serve(encoding, body);
  const error = await failure(fetch(site.origin, { maxBytes: 1_000_000 }));
  expect(error).toBeInstanceOf(LimitError);
  expect(error.message).toBe(`${site.host} answered with more than 1 MB.`);
});

test("a plain body larger than allowed is stopped before it is all there", async () => {
  let sent = 0;
  const site = await publisher((_request, response) => {
    const chunk = Buffer.alloc(100_000);
    const more = (): void => {
      while (sent < 500_000_000 && !response.destroyed) {
        sent += chunk.length;
        if (!response.write(chunk)) return void response.once("drain", more);
      }
      response.end();
    };
    more();
  });
  const error = await failure(openDoor([site.host]).fetch(site.origin, { maxBytes: 1_000_000 }));
  expect(error).toBeInstanceOf(LimitError);
  expect(sent).toBeLessThan(100_000_000);
});

test.each([
  ["gzip", gzipSync(text)],
  ["br", brotliCompressSync(text)],
  ["zstd", zstdCompressSync(text)],
  ["deflate", deflateSync(text)],
])("a body in %s that ends too early, or is something else, is an error", async (encoding, body) => {
  for (const broken of [body.subarray(0, body.length - 6), Buffer.from("<html>not compressed</html>")]) {
    const { site, fetch } = await serve(encoding, broken);
    const error = await failure(fetch(site.origin));
    expect(error).toBeInstanceOf(WrongBodyError);
    expect(error.message).toContain(encoding);
  }
});

test("a compression we did not ask for is an error, an empty compressed body is empty", async () => {
  const strange = await serve("compress", Buffer.from("x"));
  expect((await failure(strange.fetch(strange.site.origin))).message).toContain("compress");
  const empty = await serve("gzip", Buffer.alloc(0));
  expect((await empty.fetch(empty.site.origin)).body).toHaveLength(0);
});
