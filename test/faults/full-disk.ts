import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { reportOf, type DatabaseFaultReport } from "./database-faults.ts";
import { startFragileServer, type FragileServer } from "./postgres.ts";
import { baseline, finish, isReady, publishMeanwhile, setStage } from "./stage.ts";

interface FullDiskSettings {
  readonly seed: number;
  readonly times: number;
  /** What lies on the disk that fills up: our own data, or a server's. */
  readonly database: "embedded" | "server";
  readonly say: (line: string) => void;
}

/** Fills the disk of a database to the last byte and makes room again, under a service that nobody starts anew. Text: why it cannot be tried. */
export async function runFullDisk(settings: FullDiskSettings): Promise<DatabaseFaultReport | string> {
  const disk = smallDisk(settings.database === "embedded" ? 400 : 200);
  if (typeof disk === "string") return disk;
  const began = performance.now();
  let server: FragileServer | null = null;
  try {
    if (settings.database === "server") server = await startFragileServer(join(disk.folder, "server"));
    const { seed, times } = settings;
    const databaseUrl = (await server?.createDatabase()) ?? null;
    const dataDir = join(disk.folder, "data");
    const stage = await setStage({ seed, services: 1, databaseUrl, dataDir, most: 30 + times * 8 });
    try {
      await baseline(stage);
      const program = stage.start();
      await isReady(stage, program);
      const arrivals = publishMeanwhile(stage);
      for (let time = 1; time <= times; time += 1) {
        await sleep(stage.chance.between(500, 3000));
        await disk.fill();
        await sleep(5000);
        disk.empty();
        // A server that stopped for want of room is started again by its own supervisor; regwatch is not.
        await server?.restartIfEnded();
        settings.say(`${time} of ${times}: disk full and empty again, ${stage.publisher.events.length} documents`);
      }
      await arrivals.stop();
      await finish(stage, [program]);
      return await reportOf(stage, [program], times, began);
    } finally {
      await stage.close();
    }
  } finally {
    await server?.close();
    disk.close();
  }
}

interface SmallDisk {
  readonly folder: string;
  /** To the last byte, some megabytes at a time. */
  fill(): Promise<void>;
  empty(): void;
  close(): void;
}

function smallDisk(megabytes: number): SmallDisk | string {
  const folder = mkdtempSync(join(tmpdir(), "regwatch-small-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=755`, "tmpfs", folder], { stdio: "pipe" });
  } catch {
    rmSync(folder, { recursive: true, force: true });
    return "a small disk can be made by root on Linux only";
  }
  const filler = join(folder, "filler");
  mkdirSync(join(folder, "server"));
  const close = (): void => {
    execFileSync("umount", ["--lazy", folder]);
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", close);
  return {
    folder,
    async fill() {
      const file = await open(filler, "a");
      const piece = Buffer.alloc(4 * 1024 ** 2);
      try {
        for (;;) {
          await file.write(piece);
          await sleep(20);
        }
      } catch {
        // The last piece does not fit.
      } finally {
        await file.close();
      }
    },
    empty: () => rmSync(filler, { force: true }),
    close() {
      process.off("exit", close);
      if (existsSync(folder)) close();
    },
  };
}
