import type { Command } from "commander";
import { toInstant } from "../lib/time.ts";
import { UsageError } from "../model/errors.ts";
import type { CommandContext } from "./context.ts";

/** `regwatch restored --from INSTANT`: for who restored by other means. */
export function addRestored(program: Command, context: CommandContext): void {
  program
    .command("restored")
    .summary("say that the data was restored by other means")
    .description(
      "For backups restored by other means (pg_restore, a copied folder): what may have been told since the backup is looked for before it is told again. Run it before the service starts. `regwatch restore` does it by itself.",
    )
    .requiredOption("--from <instant>", "when the backup was begun, such as 2026-11-26T03:00Z")
    .action(async ({ from }: { from: string }) => {
      const backupAt = instantOf(from);
      const { services } = await context.open();
      const now = toInstant(services.clock.now());
      if (backupAt > now) throw new UsageError(`--from ${from} is in the future; give the time of the backup.`);
      if ((await services.store.counts(now)).documents === 0) {
        throw new UsageError("There is no document in this database; restore into it first, or name another one.");
      }
      await services.store.markRestored(backupAt, now);
      context.io.stdout(`Marked as restored from a backup of ${backupAt}.\n`);
    });
}

function instantOf(text: string): string {
  try {
    return toInstant(Temporal.Instant.from(text));
  } catch {
    throw new UsageError(`--from ${text} is no instant; write it with its zone, such as 2026-11-26T03:00Z.`);
  }
}
