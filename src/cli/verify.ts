import type { Command } from "commander";
import type { CommandContext } from "./context.ts";

/** `regwatch verify`: walks the evidence chain of every document and names the first broken link. */
export function addVerify(program: Command, context: CommandContext, exit: (code: number) => void): void {
  program
    .command("verify")
    .summary("check the evidence chain")
    .description(
      "Recomputes the evidence chain of every document and the hash of every snapshot; names the first broken link.",
    )
    .option("--json", "print the result as JSON")
    .action(async (options: { json?: boolean }) => {
      const { services } = await context.open();
      const result = await services.store.verify();
      if (options.json) context.io.stdout(`${JSON.stringify(result)}\n`);
      else if (result.ok) {
        const { documents, entries, snapshots, letGo } = result;
        context.io.stdout(`The chain holds: ${documents} documents, ${entries} entries, ${snapshots} snapshots.\n`);
        if (letGo > 0) context.io.stdout(`${letGo} versions were let go by the retention rule, as the chain says.\n`);
      } else {
        context.io.stderr(`Broken at entry ${result.entry} of document ${result.documentId}: ${result.problem}\n`);
      }
      exit(result.ok ? 0 : 1);
    });
}
