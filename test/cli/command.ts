import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { run } from "../../src/cli/program.ts";

/** How a command line ended. */
export interface Ended {
  readonly code: number | NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command under way. */
export interface Running {
  readonly process: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<Ended>;
}

const bin = join(import.meta.dirname, "../../src/bin.cjs");

/** Starts `regwatch …` as a person does, in a folder and with settings of its own. */
export function regwatch(cwd: string, settings: Readonly<Record<string, string>>, ...argv: readonly string[]): Running {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [bin, ...argv], {
    cwd,
    env: { PATH, HOME, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve) => {
    child.once("close", (code, signal) => resolve({ code: code ?? signal, stdout, stderr }));
  });
  return { process: child, stdout: () => stdout, stderr: () => stderr, ended };
}

/** Runs a command line as `regwatch` does, but in this process: a start takes longer than most commands. One at a time. */
export async function inside(
  cwd: string,
  settings: Readonly<Record<string, string>>,
  ...argv: readonly string[]
): Promise<Ended> {
  const { env } = process;
  const before = process.cwd();
  const { PATH = "", HOME = "" } = env;
  let [stdout, stderr] = ["", ""];
  const io = {
    stdout: (text: string): void => void (stdout += text),
    stderr: (text: string): void => void (stderr += text),
    colour: false,
  };
  process.chdir(cwd);
  process.env = { PATH, HOME, ...settings };
  try {
    return { code: await run(argv, io), stdout, stderr };
  } finally {
    process.env = env;
    process.chdir(before);
  }
}

/** Resolves once `look` gives something; rejects when the command ends before, or after half a minute. */
export async function until<Found>(command: Running, look: () => Found | Promise<Found>): Promise<NonNullable<Found>> {
  let ended = false;
  void command.ended.then(() => (ended = true));
  for (let attempt = 0; attempt < 1800; attempt += 1) {
    const found = await look();
    if (found) return found;
    if (ended) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`It ${ended ? "ended" : "did not come"}: ${command.stdout()}${command.stderr()}`);
}

/** The status and body at an address, or null while nobody answers there. */
export async function ask(url: string): Promise<{ readonly status: number; readonly text: string } | null> {
  try {
    const response = await fetch(url);
    return { status: response.status, text: await response.text() };
  } catch {
    return null;
  }
}
