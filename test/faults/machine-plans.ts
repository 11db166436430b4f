import { startPostgres } from "../support/database.ts";
import { databaseFaults, runDatabaseFaults, type DatabaseFault, type DatabaseFaultReport } from "./database-faults.ts";
import { runFullDisk } from "./full-disk.ts";
import { runMigrationKills } from "./migration-kills.ts";

interface PlanSettings {
  readonly seed: number;
  readonly times: number;
  readonly services: number;
  /** Names of database faults, with commas between; all of them if left out. */
  readonly kinds: string | undefined;
}

/** What `npm run faults -- --only NAME` does to the database and the machine. */
export const machinePlans: Readonly<Record<string, (settings: PlanSettings) => Promise<void>>> = {
  async database({ seed, times, services, kinds }) {
    const chosen = kinds?.split(",") ?? databaseFaults;
    const unknown = chosen.filter((kind) => !databaseFaults.includes(kind as DatabaseFault));
    if (unknown.length > 0) throw new Error(`--kinds ${unknown.join()}: take some of ${databaseFaults.join()}`);
    const kindsTaken = chosen as readonly DatabaseFault[];
    const report = await runDatabaseFaults({
      seed,
      times,
      services,
      kinds: kindsTaken,
      awaySeconds: 15,
      say: console.log,
    });
    print("database", report);
  },
  async disk({ seed, times }) {
    for (const database of ["embedded", "server"] as const)
      print(`disk, ${database}`, await runFullDisk({ seed, times, database, say: console.log }));
  },
  async migration({ seed, times }) {
    const server = await startPostgres();
    if (typeof server === "string") console.log(`skipped: ${server}`);
    else {
      judge("migration, PostgreSQL", await runMigrationKills(seed, times, () => server.createDatabase()));
      await server.stop();
    }
    judge("migration, embedded", await runMigrationKills(seed, Math.ceil(times / 5), null));
  },
};

function print(name: string, report: DatabaseFaultReport | string): void {
  if (typeof report === "string") return console.log(`skipped: ${report}`);
  judge(name, report);
}

function judge(
  name: string,
  report: Partial<Pick<DatabaseFaultReport, "lost" | "doubled" | "problems" | "complaints">> & {
    readonly differences?: readonly string[];
  },
): void {
  console.log(name, JSON.stringify(report, null, 2));
  const { lost = [], doubled = [], problems = [], complaints = [], differences = [] } = report;
  if ([...lost, ...doubled, ...problems, ...complaints, ...differences].length > 0) process.exitCode = 1;
}
