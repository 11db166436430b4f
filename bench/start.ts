import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startService } from "./service.ts";
import { median, type Figure } from "./table.ts";

const runs = 5;

/** How soon the service answers: first start on an empty folder, warm starts on both databases. */
export async function measureStart(databaseUrl: string | null, feeds: string): Promise<readonly Figure[]> {
  const data = mkdtempSync(join(tmpdir(), "regwatch-bench-"));
  try {
    const embedded = { REGWATCH_DATA: data, REGWATCH_FEEDS: feeds };
    const cold = await once(embedded);
    const figures = [
      figure("first start, `/readyz`, embedded", [cold.ready], "makes the database; once"),
      ...(await warm("embedded", embedded)),
    ];
    if (databaseUrl === null) return figures;
    const server = { DATABASE_URL: databaseUrl, REGWATCH_FEEDS: feeds };
    await once(server);
    return [...figures, ...(await warm("PostgreSQL", server))];
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

async function warm(name: string, settings: Readonly<Record<string, string>>): Promise<readonly Figure[]> {
  const starts = [];
  for (let run = 0; run < runs; run += 1) starts.push(await once(settings));
  return [
    figure(
      `warm start, port, ${name}`,
      starts.map(({ port }) => port),
      `median of ${runs}; to reach: 1.5 s`,
    ),
    figure(
      `warm start, \`/readyz\`, ${name}`,
      starts.map(({ ready }) => ready),
      `median of ${runs}; to reach: 4 s`,
    ),
  ];
}

async function once(settings: Readonly<Record<string, string>>): Promise<{ port: number; ready: number }> {
  const service = await startService(settings);
  await service.stop();
  return { port: service.portAfter, ready: service.readyAfter };
}

function figure(what: string, milliseconds: readonly number[], note: string): Figure {
  return { what, value: `${(median(milliseconds) / 1000).toFixed(2)} s`, note };
}
