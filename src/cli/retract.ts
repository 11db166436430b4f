import type { Command } from "commander";
import { UsageError } from "../model/errors.ts";
import { retract } from "../pipeline/retract.ts";
import { actor } from "./actor.ts";
import type { CommandContext } from "./context.ts";

/** `regwatch retract CHANGE --reason …`: corrects every place an alert went to. */
export function addRetract(program: Command, context: CommandContext): void {
  program
    .command("retract")
    .summary("take an alert back")
    .description(
      "Marks a change as told by mistake, and corrects every place it went to: messages, webhooks, feeds, the next digest.",
    )
    .argument("<change>", "the change's id, as its address has it")
    .requiredOption("--reason <reason>", "what was wrong, in a plain sentence; everybody reads it")
    .action(async (id: string, { reason }: { reason: string }) => {
      if (reason.trim() === "") throw new UsageError("--reason needs a sentence; everybody who was told reads it.");
      const { services } = await context.open();
      const told = await retract(services, id, reason.trim(), actor());
      context.io.stdout(`Retracted ${id}; ${told} ${told === 1 ? "subscription" : "subscriptions"} had heard of it.\n`);
    });
}
