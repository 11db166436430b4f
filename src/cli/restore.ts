import { resolve } from "node:path";
import type { Command } from "commander";
import { createLogger } from "../lib/log.ts";
import { systemClock, toInstant } from "../lib/time.ts";
import { UsageError } from "../model/errors.ts";
import type { CommandContext } from "./context.ts";
import { report } from "./transferred.ts";

/** `regwatch restore FILE`: a backup into the place that the settings name. */
export function addRestore(program: Command, context: CommandContext, exit: (code: number) => void): void {
  program
    .command("restore")
    .summary("put a backup into an empty place")
    .description(
      "Puts a backup into the empty database that the settings name (DATABASE_URL, or the folder REGWATCH_DATA), and checks its evidence. What may have been told since the backup is looked for before it is told again.",
    )
    .argument("<file>", "a file that `regwatch backup` wrote")
    .option("--json", "print what was restored as JSON")
    .action(async (file: string, { json }: { json?: boolean }) => {
      if (context.inService) throw new UsageError("Stop the service first: a backup goes into an empty place.");
      const config = context.config();
      // The other commands need not wait for it.
      const { restoreData } = await import("../store/transfer.ts");
      const log = createLogger({ level: config.logLevel });
      const done = await restoreData(resolve(context.cwd, file), config, toInstant(systemClock.now()), log);
      exit(report(done, context, json === true, `Restored ${done.rows} rows as of ${done.asOf}.`));
      if (!json && done.evidence.ok) {
        context.io.stdout(
          "Start the service. What was told since then is looked for in Slack and Discord; webhooks and mails may come again, under the same ids.\n" +
            "What people decided since then (subscriptions, acknowledgements) is not in the backup.\n",
        );
      }
    });
}
