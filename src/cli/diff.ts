import { Option, type Command } from "commander";
import type { PageParts } from "./compared-text.ts";
import type { CommandContext } from "./context.ts";

const formats = ["text", "html", "docx", "json"] as const;
export type DiffFormat = (typeof formats)[number];

export interface DiffOptions extends Partial<PageParts> {
  readonly format?: DiffFormat;
  readonly json?: boolean;
  readonly output?: string;
}

/** `regwatch diff OLD NEW`: the redline of two files or addresses. Opens no database. */
export function addDiff(program: Command, context: CommandContext): void {
  program
    .command("diff")
    .summary("the redline of two files or addresses")
    .description(
      "Compares two texts by section and by word: HTML, XML, Markdown, plain text or PDF, from files or http(s) addresses. Ends with 0 whether they differ or not.",
    )
    .argument("<old>", "a file or an address")
    .argument("<new>", "a file or an address")
    .addOption(
      new Option("--format <format>", "text, html, docx (tracked changes) or json; told by the ending of -o").choices(
        formats,
      ),
    )
    .option("--json", "the same as --format json")
    .option("-o, --output <file>", "write to a file")
    .option("--select <selector>", "a CSS selector of the part of a page that counts; may be given again", together)
    .option("--remove <selector>", "a CSS selector of parts of a page that do not count; may be given again", together)
    .action(async (old: string, current: string, options: DiffOptions) => {
      // The other commands need not wait for the writers of Word files and pages.
      const { diff } = await import("./diff-texts.ts");
      await diff(old, current, options, context);
    });
}

function together(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
