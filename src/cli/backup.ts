import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { toInstant } from "../lib/time.ts";
import { writeBackup } from "../store/backup-file.ts";
import { UsageError } from "../model/errors.ts";
import type { CommandContext } from "./context.ts";

/** `regwatch backup -o FILE`: everything as it is now, in one file, while the service runs. */
export function addBackup(program: Command, context: CommandContext): void {
  program
    .command("backup")
    .summary("everything in one file, while the service runs")
    .description(
      "Writes everything as it is at this moment into one file that `regwatch restore` reads, on the embedded database and on a server. Settings, secrets and feed files are not in it; the addresses of webhooks are, so keep it as you keep those.",
    )
    .requiredOption("-o, --output <file>", "the file to write; one that is there is replaced once the new one is whole")
    .option("--json", "print what was written as JSON")
    .action(async ({ output, json }: { output: string; json?: boolean }) => {
      refuseNothing(context);
      const { services } = await context.open();
      const at = toInstant(services.clock.now());
      const path = resolve(context.cwd, output);
      const rows = await writeBackup(path, (take) => services.store.copyOut(at, take));
      const { size } = await stat(path);
      context.io.stdout(
        json
          ? `${JSON.stringify({ file: path, at, rows, bytes: size })}\n`
          : `Backup of ${at}: ${rows} rows, ${(size / 1e6).toFixed(1)} MB in ${output}.\n`,
      );
    });
}

// A folder that is not there would be made, and a backup of nothing kept in the place of the last good one.
function refuseNothing({ config, inService }: CommandContext): void {
  const { databaseUrl, dataDir } = config();
  if (inService || databaseUrl !== null || existsSync(join(dataDir, "pg"))) return;
  throw new UsageError(`There is no database in ${dataDir}; set REGWATCH_DATA to the folder of the service.`);
}
