import { resolve } from "node:path";
import type { Command } from "commander";
import { createLogger } from "../lib/log.ts";
import { systemClock, toInstant } from "../lib/time.ts";
import { UsageError } from "../model/errors.ts";
import type { CommandContext } from "./context.ts";
import { report } from "./transferred.ts";

/** `regwatch move --to …`: everything into another database. */
export function addMove(program: Command, context: CommandContext, exit: (code: number) => void): void {
  program
    .command("move")
    .summary("everything into another database")
    .description(
      "Copies everything from the database that the settings name into another, empty one, such as from the embedded database to a PostgreSQL server; compares the number of rows of each table, and checks the evidence there. The service must be stopped. The data stays where it was, too.",
    )
    .requiredOption("--to <place>", "postgres://user:password@host/database, or a folder for an embedded database")
    .option("--json", "print what was moved as JSON")
    .action(async ({ to, json }: { to: string; json?: boolean }) => {
      if (context.inService)
        throw new UsageError("Stop the service first: what it writes meanwhile would stay behind.");
      const config = context.config();
      const isServer = /^postgres(ql)?:\/\//.test(to);
      if (!isServer && to.includes("://")) {
        throw new UsageError("--to is neither an address that begins with postgres:// nor a folder.");
      }
      const dataDir = resolve(context.cwd, to);
      if (isServer ? to === config.databaseUrl : !config.databaseUrl && dataDir === resolve(config.dataDir)) {
        throw new UsageError("--to names the place where the data is already.");
      }
      const place = isServer ? { databaseUrl: to, dataDir: config.dataDir } : { databaseUrl: null, dataDir };
      const { moveData } = await import("../store/transfer.ts");
      const log = createLogger({ level: config.logLevel });
      const done = await moveData(config, place, toInstant(systemClock.now()), log);
      exit(report(done, context, json === true, `Moved ${done.rows} rows; every table has as many as before.`));
      if (!json && done.evidence.ok) {
        const next = isServer
          ? "Set DATABASE_URL to the address you gave"
          : `Set REGWATCH_DATA=${to}, leave DATABASE_URL out`;
        context.io.stdout(
          `${next}, and start the service. Start none on the old data again: it would tell things twice.\n`,
        );
      }
    });
}
