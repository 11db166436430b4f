import { createReadStream } from "node:fs";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { LimitError, StatusError, UnreachableError, WrongBodyError, RegwatchError } from "../../src/model/errors.ts";
import { sources } from "../../src/sources/index.ts";
import { listing } from "../../src/sources/listing.ts";
import { posts } from "../../src/sources/posts.ts";
import { rss } from "../../src/sources/rss.ts";
import { openDoor, publisher } from "../lib/loopback.ts";
import { lists } from "./support/lists.ts";
import { memory, pollOnce, type Memory, type Said } from "./support/poll.ts";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const at = "2031-03-04T12:00:00Z";
const later = "2031-05-04T12:00:00Z";

const feed =
  '<rss version="2.0"><channel><title>News</title><item><guid isPermaLink="false">1</guid><title>One</title></item></channel></rss>';
const sitemap =
  "<urlset>" +
  [1, 2, 3, 4, 5, 6].map((name) => `<url><loc>https://blog.example/cn/${name}/</loc></url>`).join("") +
  "</urlset>";
const page = (path: string) =>
  `<html><head><title>Post ${path}</title></head><body><main><h1>Post ${path}</h1><p>Clusters of eight nodes are enough for most of the teams we know, and cost a third less than a year ago.</p></main></body></html>`;

const list = '<html><body><ul><li><a href="/one">One</a></li><li><a href="/two">Two</a></li></ul></body></html>';

const text =
  (status: number, body: string, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "text/html", ...headers });
    response.end(body);
  };

const bad: readonly (readonly [what: string, answer: Answer, error: new (...args: never[]) => RegwatchError])[] = [
  ["a connection that is cut", (_request, response) => response.destroy(), UnreachableError],
  [
    "a 403 block page",
    text(403, "<html><head><title>Access Denied</title></head><body>Reference #18</body></html>"),
    StatusError,
  ],
  ["a 429", text(429, "slow down", { "retry-after": "120" }), StatusError],
  ["a 500", text(500, "<h1>500</h1>"), StatusError],
  [
    "a captcha with 200",
    text(200, "<html><head><title>Just a moment...</title></head><body>_cf_chl_opt</body></html>"),
    WrongBodyError,
  ],
  ["an empty answer", text(200, ""), WrongBodyError],
  [
    "a gzip bomb",
    (_request, response) => {
      response.writeHead(200, { "content-type": "text/xml", "content-encoding": "gzip" });
      response.end(bomb);
    },
    LimitError,
  ],
  ["more bytes than allowed", endless, LimitError],
  [
    "an endless redirect",
    (request, response) => {
      response.writeHead(302, { location: `${request.url ?? "/"}x` });
      response.end();
    },
    LimitError,
  ],
  [
    "its answer byte by byte",
    (_request, response) => {
      response.writeHead(200, { "content-type": "text/xml" });
      const drip = setInterval(() => response.write(" "), 50);
      response.on("close", () => clearInterval(drip));
    },
    LimitError,
  ],
  [
    "an answer that breaks off",
    (_request, response) => {
      response.writeHead(200, { "content-type": "text/xml", "content-length": "5000" });
      response.write("<rss><channel>", () => response.destroy());
    },
    WrongBodyError,
  ],
];

const bomb = gzipSync(Buffer.alloc(60_000_000, 32));

function endless(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/xml" });
  createReadStream("/dev/zero", { end: 60_000_000 }).pipe(response);
}

/** A publisher that is well until it is told otherwise, behind the real door. */
async function open(
  well: (path: string) => string,
): Promise<{ fall: (answer: Answer | null) => void; origin: string; fetch: ReturnType<typeof openDoor>["fetch"] }> {
  let ill: Answer | null = null;
  const listener: RequestListener = (request, response) => {
    if (ill !== null) return ill(request, response);
    response.writeHead(200, { "content-type": "text/html" });
    response.end(well(request.url ?? ""));
  };
  const { host, origin } = await publisher(listener);
  const { fetch } = openDoor([host], { timeouts: { totalMs: 700, headersMs: 500, bodyMs: 500 } });
  return {
    origin,
    fetch,
    fall(answer) {
      ill = answer;
    },
  };
}

describe.each(bad)("a publisher that sends %s", (what, answer, error) => {
  it("is ill as a feed, and nothing is lost or told when it is well again", async () => {
    const own = await open(() => feed);
    const kept = memory();
    const poll = () => pollOnce(rss, { url: `${own.origin}/feed` }, kept, { at, fetch: own.fetch });
    await poll();
    own.fall(answer);
    await expect(poll()).rejects.toThrow(error);
    own.fall(null);
    expect((await poll()).said).toEqual(["unchanged 1 (all)"]);
  });

  it.each(lists)("is ill as $id", async ({ id, params, well, isBounded }) => {
    // Tables may be larger than what is served here.
    if (!isBounded && /bomb|more bytes/.test(what)) return;
    const own = await open(well);
    const source = sources.find((one) => one.id === id);
    if (source === undefined) throw new Error(`There is no ${id}.`);
    const kept = memory();
    const poll = () =>
      pollOnce(source, params(own.origin), kept, { at, fetch: own.fetch, keys: { "regulations-gov": "a-key" } });
    const before = await poll();
    expect(before.said).toHaveLength(1);
    own.fall(answer);
    // A key that is refused and a page that blocks look alike to dockets: both are the operator's to look at.
    await expect(poll()).rejects.toThrow(id === "regulations-gov" && /403/.test(what) ? RegwatchError : error);
    own.fall(null);
    expect((await poll()).said.every((line) => line.startsWith("unchanged"))).toBe(true);
  });

  it("is ill as a list of items", async () => {
    const own = await open(() => list);
    const kept = memory();
    const poll = () => pollOnce(listing, { url: `${own.origin}/list`, item: "li" }, kept, { at, fetch: own.fetch });
    await poll();
    own.fall(answer);
    await expect(poll()).rejects.toThrow(error);
    own.fall(null);
    expect((await poll()).said.every((line) => line.startsWith("unchanged"))).toBe(true);
  });

  it("is ill as a collection of posts", async () => {
    const own = await open((path) => (path === "/sitemap.xml" ? sitemap : page(path)));
    const kept = memory();
    expect((await pollPosts(own, kept, at)).said).toHaveLength(6);
    own.fall(answer);
    await expect(pollPosts(own, kept, later)).rejects.toThrow(error);
    own.fall(null);
    expect((await pollPosts(own, kept, later)).said.every((line) => line.startsWith("unchanged"))).toBe(true);
  });

  it("says nothing about posts while their list is still there", async () => {
    const own = await open((path) => (path === "/sitemap.xml" ? sitemap : page(path)));
    const kept = memory();
    await pollPosts(own, kept, at);
    own.fall((request, response) => {
      if (request.url !== "/sitemap.xml") return answer(request, response);
      response.writeHead(200, { "content-type": "text/xml" });
      response.end(sitemap);
    });
    const said = await pollPosts(own, kept, later).then(
      (poll) => poll.said,
      () => [],
    );
    expect(said).toEqual([]);
  });
});

function pollPosts(own: Awaited<ReturnType<typeof open>>, kept: Memory, when: string): Promise<Said> {
  const params = { url: "https://blog.example/cn/", baseUrl: own.origin, sitemap: "/sitemap.xml" };
  return pollOnce(posts, params, kept, { at: when, fetch: own.fetch });
}

describe("a feed", () => {
  it.each([
    [
      "HTML in its place",
      "<!doctype html><html><head><title>Welcome</title></head><body>Hi</body></html>",
      /HTML page \("Welcome"\)/,
    ],
    ["XML that breaks off", "<rss version='2.0'><channel><item><title>One</title>", /breaks off/],
    ["other XML", "<catalog><book/></catalog>", /no feed/],
    ["other JSON", '{"error":"quota"}', /no JSON Feed/],
  ])("that has %s is ill", async (_what, body, message) => {
    const own = await open(() => body);
    await expect(pollOnce(rss, { url: `${own.origin}/feed` }, memory(), { at, fetch: own.fetch })).rejects.toThrow(
      message,
    );
  });
});
