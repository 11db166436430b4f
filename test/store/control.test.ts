import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { StoreError } from "../../src/model/errors.ts";
import { runThroughService, serveControl } from "../../src/store/control.ts";
import { holdDataDir } from "../../src/store/hold.ts";
import { runProgram, type Program } from "../support/program.ts";

let dir: string;
let running: Program[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "regwatch-control-"));
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((one) => one.kill()));
  rmSync(dir, { recursive: true, force: true });
});

function start(name: string, ...args: string[]): Program {
  const one = runProgram(join(import.meta.dirname, "programs", `${name}.ts`), [dir, ...args]);
  running.push(one);
  return one;
}

async function serving(): Promise<Program> {
  const service = start("serve");
  await service.said("serving");
  return service;
}

function collector() {
  const out: string[] = [];
  const err: string[] = [];
  return { out, err, stdout: (text: string) => void out.push(text), stderr: (text: string) => void err.push(text) };
}

test("A command runs in the process that holds the data; both streams and the exit code come back.", async () => {
  await serving();
  const io = collector();
  expect(await runThroughService(dir, ["echo", "a b", "", "é\n"], io)).toBe(3);
  expect(io.out.join("")).toBe("a b||é\n\n");
  expect(io.err.join("")).toBe("to the other stream\n");
});

test("From another process, ten megabytes arrive whole.", async () => {
  await serving();
  const asking = start("ask", "flood", "50000");
  expect(await asking.ended()).toBe(0);
  const lines = asking.output().trimEnd().split("\n");
  expect(lines.length).toBe(50_000);
  expect(lines.at(-1)).toBe("49999".padStart(99, "é"));
});

test("Where nobody holds the data, there is nobody to run the command.", async () => {
  expect(await runThroughService(dir, ["echo"], collector())).toBeNull();
  expect(await runThroughService(join(dir, "no/such/folder"), ["echo"], collector())).toBeNull();
});

test("A service that is just starting is waited for.", async () => {
  const hold = holdDataDir(dir);
  const asked = runThroughService(dir, ["x"], collector());
  const control = await serveControl(dir, async () => 7);
  expect(await asked).toBe(7);
  await control.close();
  hold.release();
});

test("A killed service ends the command with a sentence, and its socket file is no hindrance for the next one.", async () => {
  const service = await serving();
  const io = collector();
  const asked = runThroughService(dir, ["hang"], io);
  const outcome = expect(asked).rejects.toThrow(
    new StoreError("The service stopped before the command was done; run it again."),
  );
  while (io.out.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await service.kill();
  await outcome;
  expect(await runThroughService(dir, ["echo"], collector())).toBeNull();
  await serving();
  expect(await runThroughService(dir, ["echo"], collector())).toBe(3);
});

test("The service notices when whoever asked is gone, and goes on.", async () => {
  const service = await serving();
  const asking = start("ask", "hang");
  await asking.said("begun");
  await asking.kill();
  await service.said("gone");
  expect(await runThroughService(dir, ["echo"], collector())).toBe(3);
});

test("An error of the command comes back as its text and exit code 1.", async () => {
  await serving();
  const io = collector();
  expect(await runThroughService(dir, ["nonsense"], io)).toBe(1);
  expect(io.err.join("")).toBe("no command nonsense\n");
});

test("Commands run side by side.", async () => {
  await serving();
  const slow = runThroughService(dir, ["slow", "3000"], collector());
  expect(await runThroughService(dir, ["echo"], collector())).toBe(3);
  await expect(Promise.race([slow, Promise.resolve("still running")])).resolves.toBe("still running");
  await Promise.all(running.map((one) => one.kill()));
  await expect(slow).rejects.toThrow(StoreError);
});

test("Whatever is not a request is answered with an error and hurts nobody.", async () => {
  await serving();
  for (const line of ["not json\n", '{"argv":"ls"}\n', `${"x".repeat(2_000_000)}\n`]) {
    const socket = connect(join(dir, "control.sock"));
    socket.on("error", () => {});
    socket.write(line);
    const answer = await new Promise<string>((resolve) => {
      let text = "";
      socket.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      socket.on("close", () => resolve(text));
    });
    if (!line.startsWith("x")) expect(answer).toContain('{"exit":1}');
  }
  expect(await runThroughService(dir, ["echo"], collector())).toBe(3);
});

test.skipIf(process.platform === "win32")(
  "The socket is for its owner alone, and a long folder name gets a short socket.",
  async () => {
    const control = await serveControl(dir, async () => 0);
    expect(statSync(join(dir, "control.sock")).mode & 0o777).toBe(0o600);
    await control.close();
    const long = join(dir, "x".repeat(120));
    mkdirSync(long);
    writeFileSync(join(long, "here"), "");
    const hold = holdDataDir(long);
    const second = await serveControl(long, async (argv) => argv.length);
    expect(await runThroughService(long, ["a", "b"], collector())).toBe(2);
    await second.close();
    hold.release();
  },
);
