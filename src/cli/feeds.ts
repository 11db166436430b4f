import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { feedsJsonSchema, readCatalogue } from "../pipeline/catalogue.ts";
import { termsJsonSchema } from "../pipeline/terms-file.ts";
import type { FeedProblem } from "../model/feed.ts";
import { printable } from "../model/printable.ts";
import { sources } from "../sources/index.ts";
import type { House } from "../wire.ts";
import type { CommandContext } from "./context.ts";

/** `regwatch feeds …`: what is watched, and whether its files are sound. */
export function addFeeds(program: Command, context: CommandContext, exit: (code: number) => void): void {
  const group = program
    .command("feeds")
    .summary("what is watched")
    .description("What is watched, and how it is doing.");
  group
    .command("list")
    .description("Lists the feeds with their health, last check and next run.")
    .option("--json", "print one JSON object per line")
    .action(async (options: { json?: boolean }) => list(await context.open(), context, options));
  group
    .command("check")
    .description("Checks feed files: names file, line and field of what is wrong.")
    .argument("[file...]", "feed files; all of the feeds folder if left out")
    .option("--live", "fetch once from the publisher and show the text extracted")
    .option("--json", "print one problem per line")
    .action(async (files: string[], options: { live?: boolean; json?: boolean }) =>
      exit(await check(context, files, options)),
    );
  group
    .command("schema")
    .description("Prints the JSON Schema of feed files, for editors.")
    .option("--terms", "of the register of terms, terms.yaml")
    .option("-o, --output <file>", "write it to a file")
    .action(async (options: { terms?: boolean; output?: string }) => {
      const schema = options.terms ? termsJsonSchema() : feedsJsonSchema(sources);
      const text = `${JSON.stringify(schema, null, 2)}\n`;
      if (options.output) await writeFile(options.output, text);
      else context.io.stdout(text);
    });
}

async function list(house: House, context: CommandContext, options: { json?: boolean }): Promise<void> {
  const states = new Map((await house.services.store.feedStates()).map((state) => [state.feedId, state]));
  for (const feed of house.services.feeds().values()) {
    const state = states.get(feed.id);
    if (options.json) {
      const { id, source, title, topics, schedule, timezone, visibility, unverified } = feed;
      context.io.stdout(
        `${JSON.stringify({
          id,
          source,
          title,
          topics,
          schedule,
          timezone,
          visibility,
          unverified,
          health: health(state),
          error: state?.error ?? null,
          illSince: state?.illSince ?? null,
          lastCheckedAt: state?.lastCheckedAt ?? null,
          lastOkAt: state?.lastOkAt ?? null,
          nextDueAt: state?.nextDueAt ?? null,
          checks: state?.checks ?? 0,
          documents: state?.documents ?? 0,
          warnings: state?.warnings ?? [],
        })}\n`,
      );
      continue;
    }
    const checked = state?.lastCheckedAt ? `checked ${state.lastCheckedAt.slice(0, 16)}Z` : "not checked yet";
    const next = state?.nextDueAt ? `, next ${state.nextDueAt.slice(0, 16)}Z` : "";
    context.io.stdout(
      `${mark(health(state))} ${feed.id}  ${feed.title} · ${state?.documents ?? 0} documents · ${checked}${next}\n`,
    );
    for (const warning of state?.warnings.slice(0, 5) ?? []) context.io.stdout(`    ! ${printable(warning)}\n`);
    if (state?.error) context.io.stdout(`    since ${state.illSince ?? "?"}: ${state.error}\n`);
  }
  for (const problem of house.problems()) context.io.stderr(`${problemLine(problem)}\n`);
}

type Health = "new" | "ill" | "well";

function health(state: { lastCheckedAt: string | null; illSince: string | null } | undefined): Health {
  if (!state || state.lastCheckedAt === null) return "new";
  return state.illSince === null ? "well" : "ill";
}

function mark(health: Health): string {
  return { new: "·", ill: "✗", well: "✓" }[health];
}

async function check(
  context: CommandContext,
  files: readonly string[],
  options: { live?: boolean; json?: boolean },
): Promise<number> {
  const { feedsDir } = context.config();
  const { feeds, problems } = await readCatalogue(feedsDir, sources, files.length > 0 ? { files } : {});
  for (const problem of problems) {
    if (options.json) context.io.stdout(`${JSON.stringify(problem)}\n`);
    else context.io.stderr(`${problemLine(problem)}\n`);
  }
  if (!options.json) context.io.stderr(`${feeds.length} feed files are sound, ${problems.length} problems.\n`);
  if (options.live) {
    const { tryLive } = await import("./live.ts");
    const failed = await tryLive(context, feeds);
    return problems.length + failed > 0 ? 1 : 0;
  }
  return problems.length > 0 ? 1 : 0;
}

/** A problem as one line: file, line, field, what to do. */
export function problemLine(problem: FeedProblem): string {
  const place = problem.line === null ? problem.file : `${problem.file}:${problem.line}`;
  return `${place}: ${problem.field === null ? "" : `${problem.field}: `}${problem.message}`;
}
