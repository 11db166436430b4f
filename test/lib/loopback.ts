import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from "node:http";
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { createFetch, type DoorSettings } from "../../src/lib/fetch-door.ts";
import type { Fetch } from "../../src/model/snapshot.ts";

export const now = Temporal.Instant.from("2026-01-12T18:57:22Z");

export interface Loopback {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly port: number;
  readonly seen: { readonly url: string; readonly headers: IncomingHttpHeaders }[];
}

/** An HTTP server on loopback that lives as long as the test. */
export async function publisher(answer: RequestListener): Promise<Loopback> {
  const seen: Loopback["seen"] = [];
  const server = createServer((request, response) => {
    seen.push({ url: request.url ?? "", headers: request.headers });
    answer(request, response);
  });
  const port = await listen(server);
  onTestFinished(() => server.closeAllConnections());
  return { origin: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, port, seen };
}

/** A server that speaks bytes: what it does with each connection is up to the test. */
export async function rawPublisher(
  onRequest: (socket: Socket, count: number) => void,
): Promise<Omit<Loopback, "seen">> {
  let count = 0;
  const open = new Set<Socket>();
  const server = createTcpServer((socket) => {
    open.add(socket);
    socket.on("error", () => {});
    socket.on("data", () => onRequest(socket, (count += 1)));
  });
  const port = await listen(server);
  onTestFinished(() => open.forEach((socket) => socket.destroy()));
  return { origin: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, port };
}

export async function listen(server: Server | TcpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

export interface Door {
  readonly fetch: Fetch;
  readonly reserved: string[];
  readonly held: { readonly host: string; readonly seconds: number }[];
}

/** The door under test, with a clock that stands still and a gate that only takes notes. */
export function openDoor(allowHosts: readonly string[], settings: Partial<DoorSettings> = {}): Door {
  const reserved: string[] = [];
  const held: Door["held"] = [];
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const fetch = createFetch({
    contact: null,
    proxy: null,
    allowHosts,
    clock: { now: () => now },
    log: { debug() {} },
    gate: {
      async reserve(host) {
        reserved.push(host);
      },
      async hold(host, until) {
        held.push({ host, seconds: until.since(now).total("seconds") });
      },
    },
    signal: stop.signal,
    ...settings,
  });
  return { fetch, reserved, held };
}

export function asText(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}

/** The error a promise fails with; a promise that succeeds fails the test. */
export async function failure(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error("It was expected to fail, and did not.");
}
