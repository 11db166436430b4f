import { Option, type Command } from "commander";
import type { CommandContext } from "./context.ts";
import { addDrafts } from "./drafts.ts";

const formats = ["md", "html", "docx", "json"] as const;

export interface DigestOptions {
  readonly since: string;
  readonly query: string;
  readonly zone: string;
  readonly format?: (typeof formats)[number];
  readonly json?: boolean;
  readonly client?: boolean;
  readonly tracked?: boolean;
  readonly output?: string;
}

/** `regwatch digest`: what changed in the last days, on one page. */
export function addDigest(program: Command, context: CommandContext): void {
  const digest = program
    .command("digest")
    .summary("what changed in the last days, on one page")
    .description(
      "What changed in the last days on one page, by thread, the weightiest first, and how often was looked.",
    )
    .option("--since <since>", "days back, such as 7d, or a date", "7d")
    .option("--query <query>", "what it is about", "*")
    .option("--zone <zone>", "the time zone in which the period is named", "UTC")
    .addOption(new Option("--format <format>", "told by the ending of -o; else md").choices(formats))
    .option("--json", "the same as --format json")
    .option("--client", "as a firm sends it on to its clients, in html or docx (see REGWATCH_LETTERHEAD)")
    .option("--tracked", "with --client in docx: tracked changes instead of underline and strikethrough")
    .option("-o, --output <file>", "write to a file")
    .action(async (options: DigestOptions) => {
      // The other commands need not wait for the writers of Word files and pages.
      const { writeDigest } = await import("./write-digest.ts");
      await writeDigest(context, options);
    });
  addDrafts(digest, context);
}
