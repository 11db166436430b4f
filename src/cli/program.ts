import { Command, CommanderError, Option } from "commander";
import { readConfig, type Config } from "../config.ts";
import { version } from "../lib/version.ts";
import { HeldError, RegwatchError, UsageError } from "../model/errors.ts";
import { runThroughService } from "../store/control.ts";
import { openHouse, type House } from "../wire.ts";
import { addCheck } from "./check.ts";
import type { CommandContext } from "./context.ts";
import { addDemo } from "./demo.ts";
import { addDiff } from "./diff.ts";
import { addDigest } from "./digest.ts";
import { addDoctor } from "./doctor.ts";
import { addFeeds } from "./feeds.ts";
import { addImport } from "./import.ts";
import type { Io } from "./io.ts";
import { createReporter } from "./report.ts";
import { addRetract } from "./retract.ts";
import { addSlack } from "./slack.ts";
import { addStart } from "./start.ts";
import { addSubscriptions } from "./subscriptions.ts";
import { addVerify } from "./verify.ts";

/**
 * Runs one command line and returns its exit code: 0 done, 1 failed, 2 used wrongly. Where a running service holds the embedded
 * database, the command runs in there and writes here.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let config: Config | undefined;
  let house: House | undefined;
  const context: CommandContext = {
    io,
    cwd: process.cwd(),
    inService: false,
    config: () => (config ??= readConfig()),
    open: async () => (house ??= await openHouse(context.config(), openingFittings(argv, io))),
  };
  try {
    return await parse(argv, context);
  } catch (error) {
    if (error instanceof HeldError && argv[0] !== "start") return await throughService(argv, context, error);
    return fail(error, io, context);
  } finally {
    await house?.close();
  }
}

/** Runs one command line with a house that is open already and stays so. */
async function runInside(argv: readonly string[], io: Io, house: House): Promise<number> {
  const context: CommandContext = {
    io,
    cwd: process.cwd(),
    inService: true,
    config: () => house.config,
    open: async () => house,
  };
  try {
    return await parse(argv, context);
  } catch (error) {
    return fail(error, io, context);
  }
}

async function parse(argv: readonly string[], given: CommandContext): Promise<number> {
  let code = 0;
  const exit = (value: number): void => {
    code = value;
  };
  const program = new Command("regwatch");
  const context: CommandContext = {
    ...given,
    get cwd() {
      return program.getOptionValue("cwd") === undefined ? given.cwd : String(program.getOptionValue("cwd"));
    },
  };
  program
    .description(
      "Watches the rules for AI chips and cloud access: what changed, clause by clause, and whether it matters.",
    )
    .version(version)
    .addOption(new Option("--cwd <dir>", "where relative paths start").hideHelp())
    .exitOverride()
    .configureOutput({ writeOut: context.io.stdout, writeErr: context.io.stderr })
    .showHelpAfterError("Add --help for how the command is used.");
  addStart(program, context, runInside);
  addDemo(program, context);
  addCheck(program, context, exit);
  addFeeds(program, context, exit);
  addDiff(program, context);
  addDigest(program, context);
  addImport(program, context, exit);
  addSubscriptions(program, context);
  addRetract(program, context);
  addDoctor(program, context, exit);
  addSlack(program, context);
  addVerify(program, context, exit);
  inherit(program);
  await program.parseAsync([...argv], { from: "user" });
  return code;
}

// Commander hands these settings down only to commands made after they were set, and not to groups.
function inherit(command: Command): void {
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    inherit(child);
  }
}

async function throughService(argv: readonly string[], context: CommandContext, held: HeldError): Promise<number> {
  try {
    return (
      // The service stands in a folder of its own.
      (await runThroughService(context.config().dataDir, ["--cwd", context.cwd, ...argv], context.io)) ??
      fail(held, context.io, context)
    );
  } catch (error) {
    return fail(error, context.io, context);
  }
}

function fail(error: unknown, io: Io, context: CommandContext): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const debug = isDebug(context);
  if (error instanceof RegwatchError && !debug) {
    io.stderr(`regwatch: ${error.message}\n`);
  } else {
    const text = error instanceof Error ? (debug ? (error.stack ?? error.message) : error.message) : String(error);
    io.stderr(`regwatch: ${text}${debug ? "" : " (LOG_LEVEL=debug shows where)"}\n`);
  }
  return error instanceof UsageError ? 2 : 1;
}

function isDebug(context: CommandContext): boolean {
  try {
    return ["debug", "trace"].includes(context.config().logLevel);
  } catch {
    return false;
  }
}

function openingFittings(argv: readonly string[], io: Io): Parameters<typeof openHouse>[1] {
  const json = argv.includes("--json");
  return {
    // Data on standard output is for programs; alerts for the terminal must not get between.
    write: json ? io.stderr : io.stdout,
    colour: io.colour && !json,
    ...(io.columns && { columns: io.columns }),
    ...(argv[0] === "start" && { progress: createReporter((line) => io.stdout(`${line}\n`)) }),
  };
}
