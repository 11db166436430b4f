import { expect, test } from "vitest";
import { sha256 } from "../../src/lib/hash.ts";
import { version } from "../../src/lib/version.ts";
import { LimitError, StatusError, UnreachableError, UsageError, WrongBodyError } from "../../src/model/errors.ts";
import { asText, failure, listen, now, openDoor, publisher, rawPublisher } from "./loopback.ts";
import { createServer } from "node:net";

test("an answer comes back as it was served, with headers and the time", async () => {
  const site = await publisher((_request, response) => {
    response.writeHead(200, {
      "Content-Type": "application/json",
      ETag: '"1"',
      "Set-Cookie": "session=s3cr3t",
      Link: ["<a>", "<b>"],
    });
    response.end('{"count":1}');
  });
  const { fetch, reserved, held } = openDoor([site.host]);
  const url = `${site.origin}/documents.json?page=1`;
  const fetched = await fetch(url, { expect: "json" });
  expect(fetched).toMatchObject({
    url,
    finalUrl: url,
    status: 200,
    redirects: [],
    fetchedAt: "2026-01-12T18:57:22.000Z",
  });
  expect(fetched.headers).toMatchObject({ "content-type": "application/json", etag: '"1"', link: "<a>, <b>" });
  expect(JSON.stringify(fetched.headers)).not.toContain("s3cr3t");
  expect(asText(fetched.body)).toBe('{"count":1}');
  expect(reserved).toEqual([site.host]);
  expect(held).toEqual([]);
});

test("regwatch says who it is: neutrally, or with the operator's contact", async () => {
  const site = await publisher((_request, response) => response.end("x"));
  await openDoor([site.host]).fetch(site.origin);
  await openDoor([site.host], { contact: "mailto:desk@example.org" }).fetch(site.origin, {
    headers: { "User-Agent": "other" },
  });
  expect(site.seen.map(({ headers }) => headers["user-agent"])).toEqual([
    `regwatch/${version}`,
    `regwatch/${version} (+mailto:desk@example.org)`,
  ]);
});

test("a contact that cannot stand in a header is named at once", () => {
  expect(() => openDoor([], { contact: "desk@例.org\r\nX: 1" })).toThrow(UsageError);
});

test("headers of the caller, what is accepted and validators are sent, and a 304 is an empty answer", async () => {
  const site = await publisher((_request, response) => response.writeHead(304, { ETag: '"7"' }).end());
  const { fetch } = openDoor([site.host]);
  const fetched = await fetch(site.origin, {
    validators: { etag: '"7"', lastModified: "Mon, 12 Jan 2026 18:00:00 GMT" },
    headers: { "X-Api-Key": "k" },
    expect: "xml",
  });
  expect(fetched.status).toBe(304);
  expect(fetched.body).toHaveLength(0);
  expect(site.seen[0]?.headers).toMatchObject({
    "if-none-match": '"7"',
    "if-modified-since": "Mon, 12 Jan 2026 18:00:00 GMT",
    "x-api-key": "k",
    accept: expect.stringContaining("application/xml"),
    "accept-encoding": "gzip, br, zstd, deflate",
  });
});

test("a 304 nobody asked for is an error", async () => {
  const site = await publisher((_request, response) => response.writeHead(304).end());
  expect(await failure(openDoor([site.host]).fetch(site.origin))).toMatchObject({ status: 304 });
});

test("a key in the address is used but not kept", async () => {
  const site = await publisher((_request, response) => response.end("{}"));
  const fetched = await openDoor([site.host]).fetch(`${site.origin}/bill?api_key=s3cr3t&limit=2`);
  expect(site.seen[0]?.url).toBe("/bill?api_key=s3cr3t&limit=2");
  expect(JSON.stringify(fetched)).not.toContain("s3cr3t");
  expect(fetched.finalUrl).toBe(`${site.origin}/bill?api_key=hidden&limit=2`);
});

test("statuses of errors are errors, named with their place and words", async () => {
  const site = await publisher((request, response) => response.writeHead(Number(request.url?.slice(1, 4))).end("no"));
  const { fetch, held } = openDoor([site.host]);
  for (const [status, words] of [
    [404, "answered 404 Not Found for /404/a."],
    [500, "answered 500 Internal Server Error."],
    [403, "answered 403 Forbidden."],
    [503, "answered 503 Service Unavailable."],
  ] as const) {
    const error = await failure(fetch(`${site.origin}/${status}/a?api_key=s3cr3t`));
    expect(error).toBeInstanceOf(StatusError);
    expect(error).toMatchObject({ status, retryAfterSeconds: undefined });
    expect(error.message).toBe(`${site.host} ${words}`);
  }
  expect(held).toEqual([]);
  expect(site.seen).toHaveLength(4);
});

test("a status the caller handles comes back with its body", async () => {
  const site = await publisher((_request, response) => response.writeHead(404).end("not there yet"));
  const fetched = await openDoor([site.host]).fetch(site.origin, { allowStatus: [404], expect: "xml" });
  expect(fetched.status).toBe(404);
  expect(asText(fetched.body)).toBe("not there yet");
});

test.each([
  [429, "120", 120, 120],
  [429, "Mon, 12 Jan 2026 18:59:22 GMT", 120, 120],
  [503, "30", 30, 30],
  [429, undefined, undefined, 300],
  [429, "in a while", undefined, 300],
  [429, "999999999", 999_999_999, 86_400],
])("status %i with Retry-After %j holds the host", async (status, header, asked, seconds) => {
  const site = await publisher((_request, response) =>
    response.writeHead(status, header === undefined ? {} : { "Retry-After": header }).end(),
  );
  const { fetch, held } = openDoor([site.host]);
  const error = await failure(fetch(site.origin));
  expect(error).toMatchObject({ status, retryAfterSeconds: asked });
  if (asked !== undefined) expect(error.message).toContain(`and asks to wait ${asked} s.`);
  expect(held).toEqual([{ host: site.host, seconds }]);
});

test("a name that does not exist is said to be a matter of DNS", async () => {
  const error = await failure(openDoor([]).fetch("https://www.federalregister.invalid/api"));
  expect(error).toBeInstanceOf(UnreachableError);
  expect(error.message).toMatch(
    /^www\.federalregister\.invalid could not be (found|looked up) \(DNS.*Is this machine online\?$/,
  );
});

test("a refused connection is said so", async () => {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  const error = await failure(openDoor([`127.0.0.1:${port}`]).fetch(`http://127.0.0.1:${port}/`));
  expect(error).toBeInstanceOf(UnreachableError);
  expect(error.message).toBe(`127.0.0.1:${port} refused the connection.`);
});

test("a connection reset before an answer is tried once more", async () => {
  const site = await rawPublisher((socket, count) => {
    if (count === 1) socket.resetAndDestroy();
    else socket.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  });
  expect(asText((await openDoor([site.host]).fetch(site.origin)).body)).toBe("ok");
});

test("a connection that is always reset or closed is tried twice, no more", async () => {
  let tries = 0;
  const site = await rawPublisher((socket, count) => {
    tries = count;
    if (count === 1) socket.resetAndDestroy();
    else socket.destroy();
  });
  const error = await failure(openDoor([site.host]).fetch(site.origin));
  expect(error).toBeInstanceOf(UnreachableError);
  expect(error.message).toContain("closed the connection without an answer");
  expect(tries).toBe(2);
});

test("what is not HTTP is said so", async () => {
  const site = await rawPublisher((socket) => socket.end("220 mail.example ESMTP\r\n"));
  const error = await failure(openDoor([site.host]).fetch(site.origin));
  expect(error).toBeInstanceOf(UnreachableError);
  expect(error.message).toContain("not HTTP");
});

test.each([
  ["a clean end", (end: { destroy(): void; resetAndDestroy(): void }) => end.destroy()],
  ["a reset", (end: { destroy(): void; resetAndDestroy(): void }) => end.resetAndDestroy()],
])("a body that breaks off by %s is an error", async (_name, breakOff) => {
  let tries = 0;
  const site = await rawPublisher((socket, count) => {
    tries = count;
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<html>part of it", () =>
      setImmediate(() => breakOff(socket)),
    );
  });
  const error = await failure(openDoor([site.host]).fetch(site.origin));
  // A reset may overtake the bytes; then it counts as no answer at all.
  if (tries === 1) expect(error).toBeInstanceOf(WrongBodyError);
  else expect(error).toBeInstanceOf(UnreachableError);
});

test("a chunked body without its last chunk is an error", async () => {
  const site = await rawPublisher((socket) =>
    socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\n'),
  );
  const error = await failure(openDoor([site.host]).fetch(site.origin));
  expect(error).toBeInstanceOf(WrongBodyError);
  expect(error.message).toContain("broke its answer off after 5 bytes");
});

test("a host that never answers is given up", async () => {
  const site = await rawPublisher(() => {});
  const started = performance.now();
  const error = await failure(openDoor([site.host], { timeouts: { totalMs: 200 } }).fetch(site.origin));
  expect(error).toBeInstanceOf(UnreachableError);
  expect(error.message).toContain("did not answer in time");
  expect(performance.now() - started).toBeLessThan(5000);
});

test("a host that is silent before its answer, or in the middle of it, is given up", async () => {
  const silent = await rawPublisher(() => {});
  const first = await failure(openDoor([silent.host], { timeouts: { headersMs: 100 } }).fetch(silent.origin));
  expect(first.message).toContain("did not answer in time");
  const stalled = await rawPublisher((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello"));
  const second = await failure(openDoor([stalled.host], { timeouts: { bodyMs: 100 } }).fetch(stalled.origin));
  expect(second).toBeInstanceOf(UnreachableError);
  expect(second.message).toContain("stopped sending in the middle of its answer");
});

test("an answer that drips byte by byte ends with the time allowed", async () => {
  const site = await rawPublisher((socket) => {
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n");
    const drip = setInterval(() => socket.write("x"), 20);
    socket.on("close", () => clearInterval(drip));
  });
  const error = await failure(openDoor([site.host], { timeouts: { totalMs: 300, bodyMs: 200 } }).fetch(site.origin));
  expect(error).toBeInstanceOf(LimitError);
  expect(error.message).toContain("still sending");
});

test("when regwatch stops, what is under way ends with the reason", async () => {
  const site = await rawPublisher(() => stop.abort(new Error("stopping")));
  const stop = new AbortController();
  const error = await failure(openDoor([site.host], { signal: stop.signal }).fetch(site.origin));
  expect(error.message).toBe("stopping");
});

test("one host is asked by at most two at a time, others are not held up", async () => {
  let busy = 0;
  let most = 0;
  const answers: (() => void)[] = [];
  const slow = await publisher((_request, response) => {
    most = Math.max(most, (busy += 1));
    answers.push(() => {
      busy -= 1;
      response.end("ok");
    });
    if (answers.length === 2) blocked.resolve();
    if (answers.length > 2) answers.splice(0).forEach((answer) => answer());
  });
  const blocked = Promise.withResolvers<void>();
  const quick = await publisher((_request, response) => response.end("ok"));
  const { fetch, reserved } = openDoor([slow.host, quick.host]);
  const all = Array.from({ length: 6 }, () => fetch(slow.origin));
  await blocked.promise;
  await fetch(quick.origin);
  expect(reserved.filter((host) => host === slow.host)).toHaveLength(2);
  const drain = setInterval(() => answers.splice(0).forEach((answer) => answer()), 5);
  await Promise.all(all);
  clearInterval(drain);
  expect(most).toBe(2);
  expect(slow.seen).toHaveLength(6);
});

test("a fetch that fails gives its place to the next", async () => {
  const site = await publisher((_request, response) => response.writeHead(500).end());
  const { fetch } = openDoor([site.host]);
  const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => fetch(site.origin)));
  expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
  expect(site.seen).toHaveLength(6);
});

test("the host is asked only after the gate has let us through", async () => {
  const site = await publisher((_request, response) => response.end("ok"));
  const gate = Promise.withResolvers<void>();
  const { fetch } = openDoor([site.host], { gate: { reserve: () => gate.promise, hold: async () => {} } });
  const fetched = fetch(site.origin);
  expect(site.seen).toHaveLength(0);
  gate.resolve();
  expect((await fetched).fetchedAt).toBe(now.toString({ smallestUnit: "millisecond" }));
  expect(site.seen).toHaveLength(1);
});

test("bytes that were taken for the right ones before are not judged again, but for what the headers say", async () => {
  const blocked = "<html><head><title>Just a moment...</title></head><body>Checking your browser.</body></html>";
  const headers: Record<string, string> = { "content-type": "text/html" };
  const site = await publisher((_request, response) => response.writeHead(200, headers).end(blocked));
  const { fetch } = openDoor([site.host]);
  expect(await failure(fetch(site.origin, { knownBytes: sha256("other bytes") }))).toBeInstanceOf(WrongBodyError);
  expect(asText((await fetch(site.origin, { knownBytes: sha256(blocked) })).body)).toBe(blocked);
  headers["cf-mitigated"] = "challenge";
  expect((await failure(fetch(site.origin, { knownBytes: sha256(blocked) }))).message).toContain("challenge page");
});
