import { Command, CommanderError, Option } from "commander";
import { readConfig, type Config } from "../config.ts";
import { version } from "../lib/version.ts";
import { HeldError, RegwatchError, UsageError } from "../model/errors.ts";
import { runThroughService } from "../store/control.ts";
import { refuseHeld } from "../store/hold.ts";
import type { Fittings, House } from "../wire.ts";
import type { CommandContext } from "./context.ts";
import type { Io } from "./io.ts";
import { createReporter } from "./report.ts";

type Add = (program: Command, context: CommandContext, exit: (code: number) => void) => void;

// Loaded one by one: all of them together take a second of the processor.
const commands: Readonly<Record<string, () => Promise<Add>>> = {
  start: async () => {
    const { addStart } = await import("./start.ts");
    return (program, context) => addStart(program, context, runInside);
  },
  demo: async () => (await import("./demo.ts")).addDemo,
  check: async () => (await import("./check.ts")).addCheck,
  feeds: async () => (await import("./feeds.ts")).addFeeds,
  diff: async () => (await import("./diff.ts")).addDiff,
  digest: async () => (await import("./digest.ts")).addDigest,
  import: async () => (await import("./import.ts")).addImport,
  subscriptions: async () => (await import("./subscriptions.ts")).addSubscriptions,
  retract: async () => (await import("./retract.ts")).addRetract,
  doctor: async () => (await import("./doctor/doctor.ts")).addDoctor,
  slack: async () => (await import("./slack.ts")).addSlack,
  audit: async () => (await import("./audit.ts")).addAudit,
  tokens: async () => (await import("./tokens.ts")).addTokens,
  verify: async () => (await import("./verify.ts")).addVerify,
  backup: async () => (await import("./backup.ts")).addBackup,
  restore: async () => (await import("./restore.ts")).addRestore,
  restored: async () => (await import("./restored.ts")).addRestored,
  retention: async () => (await import("./retention.ts")).addRetention,
  hold: async () => (await import("./hold.ts")).addHold,
  move: async () => (await import("./move.ts")).addMove,
};

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
    open: async () => (house ??= await open(context.config(), argv, io)),
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
  for (const add of await commandsFor(argv)) add(program, context, exit);
  inherit(program);
  await program.parseAsync([...argv], { from: "user" });
  return code;
}

// The one that is named first; all of them where none is, for the list of what there is.
async function commandsFor(argv: readonly string[]): Promise<readonly Add[]> {
  const [name] = argv[0] === "--cwd" ? argv.slice(2) : argv;
  if (name === "--version" || name === "-V") return [];
  const load = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  return load ? [await load()] : Promise.all(Object.values(commands).map((each) => each()));
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

async function open(config: Config, argv: readonly string[], io: Io): Promise<House> {
  if (config.databaseUrl === null) refuseHeld(config.dataDir);
  const { openHouse } = await import("../wire.ts");
  return openHouse(config, openingFittings(argv, io));
}

function openingFittings(argv: readonly string[], io: Io): Fittings {
  const json = argv.includes("--json");
  return {
    // Data on standard output is for programs; alerts for the terminal must not get between.
    write: json ? io.stderr : io.stdout,
    colour: io.colour && !json,
    ...(io.columns && { columns: io.columns }),
    ...(argv[0] === "start" && { progress: createReporter((line) => io.stdout(`${line}\n`)) }),
  };
}
