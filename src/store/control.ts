import { chmod, lstat, mkdir, rm } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { sha256 } from "../lib/hash.ts";
import { StoreError } from "../model/errors.ts";
import { isHeld } from "./hold.ts";

/** Where a command that runs somewhere else writes. */
export interface FarIo {
  stdout(text: string): void;
  stderr(text: string): void;
}

/** Runs one command line and resolves to its exit code. `signal` fires when whoever asked is gone. */
export type ControlHandler = (argv: string[], io: FarIo, signal: AbortSignal) => Promise<number>;

/** Serves the control socket of a data directory, which the caller holds: commands of other processes run in here. */
export async function serveControl(dir: string, handler: ControlHandler): Promise<{ close(): Promise<void> }> {
  const path = await socketPath(dir);
  // A socket file that is left belongs to a process that was killed: the caller holds the directory.
  if (!isPipe(path)) await rm(path, { force: true });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    void answer(socket, handler);
  });
  await listen(server, path);
  if (!isPipe(path)) await chmod(path, 0o600);
  return {
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

/**
 * Runs a command line inside the service that holds the data directory. Null when nobody holds it, or when its holder takes no
 * commands. Throws `StoreError` when the service ends before the command does.
 */
export async function runThroughService(dir: string, argv: readonly string[], io: FarIo): Promise<number | null> {
  const path = await socketPath(dir);
  // A service that starts holds the data some time before it takes commands.
  for (let attempt = 1; attempt <= 25; attempt += 1) {
    const socket = await reach(path);
    if (socket) return await converse(socket, argv, io);
    if (!isHeld(dir)) return null;
    await sleep(200);
  }
  return null;
}

const request = z.object({ argv: z.array(z.string()) });
const reply = z.union([z.object({ out: z.string() }), z.object({ err: z.string() }), z.object({ exit: z.number() })]);

async function answer(socket: Socket, handler: ControlHandler): Promise<void> {
  const gone = new AbortController();
  socket.on("error", () => socket.destroy());
  socket.on("close", () => gone.abort());
  const write = (message: object): void => {
    if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
  };
  try {
    const { argv } = request.parse(JSON.parse(await firstLine(socket)));
    const io = { stdout: (out: string) => write({ out }), stderr: (err: string) => write({ err }) };
    write({ exit: await handler(argv, io, gone.signal) });
  } catch (error) {
    write({ err: `${error instanceof Error ? error.message : String(error)}\n` });
    write({ exit: 1 });
  }
  socket.destroySoon();
}

async function firstLine(socket: Socket): Promise<string> {
  for await (const line of linesOf(socket, 1024 * 1024)) {
    // Read on, or the end of the connection would go unnoticed.
    socket.resume();
    return line;
  }
  throw new StoreError("The command line did not arrive.");
}

async function converse(socket: Socket, argv: readonly string[], io: FarIo): Promise<number> {
  socket.on("error", () => socket.destroy());
  socket.write(`${JSON.stringify({ argv })}\n`);
  for await (const line of linesOf(socket, Infinity)) {
    const message = reply.parse(JSON.parse(line));
    if ("out" in message) io.stdout(message.out);
    else if ("err" in message) io.stderr(message.err);
    else {
      socket.end();
      return message.exit;
    }
  }
  throw new StoreError("The service stopped before the command was done; run it again.");
}

async function* linesOf(socket: Socket, limit: number): AsyncGenerator<string> {
  const parts: string[] = [];
  let length = 0;
  socket.setEncoding("utf8");
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<string>) {
      const [first = "", ...rest] = chunk.split("\n");
      parts.push(first);
      length += first.length;
      if (length > limit) throw new StoreError("The command line is too long.");
      for (const next of rest) {
        yield parts.join("");
        parts.splice(0, parts.length, next);
        length = next.length;
      }
    }
  } catch (error) {
    // A connection that breaks ends like one that is closed; what is missing then, the reader sees.
    if (error instanceof StoreError) throw error;
  }
}

function reach(path: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => resolve(socket));
    socket.once("error", () => resolve(null));
  });
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
}

// The operating system cuts socket paths at about 100 bytes; a longer one gets a short name in a folder of ours alone.
async function socketPath(dir: string): Promise<string> {
  const name = sha256(resolve(dir)).slice(0, 16);
  if (process.platform === "win32") return `\\\\.\\pipe\\regwatch-${name}`;
  const path = join(resolve(dir), "control.sock");
  if (Buffer.byteLength(path) <= 100) return path;
  return join(await ownFolder(), `${name}.sock`);
}

async function ownFolder(): Promise<string> {
  const { uid } = userInfo();
  const folder = join(tmpdir(), `regwatch-${uid}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    throw new StoreError(`${folder} must belong to you alone for the control socket; remove it or set TMPDIR.`);
  }
  return folder;
}

function isPipe(path: string): boolean {
  return path.startsWith("\\\\.\\pipe\\");
}
