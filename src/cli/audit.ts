import { type Command, Option } from "commander";
import { parseQuery } from "../alerts/query.ts";
import { wholeAudit } from "../commands/audit.ts";
import { auditCsv, auditLines } from "../exports/audit.ts";
import { UsageError } from "../model/errors.ts";
import type { Instant } from "../model/time.ts";
import type { CommandContext } from "./context.ts";

interface ExportOptions {
  readonly since?: Instant;
  readonly until?: Instant;
  readonly person?: string;
  readonly query?: string;
  readonly format: "csv" | "json";
}

/** `regwatch audit export`: what was told, decided, and on what evidence, for whoever has to show it. */
export function addAudit(program: Command, context: CommandContext): void {
  const group = program
    .command("audit")
    .summary("what was told and decided, to take along")
    .description("The record of what was told, what was decided about it, and the evidence it rests on.");
  group
    .command("export")
    .description("Writes the record to standard output, newest first.")
    .option("--since <date>", "told from this date on, such as 2026-01-01", readDate)
    .option("--until <date>", "told before this date", readDate)
    .option("--person <name>", "decided by this person")
    .option("--query <query>", "only changes that the query asks for")
    .addOption(new Option("--format <format>", "json: one object per line").choices(["csv", "json"]).default("csv"))
    .action(async ({ since, until, person, query, format }: ExportOptions) => {
      const parsed = query === undefined ? null : parseQuery(query);
      const { services } = await context.open();
      const filter = { ...(since && { since }), ...(until && { until }), ...(person && { person }) };
      if (format === "csv") context.io.stdout(auditCsv([], true));
      for await (const entries of wholeAudit(services.store, filter, parsed)) {
        const lines = auditLines(entries);
        context.io.stdout(
          format === "csv" ? auditCsv(lines, false) : lines.map((line) => `${JSON.stringify(line)}\n`).join(""),
        );
      }
    });
}

function readDate(text: string): Instant {
  try {
    return new Date(Temporal.PlainDate.from(text).toZonedDateTime("UTC").epochMilliseconds).toISOString();
  } catch {
    throw new UsageError(`"${text}" is no date; write it as 2026-01-31.`);
  }
}
