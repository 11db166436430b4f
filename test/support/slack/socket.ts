import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";

/** The side of Socket Mode that Slack plays. https://docs.slack.dev/apis/events-api/using-socket-mode */
export interface SocketMode {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** A fresh address, good for one connection. */
  ticket(origin: string): string;
  /** Sends an envelope to one connection and waits for its acknowledgement, three seconds as Slack does. */
  send(type: string, payload: object, acceptsResponse: boolean): Promise<unknown>;
  connections(): number;
  opened(): number;
  /** Tells every connection to go, as Slack does before it recycles a server. */
  disconnect(reason: "warning" | "refresh_requested" | "link_disabled"): void;
  /** Cuts every connection without a word. */
  cut(): void;
  close(): void;
}

const ackMs = 3000;

export function createSocketMode(): SocketMode {
  const server = new WebSocketServer({ noServer: true });
  const open = new Set<WebSocket>();
  const tickets = new Set<string>();
  const waiting = new Map<string, (payload: unknown) => void>();
  let opened = 0;

  return {
    upgrade(request, socket, head) {
      const ticket = new URL(request.url ?? "/", "http://slack").searchParams.get("ticket") ?? "";
      if (!tickets.delete(ticket) || open.size >= 10) {
        socket.end("HTTP/1.1 408 Request Timeout\r\n\r\n");
        return;
      }
      server.handleUpgrade(request, socket, head, accept);
    },
    ticket(origin) {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `${origin.replace(/^http/, "ws")}/link/?ticket=${ticket}&app_id=A0REGWATCH`;
    },
    async send(type, payload, acceptsResponse) {
      const socket = [...open][0];
      if (!socket) throw new Error("no Socket Mode connection is open");
      const envelopeId = randomUUID();
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(envelopeId);
          reject(new Error(`${type} was not acknowledged within three seconds`));
        }, ackMs);
        waiting.set(envelopeId, (answer) => {
          clearTimeout(timer);
          resolve(answer);
        });
        socket.send(
          JSON.stringify({ type, envelope_id: envelopeId, accepts_response_payload: acceptsResponse, payload }),
        );
      });
    },
    connections: () => open.size,
    opened: () => opened,
    disconnect(reason) {
      for (const socket of open) socket.send(JSON.stringify({ type: "disconnect", reason }));
    },
    cut() {
      for (const socket of open) socket.terminate();
    },
    close() {
      for (const socket of open) socket.terminate();
      server.close();
    },
  };

  function accept(socket: WebSocket): void {
    opened += 1;
    open.add(socket);
    const ping = setInterval(() => socket.ping(), 1000);
    socket.on("close", () => {
      clearInterval(ping);
      open.delete(socket);
    });
    socket.on("error", () => {});
    socket.on("message", (data) => {
      const { envelope_id: id, payload } = JSON.parse((data as Buffer).toString("utf8")) as {
        envelope_id: string;
        payload?: unknown;
      };
      const settle = waiting.get(id);
      waiting.delete(id);
      settle?.(payload);
    });
    socket.send(
      JSON.stringify({ type: "hello", num_connections: open.size, connection_info: { app_id: "A0REGWATCH" } }),
    );
  }
}
