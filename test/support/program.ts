import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";

/** A process of ours under test. */
export interface Program {
  readonly process: ChildProcess;
  /** Resolves once standard output holds this text; rejects when the process ends without it. */
  said(text: string): Promise<void>;
  readonly output: () => string;
  /** What it wrote to standard error. */
  readonly complaint: () => string;
  /** Resolves to the exit code, or the signal's name. */
  ended(): Promise<number | NodeJS.Signals | null>;
  /** kill -9, and waits for the end. */
  kill(): Promise<void>;
}

// What the command line keeps as well: compiling takes most of a start.
const compiled = join(import.meta.dirname, "../../node_modules/.cache/regwatch/compiled");

/**
 * What `npm start` tells Node, and so what services are measured with: young objects in little room, and a heap that is tidied before it
 * has grown by a fifth. Left to itself V8 lets it grow to three times of what is in use, where the machine has much memory.
 */
export const serviceFlags = ["--max-semi-space-size=4", "--heap-growing-percent=20"];

/** Starts a TypeScript file with this process's Node. */
export function runProgram(file: string, args: readonly string[], flags: readonly string[] = []): Program {
  const child = spawn(process.execPath, [...flags, file, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  });
  let output = "";
  let complaint = "";
  const waiting = new Set<() => void>();
  const notice = (): void => {
    for (const check of waiting) check();
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    notice();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
  let end: number | NodeJS.Signals | null | undefined;
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once("close", (code, signal) => {
      end = code ?? signal;
      notice();
      resolve(end);
    });
  });
  return {
    process: child,
    output: () => output,
    complaint: () => complaint,
    said: (text) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (output.includes(text)) resolve();
          else if (end !== undefined) reject(new Error(`It ended (${end}) without "${text}": ${output}${complaint}`));
          else return;
          waiting.delete(check);
        };
        waiting.add(check);
        check();
      }),
    ended: () => ended,
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
