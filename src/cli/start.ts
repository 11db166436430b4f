import type { Command } from "commander";
import { UsageError } from "../model/errors.ts";
import { serveControl } from "../store/control.ts";
import type { House } from "../wire.ts";
import { version } from "../lib/version.ts";
import type { CommandContext } from "./context.ts";
import { problemLine } from "./feeds.ts";
import type { Io } from "./io.ts";
import { openWaitingRoom } from "./waiting-room.ts";
import { whenThere } from "./when-there.ts";
import { minuteBell, startService, type Service } from "./service.ts";

/** Runs one command line inside the service, writing to the far end of the control socket. */
export type RunInside = (argv: readonly string[], io: Io, house: House) => Promise<number>;

/** `regwatch start`: scheduler, workers, web. Ends on SIGINT or SIGTERM. */
export function addStart(program: Command, context: CommandContext, runInside: RunInside): void {
  program
    .command("start")
    .summary("run the service")
    .description("Runs the scheduler, the workers and the web until it is stopped (Ctrl+C).")
    .action(async () => {
      if (context.inService) throw new UsageError("The service is running already.");
      const house = await openPatiently(context);
      house.watchdog.start(standstillSeconds);
      const service = await startService(house, minuteBell, (url) => greet(house, url, context.io));
      const control =
        house.config.databaseUrl === null
          ? await serveControl(house.config.dataDir, (argv, io) => runInside(argv, { ...io, colour: false }, house))
          : null;
      await untilStopped();
      context.io.stderr("Stopping.\n");
      await control?.close();
      await endWithin(service, 9000);
    });
}

// The service may come up before its database, and must not have to be started again for that.
async function openPatiently(context: CommandContext): Promise<House> {
  let leave: (() => Promise<void>) | undefined;
  try {
    return await whenThere(context.open, async (error) => {
      context.io.stderr(`! ${error.message}. It is tried again until it can be.\n`);
      leave = await openWaitingRoom(context.config());
    });
  } finally {
    await leave?.();
  }
}
/** As long as a lease: what stands still for longer has lost its work to others anyway. Nothing regwatch does takes a fraction of it. */
const standstillSeconds = 120;

function greet(house: House, url: string | null, io: Io): void {
  const database = house.config.databaseUrl === null ? `embedded database in ${house.config.dataDir}` : "PostgreSQL";
  const feeds = house.services.feeds().size;
  io.stdout(`regwatch ${version} · ${url ?? "no web"} · ${feeds} feeds · ${database}\n`);
  for (const problem of house.problems()) io.stderr(`! ${problemLine(problem)}\n`);
}

/** Resolves at the first signal that asks the process to end; a second one (npm passes Ctrl+C on as well) does no harm. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => resolve());
  });
}

/** Ends the service, and the process if something holds it back longer than that: nothing is lost by it. */
export async function endWithin(service: Service, milliseconds: number): Promise<void> {
  const timer = setTimeout(() => process.exit(0), milliseconds);
  timer.unref();
  await service.stop();
  clearTimeout(timer);
  // All is closed; what still keeps the process up (a question to a collector of traces that is away) is nobody's concern.
  setTimeout(() => process.exit(), 500).unref();
}
