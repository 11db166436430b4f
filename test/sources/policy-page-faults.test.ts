import type { RequestListener } from "node:http";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { LimitError, RegwatchError, StatusError, UnreachableError, WrongBodyError } from "../../src/model/errors.ts";
import { plainText } from "../../src/model/text.ts";
import { policyPage } from "../../src/sources/policy-page.ts";
import { failure, openDoor, publisher } from "../lib/loopback.ts";
import { memory, pollOnce, type Said } from "./support/poll.ts";

const terms = `<!DOCTYPE html><html lang="en"><head><title>Terms</title></head><body><main><h1>Terms</h1>${"<p>You may not resell Accelerated Instances.</p>".repeat(9)}</main></body></html>`;
const html = { "content-type": "text/html; charset=utf-8" };
const whole: RequestListener = (_request, response) => response.writeHead(200, html).end(terms);

describe("policy-page: a publisher that is not well, through the real door", () => {
  it.each<[string, new (...args: never[]) => RegwatchError, RegExp, RequestListener]>([
    [
      "403 with a block page",
      StatusError,
      /answered 403 Forbidden with an Akamai block page/,
      (_request, response) =>
        response
          .writeHead(403, html)
          .end("<html><head><title>Access Denied</title></head><body>Reference #18.1</body></html>"),
    ],
    [
      "429",
      StatusError,
      /answered 429 .*asks to wait 120 s/,
      (_request, response) => response.writeHead(429, { "retry-after": "120" }).end(),
    ],
    ["500", StatusError, /answered 500/, (_request, response) => response.writeHead(500).end("oops")],
    ["404", StatusError, /answered 404 Not Found for \/terms/, (_request, response) => response.writeHead(404).end()],
    [
      "200 with a challenge",
      WrongBodyError,
      /Cloudflare challenge page/,
      (_request, response) => response.writeHead(200, { ...html, "cf-mitigated": "challenge" }).end(terms),
    ],
    [
      "200 with data",
      WrongBodyError,
      /data that is not a page/,
      (_request, response) => response.writeHead(200, { "content-type": "application/json" }).end('{"ok":true}'),
    ],
    [
      "200 with nothing",
      WrongBodyError,
      /an empty answer/,
      (_request, response) => response.writeHead(200, html).end(),
    ],
    ["a cut connection", UnreachableError, /./, (request) => request.socket.destroy()],
    [
      "half an answer",
      RegwatchError,
      /./,
      (request, response) => {
        response.writeHead(200, { ...html, "content-length": terms.length });
        response.write(terms.slice(0, 300), () => request.socket.destroy());
      },
    ],
    [
      "a body of more than 50 MB",
      LimitError,
      /MB/,
      (_request, response) => {
        response.writeHead(200, html);
        response.end(Buffer.alloc(50_000_001, 32));
      },
    ],
    [
      "a gzip bomb",
      LimitError,
      /MB/,
      (_request, response) => response.writeHead(200, { ...html, "content-encoding": "gzip" }).end(bomb),
    ],
    [
      "an endless redirect",
      LimitError,
      /redirects more than 5 times/,
      (request, response) => response.writeHead(302, { location: `${request.url}x` }).end(),
    ],
    [
      "a redirect to its home page",
      WrongBodyError,
      /sends us from \/terms to .*\/, its home page/,
      (request, response) =>
        request.url === "/" ? whole(request, response) : response.writeHead(302, { location: "/" }).end(),
    ],
  ])("%s is an error in one line, and the page is the same afterwards", async (_what, kind, words, unwell) => {
    let well = true;
    const site = await publisher((request, response) => (well ? whole : unwell)(request, response));
    const look = looker(`${site.origin}/terms`, site.host);
    await look();
    well = false;
    const error = await failure(look());
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toMatch(words);
    expect(error.message).not.toContain("\n");
    well = true;
    expect((await look()).said).toEqual([`unchanged ${site.origin}/terms (all)`]);
  });

  it("a byte now and then is not waited for without end", async () => {
    const site = await publisher((_request, response) => {
      response.writeHead(200, html);
      const drip = setInterval(() => response.write("<"), 50);
      response.on("close", () => clearInterval(drip));
    });
    const error = await failure(looker(`${site.origin}/terms`, site.host, 1000)());
    expect(error).toBeInstanceOf(LimitError);
    expect(error.message).toMatch(/still sending its answer/);
  });

  it("a network that is down is said so", async () => {
    const error = await failure(looker("http://127.0.0.1:1/terms", "127.0.0.1:1")());
    expect(error).toBeInstanceOf(UnreachableError);
  });

  it("a page that declares entities by the billion is read as it stands", async () => {
    const entities = `<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "${"&a;".repeat(99)}"><!ENTITY c "${"&b;".repeat(99)}">]>`;
    const site = await publisher((_request, response) =>
      response.writeHead(200, html).end(terms.replace("<!DOCTYPE html>", entities).replace("<h1>", "<h1>&c;")),
    );
    const { sightings } = await looker(`${site.origin}/terms`, site.host)();
    const [sighting] = sightings;
    if (sighting?.kind !== "captured") throw new Error("nothing was captured");
    const { blocks } = await policyPage.extract(sighting, policyPage.params.parse({ url: `${site.origin}/terms` }));
    expect(plainText(blocks).length).toBeLessThan(2000);
  });

  it("validators are sent to a real server, and its 304 is believed", async () => {
    const site = await publisher((request, response) => {
      if (request.headers["if-none-match"] === '"t1"') response.writeHead(304).end();
      else response.writeHead(200, { ...html, etag: '"t1"' }).end(terms);
    });
    const look = looker(`${site.origin}/terms`, site.host);
    await look();
    expect((await look()).said).toEqual([`unchanged ${site.origin}/terms (all)`]);
    expect(site.seen.map(({ headers }) => headers["if-none-match"])).toEqual([undefined, '"t1"']);
  });
});

const bomb = gzipSync(Buffer.alloc(60_000_000, 32));

function looker(url: string, host: string, totalMs = 30_000): () => Promise<Said> {
  const kept = memory();
  return () => {
    const { fetch } = openDoor([host], { timeouts: { totalMs } });
    return pollOnce(policyPage, { url }, kept, { at: "2031-03-03T15:00:00Z", fetch });
  };
}
