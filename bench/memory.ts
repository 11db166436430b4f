import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startService } from "./service.ts";
import type { Figure } from "./table.ts";

/** Resident memory of the whole process tree after the service has idled, on both databases. */
export async function measureMemory(
  databaseUrl: string | null,
  feeds: string,
  idleSeconds: number,
): Promise<readonly Figure[]> {
  const data = mkdtempSync(join(tmpdir(), "regwatch-bench-"));
  try {
    const embedded = { REGWATCH_DATA: data, REGWATCH_FEEDS: feeds };
    const first = await startService(embedded);
    await first.stop();
    const figures = [await idle("embedded", embedded, idleSeconds, 300)];
    if (databaseUrl === null) return figures;
    const server = { DATABASE_URL: databaseUrl, REGWATCH_FEEDS: feeds };
    return [...figures, await idle("with a server", server, idleSeconds, 200)];
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

async function idle(
  name: string,
  settings: Readonly<Record<string, string>>,
  seconds: number,
  target: number,
): Promise<Figure> {
  const service = await startService(settings);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const megabytes = service.residentMegabytes();
  await service.stop();
  return {
    what: `memory after ${seconds} s idle, ${name}`,
    value: `${megabytes.toFixed(0)} MB`,
    note: `resident, whole process tree; to stay under: ${target} MB`,
  };
}
