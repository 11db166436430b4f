import { expect, test } from "vitest";
import { createPost } from "../../src/lib/post.ts";
import { ForbiddenAddressError } from "../../src/model/errors.ts";
import { failure, publisher, rawPublisher } from "./loopback.ts";

const signal = new AbortController().signal;
const message = {
  headers: { "Content-Type": "application/json", "Regwatch-Delivery": "d1" },
  body: '{"a":1}',
  timeoutMs: 5000,
  signal,
};

test("a POST arrives once, with its headers and body, and the answer's status and headers come back", async () => {
  let body = "";
  const receiver = await publisher((request, response) => {
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => response.writeHead(503, { "Retry-After": "7" }).end("busy"));
  });
  const post = createPost({ allowHosts: [receiver.host], proxy: null });
  expect(await post(`${receiver.origin}/hook`, message)).toMatchObject({
    status: 503,
    headers: { "retry-after": "7" },
  });
  expect(body).toBe('{"a":1}');
  expect(receiver.seen).toHaveLength(1);
  expect(receiver.seen[0]?.headers).toMatchObject({ "content-type": "application/json", "regwatch-delivery": "d1" });
});

test("a redirect is not followed", async () => {
  const receiver = await publisher((_request, response) => response.writeHead(302, { Location: "/elsewhere" }).end());
  const post = createPost({ allowHosts: [receiver.host], proxy: null });
  expect((await post(receiver.origin, message)).status).toBe(302);
  expect(receiver.seen).toHaveLength(1);
});

test("private receivers are refused, as numbers and as names, and never see the message", async () => {
  const receiver = await publisher((_request, response) => response.end());
  const post = createPost({ allowHosts: [], proxy: null });
  for (const url of [receiver.origin, `http://localhost:${receiver.port}/`, `http://2130706433:${receiver.port}/`]) {
    expect(await failure(post(url, message))).toBeInstanceOf(ForbiddenAddressError);
  }
  expect(receiver.seen).toEqual([]);
});

test("a lost connection is not tried again", async () => {
  let times = 0;
  const receiver = await rawPublisher((socket, count) => {
    times = count;
    socket.resetAndDestroy();
  });
  const post = createPost({ allowHosts: [receiver.host], proxy: null });
  await failure(post(receiver.origin, message));
  expect(times).toBe(1);
});

test("a receiver that hangs ends in a TimeoutError, one that never ends its answer counts as answered", async () => {
  const silent = await rawPublisher(() => {});
  const post = createPost({ allowHosts: [silent.host], proxy: null });
  expect((await failure(post(silent.origin, { ...message, timeoutMs: 100 }))).name).toBe("TimeoutError");
  const endless = await rawPublisher((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nok"));
  const other = createPost({ allowHosts: [endless.host], proxy: null });
  expect((await other(endless.origin, { ...message, timeoutMs: 300 })).status).toBe(200);
});
