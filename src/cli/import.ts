import type { Command } from "commander";
import type { CommandContext } from "./context.ts";

/** `regwatch import FEED DIR`: the history of a document from dated files, recorded and told to nobody. */
export function addImport(program: Command, context: CommandContext, exit: (code: number) => void): void {
  program
    .command("import")
    .summary("record a document's history from dated files")
    .description(
      "Records the history of a document from files named NNN-YYYY-MM-DD.* or YYYY-MM-DD*.*, oldest first: versions and changes with those dates, told to nobody. Importing a folder again adds only what is new.",
    )
    .argument("<feed>", "the id of the feed it belongs to")
    .argument("<dir>", "the folder of the files")
    .option("--json", "print changes alone, one JSON object per line")
    .action(async (name: string, dir: string, options: { json?: boolean }) => {
      // The other commands need not wait for the readers of files.
      const { importFolder } = await import("./import-folder.ts");
      exit(await importFolder(name, dir, options.json === true, context));
    });
}
