import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { freePort } from "../test/support/free-port.ts";
import { serviceFlags } from "../test/support/program.ts";

/** A service started as a user starts it, and how long it took to answer. Milliseconds since its process was made. */
export interface RunningService {
  readonly url: string;
  readonly portAfter: number;
  readonly readyAfter: number;
  /** Resident megabytes of the process and everything it started. */
  residentMegabytes(): number;
  /** What its own process has used of the processor so far. */
  cpuSeconds(): number;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs `regwatch start` with these settings until `/readyz` answers. */
export async function startService(settings: Readonly<Record<string, string>>): Promise<RunningService> {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(process.execPath, [...serviceFlags, "src/cli.ts", "start"], {
    cwd: root,
    stdio: "ignore",
    env: { ...process.env, REGWATCH_PORT: String(port), ...settings },
  });
  const portAfter = await answers(child, `http://127.0.0.1:${port}/healthz`, started);
  const readyAfter = await answers(child, `http://127.0.0.1:${port}/readyz`, started);
  return {
    url: `http://127.0.0.1:${port}`,
    portAfter,
    readyAfter,
    residentMegabytes: () => resident(child.pid ?? 0) / 1024,
    cpuSeconds: () => cpuTicks(child.pid ?? 0) / 100,
    async stop() {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}

async function answers(child: ChildProcess, url: string, started: number): Promise<number> {
  while (child.exitCode === null) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return performance.now() - started;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`the service ended with ${child.exitCode} before ${url} answered`);
}

// User and system time, from /proc, in hundredths of a second.
function cpuTicks(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

// Kilobytes, from /proc: children too, so that nothing hides in them.
function resident(pid: number): number {
  const own = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "0";
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(name) === pid)
    .map((name) => resident(Number(name)));
  return Number(own) + children.reduce((sum, size) => sum + size, 0);
}

function parentOf(pid: string): number | null {
  try {
    return Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  } catch {
    return null;
  }
}
