import { randomBytes } from "node:crypto";
import type { Command } from "commander";
import { parseQuery } from "../alerts/query.ts";
import { toInstant } from "../lib/time.ts";
import { UsageError } from "../model/errors.ts";
import type { HoldKind, LegalHold } from "../model/retention.ts";
import type { House } from "../wire.ts";
import { actor } from "./actor.ts";
import type { CommandContext } from "./context.ts";

type Options = Partial<Record<HoldKind, string>> & { readonly reason: string };

/** `regwatch hold …`: what must be kept however old it is. */
export function addHold(program: Command, context: CommandContext): void {
  const group = program
    .command("hold")
    .summary("keep evidence however old it is")
    .description("Legal holds: what they are on is kept however old it is, until they are released.");
  group
    .command("add")
    .description("Holds a document, a thread (docket, RIN, bill …), or whatever a query finds, now or later.")
    .option("--document <id>", "as its address has it: /documents/ID")
    .option("--thread <key>", "such as rin:0694-AK11")
    .option("--query <query>", "in the query language")
    .requiredOption("--reason <reason>", "why, for whoever reads it years later")
    .action(async (options: Options) => {
      const house = await context.open();
      const hold = await wanted(house, options);
      await house.services.store.addHold(hold);
      context.io.stdout(`Held: ${lineOf(hold)}\n`);
    });
  group
    .command("list")
    .description("Lists the holds.")
    .option("--json", "print one hold per line as JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const { services } = await context.open();
      for (const hold of await services.store.holds()) {
        context.io.stdout(`${json ? JSON.stringify(hold) : lineOf(hold)}\n`);
      }
    });
  group
    .command("release")
    .description("Ends a hold; what is old enough goes with the next day's housekeeping.")
    .argument("<id>")
    .action(async (id: string) => {
      const { services } = await context.open();
      if (!(await services.store.releaseHold(id, actor(), toInstant(services.clock.now())))) {
        throw new UsageError(`There is no hold ${id}. See: regwatch hold list`);
      }
      context.io.stdout(`Released ${id}.\n`);
    });
}

async function wanted({ services }: House, options: Options): Promise<LegalHold> {
  const named = (["document", "thread", "query"] as const).filter((kind) => options[kind] !== undefined);
  const [kind] = named;
  if (kind === undefined || named.length > 1) throw new UsageError("Give one of --document, --thread and --query.");
  const subject = options[kind]?.trim() ?? "";
  if (kind === "query") parseQuery(subject);
  if (kind === "document" && (await services.store.document(subject)) === null) {
    throw new UsageError(`There is no document ${subject}; its id stands in its address, /documents/ID.`);
  }
  if (kind === "thread" && (await services.store.threadOf([subject], true)) === null) {
    throw new UsageError(`There is no thread ${subject}; write it as in the address of its timeline, ?thread=KEY.`);
  }
  if (subject === "" || options.reason.trim() === "")
    throw new UsageError("A hold needs what it is on, and a --reason.");
  return {
    kind,
    subject,
    id: randomBytes(6).toString("hex"),
    reason: options.reason.trim(),
    heldAt: toInstant(services.clock.now()),
    heldBy: actor(),
  };
}

function lineOf({ id, kind, subject, reason, heldAt, heldBy }: LegalHold): string {
  return `${id}  ${kind} ${subject} · since ${heldAt.slice(0, 10)} by ${heldBy}: ${reason}`;
}
