import type { Command } from "commander";
import { decideDraft, digestOfDraft } from "../commands/drafts.ts";
import { toInstant } from "../lib/time.ts";
import type { Draft, DraftDecision } from "../model/draft.ts";
import type { House } from "../wire.ts";
import { actor } from "./actor.ts";
import type { CommandContext } from "./context.ts";

/** `regwatch digest drafts | approve | discard`: digests that wait for somebody to approve them. */
export function addDrafts(digest: Command, context: CommandContext): void {
  digest
    .command("drafts")
    .description("Lists the digests that wait to be approved.")
    .option("--json", "print one JSON object per line")
    .action(async (options: { json?: boolean }) => list(await context.open(), context, options));
  digest
    .command("approve")
    .description("Sends a digest that waits to be approved.")
    .argument("<draft>")
    .action(async (id: string) => decide(await context.open(), context, id, "approved"));
  digest
    .command("discard")
    .description("Drops a digest that waits to be approved. The next one begins where it ended.")
    .argument("<draft>")
    .action(async (id: string) => decide(await context.open(), context, id, "discarded"));
}

async function list(house: House, context: CommandContext, { json }: { json?: boolean }): Promise<void> {
  const drafts = await house.services.store.drafts();
  if (drafts.length === 0 && !json) context.io.stdout("No digest waits to be approved.\n");
  for (const draft of drafts) {
    context.io.stdout(json ? `${JSON.stringify(toJson(house, draft))}\n` : `${line(house, draft)}\n`);
  }
}

async function decide(house: House, context: CommandContext, id: string, decision: DraftDecision): Promise<void> {
  const { store, clock } = house.services;
  const draft = await decideDraft(store, id, decision, actor(), toInstant(clock.now()));
  const to = destinationOf(house, draft);
  context.io.stdout(decision === "approved" ? `Approved ${id}; it goes to ${to}.\n` : `Discarded ${id}.\n`);
}

function line(house: House, draft: Draft): string {
  const { threads, from, to } = digestOfDraft(draft);
  const changes = threads.reduce((sum, thread) => sum + thread.changes.length, 0);
  const period = `${from.slice(0, 10)} to ${to.slice(0, 10)}`;
  return `${draft.id}  ${destinationOf(house, draft)} · ${draft.subscription.query} · ${period} · ${changes} changes`;
}

function toJson(house: House, draft: Draft): object {
  const { from, to, threads, counts } = digestOfDraft(draft);
  const { id, subscription, createdAt } = draft;
  const destination = destinationOf(house, draft);
  return {
    id,
    subscriptionId: subscription.id,
    to: destination,
    createdAt,
    period: { from, to },
    threads: threads.length,
    counts,
  };
}

function destinationOf({ services }: House, { subscription: { destination } }: Draft): string {
  return services.channels.get(destination.channel)?.describe(destination) ?? destination.channel;
}
