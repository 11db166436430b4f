import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Course } from "./faults.ts";
import type { Ask } from "./publisher.ts";

/** One door on loopback. It can be shut (connections are refused) and opened again on the same port. */
export interface Door {
  readonly origin: string;
  shut(): Promise<void>;
  open(): Promise<void>;
}

/** Says how a request goes, and is told when the answer is over. */
export type Respond = (ask: Ask) => { readonly course: Course; readonly done: () => void };

export async function openDoor(respond: Respond, port: number): Promise<Door> {
  const server = createServer((request, response) => {
    const { course, done } = respond(askOf(request));
    response.on("close", done);
    // A client that goes away mid-answer is its own affair.
    void send(course, request, response).catch(() => response.destroy());
  });
  const bound = await listen(server, port);
  return {
    origin: `http://127.0.0.1:${bound}`,
    async shut() {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
      // Clients learn of it in their own time; those that keep connections alive would otherwise use one once more.
      await pause(10);
    },
    async open() {
      if (server.listening) return;
      server.listen(bound, "127.0.0.1");
      await once(server, "listening");
    },
  };
}

// A door that is shut must find its port free again: it is none of those that systems give to whoever asks for any.
async function listen(server: Server, port: number): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const wanted = port === 0 ? randomInt(20_000, 32_000) : port;
    try {
      server.listen(wanted, "127.0.0.1");
      await once(server, "listening");
      return wanted;
    } catch (error) {
      const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (port !== 0 || !isTaken || tries === 100) throw error;
    }
  }
}

function askOf(request: IncomingMessage): Ask {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return {
    method: request.method ?? "GET",
    url: new URL(request.url ?? "/", `http://${headers["host"] ?? "127.0.0.1"}`),
    headers,
  };
}

async function send(course: Course, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (course.wire === "reset") {
    request.socket.resetAndDestroy();
    return;
  }
  const plain = Buffer.from(course.answer.body);
  const gzip = plain.length > 1000 && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
  const body = gzip ? gzipSync(plain) : plain;
  response.writeHead(course.answer.status, {
    ...course.answer.headers,
    ...(gzip ? { "content-encoding": "gzip", vary: "accept-encoding" } : {}),
    "content-length": body.length,
  });
  if (request.method === "HEAD") response.end();
  else if (course.wire === "whole") response.end(body);
  else if (course.wire === "truncated") response.write(firstHalf(body), () => request.socket.destroy());
  else if (course.wire === "hang") response.write(firstHalf(body));
  else await trickle(body, course.wire.milliseconds, response);
}

function firstHalf(body: Buffer): Buffer {
  return body.subarray(0, Math.floor(body.length / 2));
}

async function trickle(body: Buffer, milliseconds: number, response: ServerResponse): Promise<void> {
  const pieces = 10;
  const size = Math.ceil(body.length / pieces);
  for (let piece = 0; piece < pieces && !response.destroyed; piece++) {
    response.write(body.subarray(piece * size, (piece + 1) * size));
    await pause(milliseconds / pieces, undefined, { ref: false });
  }
  response.end();
}
