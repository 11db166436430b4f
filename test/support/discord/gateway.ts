import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { randomBytes } from "node:crypto";
import { WebSocketServer, type WebSocket } from "ws";
import { channelJson, permissionsIn, userJson, type Guild, type Json, type State } from "./state.ts";

/** The gateway's side of a connection, and what happened to it. */
export interface Gateway {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  dispatch(type: string, data: Json): void;
  /** A guild with its channels, as the bot sees it. */
  guildJson(guild: Guild): Json;
  /** Closes every connection with this code. */
  drop(code: number): void;
  /** Asks for a reconnect (opcode 7). */
  askReconnect(): void;
  /** Says that the session is over (opcode 9). */
  invalidate(mayResume: boolean): void;
  /** From now on heartbeats are not answered: the connection is a zombie. */
  goDeaf(isDeaf: boolean): void;
  /** New connections are closed at once with this code; null ends that. */
  refuse(code: number | null): void;
  readonly connections: () => number;
  /** The intents of every identify. */
  readonly identifies: readonly number[];
  readonly resumes: () => number;
  readonly open: () => number;
  close(): Promise<void>;
}

interface Session {
  readonly id: string;
  sequence: number;
  /** What a resume is told again. */
  readonly events: { readonly s: number; readonly t: string; readonly d: Json }[];
  socket: WebSocket | null;
}

const opcode = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  resume: 6,
  reconnect: 7,
  invalid: 9,
  hello: 10,
  ack: 11,
} as const;

export function createGateway(state: State, heartbeatMs: number, address: () => string): Gateway {
  const server = new WebSocketServer({ noServer: true });
  const sessions = new Map<string, Session>();
  const sockets = new Set<WebSocket>();
  const identifies: number[] = [];
  let refusal: number | null = null;
  let isDeaf = false;
  let connections = 0;
  let resumes = 0;
  return {
    identifies,
    guildJson,
    connections: () => connections,
    resumes: () => resumes,
    open: () => sockets.size,
    upgrade: (request, socket, head) => server.handleUpgrade(request, socket, head, connected),
    dispatch: (t, d) => {
      for (const session of sessions.values()) send(session, t, d);
    },
    drop: (code) => each((socket) => socket.close(code)),
    askReconnect: () => each((socket) => write(socket, opcode.reconnect, null)),
    invalidate(mayResume) {
      if (!mayResume) sessions.clear();
      each((socket) => write(socket, opcode.invalid, mayResume));
    },
    goDeaf: (deaf) => void (isDeaf = deaf),
    refuse: (code) => void (refusal = code),
    async close() {
      each((socket) => socket.terminate());
      await new Promise((resolve) => server.close(resolve));
    },
  };

  function connected(socket: WebSocket): void {
    connections += 1;
    if (refusal !== null) return socket.close(refusal);
    sockets.add(socket);
    socket.on("close", () => {
      sockets.delete(socket);
      for (const session of sessions.values()) if (session.socket === socket) session.socket = null;
    });
    socket.on("message", (data: Buffer) => {
      const { op, d } = JSON.parse(data.toString("utf8")) as { readonly op: number; readonly d: Json };
      if (op === opcode.heartbeat && !isDeaf) write(socket, opcode.ack, null);
      if (op === opcode.identify) identify(socket, d);
      if (op === opcode.resume) resume(socket, d);
    });
    write(socket, opcode.hello, { heartbeat_interval: heartbeatMs });
  }

  function identify(socket: WebSocket, d: Json): void {
    if (d["token"] !== state.token) return socket.close(4004);
    identifies.push(Number(d["intents"]));
    if (identifies.length > 1000) return socket.close(4004);
    const session: Session = { id: randomBytes(16).toString("hex"), sequence: 0, events: [], socket };
    sessions.set(session.id, session);
    const guilds = [...state.guilds.values()];
    send(session, "READY", {
      v: 10,
      user: { ...userJson(state.applicationId, "regwatch", true), email: null, verified: true, mfa_enabled: true },
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: address(),
      shard: d["shard"],
      application: { id: state.applicationId, flags: 0 },
    });
    if ((Number(d["intents"]) & 1) !== 0) for (const guild of guilds) send(session, "GUILD_CREATE", guildJson(guild));
  }

  function resume(socket: WebSocket, d: Json): void {
    const session = sessions.get(String(d["session_id"]));
    if (d["token"] !== state.token) return socket.close(4004);
    if (session === undefined) return write(socket, opcode.invalid, false);
    resumes += 1;
    session.socket = socket;
    for (const event of session.events.filter(({ s }) => s > Number(d["seq"])))
      write(socket, opcode.dispatch, event.d, event);
    send(session, "RESUMED", {});
  }

  function send(session: Session, t: string, d: Json): void {
    session.sequence += 1;
    const event = { s: session.sequence, t, d };
    if (t !== "RESUMED") session.events.push(event);
    if (session.socket !== null) write(session.socket, opcode.dispatch, d, event);
  }

  function each(act: (socket: WebSocket) => void): void {
    for (const socket of Array.from(sockets)) act(socket);
  }

  function guildJson(guild: Guild): Json {
    const channels = [...state.channels.values()].filter(({ guildId }) => guildId === guild.id);
    const seen = channels.filter((channel) => permissionsIn(state, channel) !== 0n);
    return {
      id: guild.id,
      name: guild.name,
      owner_id: guild.ownerId,
      unavailable: false,
      member_count: 3,
      roles: [{ id: guild.id, name: "@everyone", permissions: String(guild.permissions), position: 0, color: 0 }],
      emojis: [],
      stickers: [],
      features: [],
      members: [
        { user: userJson(state.applicationId, "regwatch", true), roles: [], joined_at: new Date(0).toISOString() },
      ],
      channels: seen.filter(({ kind }) => kind !== "thread").map(channelJson),
      threads: seen.filter(({ kind }) => kind === "thread").map(channelJson),
      presences: [],
      voice_states: [],
      stage_instances: [],
      guild_scheduled_events: [],
    };
  }
}

function write(socket: WebSocket, op: number, d: unknown, event?: { readonly s: number; readonly t: string }): void {
  socket.send(JSON.stringify({ op, d, s: event?.s ?? null, t: event?.t ?? null }));
}
