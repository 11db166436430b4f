import { randomBytes } from "node:crypto";
import type { Command } from "commander";
import { Option } from "commander";
import { parseQuery } from "../alerts/query.ts";
import { parseRemind, printRemind } from "../alerts/remind.ts";
import { parseWhen, printWhen } from "../alerts/when.ts";
import { parseDestination } from "../channels/index.ts";
import { past } from "../commands/past.ts";
import { toInstant } from "../lib/time.ts";
import { toChangeJson } from "../model/change-json.ts";
import { UsageError } from "../model/errors.ts";
import { subscribe } from "../pipeline/subscribe.ts";
import { significances, type Significance } from "../model/significance.ts";
import type { Destination, Subscription } from "../model/subscription.ts";
import type { House } from "../wire.ts";
import { actor } from "./actor.ts";
import type { CommandContext } from "./context.ts";
import { changeLine } from "./report.ts";

interface AddOptions {
  readonly to: string;
  readonly query: string;
  readonly when: string;
  readonly min: Significance;
  readonly remind?: string;
  readonly secret?: string;
  readonly form: "house" | "client";
  readonly attach?: boolean;
  readonly approve?: boolean;
  readonly owner?: string;
  readonly json?: boolean;
}

/** `regwatch subscriptions …`: who is told what, where. */
export function addSubscriptions(program: Command, context: CommandContext): void {
  const group = program
    .command("subscriptions")
    .summary("who is told what, where")
    .description("Who is told what, where.");
  group
    .command("list")
    .description("Lists the subscriptions with their state.")
    .option("--json", "print one JSON object per line")
    .action(async (options: { json?: boolean }) => list(await context.open(), context, options));
  group
    .command("add")
    .description("Adds a subscription. Try its query first with `regwatch subscriptions preview`.")
    .requiredOption("--to <destination>", "email:ADDRESS, slack:ID, discord:ID, webhook:URL or terminal")
    .requiredOption(
      "--query <query>",
      "what to tell, such as 'topic:ai-chips AND \"license exception\"'; * for everything",
    )
    .option("--when <when>", "instant, or a digest: 'weekly mon 08:00 America/New_York'", "instant")
    .addOption(minimum())
    .option("--remind <days>", "also remind of deadlines: '7d,1d', or '7d,1d 09:00 America/New_York'")
    .option("--secret <secret>", "signs webhook deliveries (Regwatch-Signature)")
    .addOption(
      new Option("--form <form>", "digests for the house, or as a firm sends them on to clients")
        .choices(["house", "client"])
        .default("house"),
    )
    .option("--attach", "digests by mail bring their Word file along")
    .option("--approve", "each digest waits until somebody approves it: regwatch digest drafts")
    .option("--owner <destination>", "who is told that a digest waits, or that nothing can be sent any more")
    .option("--json", "print the subscription as JSON")
    .action(async (options: AddOptions) => add(await context.open(), context, options));
  group
    .command("remove")
    .description("Removes a subscription and what is still queued for it.")
    .argument("<id>")
    .action(async (id: string) => {
      const { services } = await context.open();
      if (!(await services.store.removeSubscription(id, actor(), toInstant(services.clock.now())))) throw unknown(id);
      context.io.stdout(`Removed ${id}.\n`);
    });
  for (const [name, state] of [
    ["pause", "paused"],
    ["resume", "active"],
  ] as const) {
    group
      .command(name)
      .description(
        name === "pause" ? "Holds deliveries back; nothing queued is lost." : "Sends what was held back and goes on.",
      )
      .argument("<id>")
      .action(async (id: string) => {
        const { services } = await context.open();
        const because = name === "pause" ? `Paused by ${actor()}.` : null;
        const now = toInstant(services.clock.now());
        if ((await services.store.subscription(id))?.state === "pending") {
          throw new UsageError(`${id} waits for its address to confirm; only the link in the mail ends that.`);
        }
        if (!(await services.store.setSubscriptionState(id, state, because, actor(), now))) throw unknown(id);
        context.io.stdout(`${name === "pause" ? "Paused" : "Resumed"} ${id}.\n`);
      });
  }
  group
    .command("preview")
    .description("Shows what a query, or a subscription, would have sent in the last 30 days.")
    .argument("[id]", "a subscription; or give --query")
    .option("--query <query>")
    .addOption(minimum())
    .option("--json", "print one change per line")
    .action(async (id: string | undefined, options: { query?: string; min: Significance; json?: boolean }) =>
      preview(await context.open(), context, id, options),
    );
}

function minimum(): Option {
  return new Option("--min <significance>", "tell nothing that matters less")
    .choices([...significances])
    .default("editorial");
}

async function add(house: House, context: CommandContext, options: AddOptions): Promise<void> {
  const { channels } = house.services;
  const wish = {
    to: parseDestination(options.to, channels),
    query: options.query,
    when: options.when,
    minimum: options.min,
    secret: options.secret ?? null,
    owner: options.owner === undefined ? null : parseDestination(options.owner, channels),
    options: {
      form: options.form,
      attach: options.attach === true,
      approve: options.approve === true,
      remindOfDeadlines: remindersOf(options),
    },
  };
  const added = await subscribe(house.services, wish, randomBytes(6).toString("hex"), actor());
  if (options.json) context.io.stdout(`${JSON.stringify(toJson(house, added))}\n`);
  else context.io.stdout(`${added.id}: ${describe(house, added)}\n`);
  const lacks = channels.get(added.destination.channel)?.lacks;
  if (lacks !== undefined) context.io.stderr(`${lacks}\n`);
}

function remindersOf({ remind, when }: AddOptions): Subscription["options"]["remindOfDeadlines"] {
  if (remind === undefined) return null;
  const schedule = parseWhen(when);
  return parseRemind(remind, schedule.kind === "instant" ? "UTC" : schedule.zone);
}

async function list(house: House, context: CommandContext, options: { json?: boolean }): Promise<void> {
  const subscriptions = await house.services.store.subscriptions();
  if (subscriptions.length === 0 && !options.json) {
    context.io.stdout("Nobody is told anything yet. Add one: regwatch subscriptions add --to terminal --query '*'\n");
  }
  for (const subscription of subscriptions) {
    if (options.json) context.io.stdout(`${JSON.stringify(toJson(house, subscription))}\n`);
    else context.io.stdout(`${subscription.id}  ${describe(house, subscription)}\n`);
  }
}

async function preview(
  house: House,
  context: CommandContext,
  id: string | undefined,
  options: { query?: string; min: Significance; json?: boolean },
): Promise<void> {
  const { store, clock } = house.services;
  const subscription = await previewed(house, id, options);
  const since = toInstant(clock.now().subtract({ hours: 30 * 24 }));
  const { found, looked } = await past(store, subscription, { since, includePrivate: true });
  for (const change of found) {
    const line = options.json
      ? JSON.stringify(toChangeJson(change, house.config.publicUrl))
      : `${change.occurredAt.slice(0, 10)}  ${changeLine(change)}`;
    context.io.stdout(`${line}\n`);
  }
  context.io.stderr(`${found.length} of ${looked} changes of the last 30 days would have been sent.\n`);
}

async function previewed(
  house: House,
  id: string | undefined,
  options: { query?: string; min: Significance },
): Promise<Pick<Subscription, "query" | "minimum">> {
  if (id !== undefined) {
    const subscription = await house.services.store.subscription(id);
    if (!subscription) throw unknown(id);
    return subscription;
  }
  if (options.query === undefined) throw new UsageError("Give a subscription's id or --query.");
  parseQuery(options.query);
  return { query: options.query, minimum: options.min };
}

function describe(house: House, subscription: Subscription): string {
  const state = {
    active: "",
    paused: ` · paused: ${subscription.pausedBecause ?? "no reason given"}`,
    pending: " · waits for its address to confirm, by the link in the mail that goes there",
  }[subscription.state];
  const { form, attach, approve } = subscription.options;
  const wishes = [
    ...(form === "client" ? [" · for clients"] : []),
    ...(attach ? [" · with its Word file"] : []),
    ...(approve ? [" · each approved first"] : []),
  ].join("");
  const to = house.services.channels.get(subscription.destination.channel)?.describe(subscription.destination) ?? "?";
  const { remindOfDeadlines } = subscription.options;
  const reminded = remindOfDeadlines === null ? "" : ` · reminded ${printRemind(remindOfDeadlines)}`;
  return `${to} · ${subscription.query} · ${printWhen(subscription.when)} · at least ${subscription.minimum}${wishes}${reminded}${state}`;
}

// The address of a webhook and its secret are never printed.
function toJson(house: House, subscription: Subscription): object {
  const { secret, destination, when, owner, ...rest } = subscription;
  const described = (one: Destination) => house.services.channels.get(one.channel)?.describe(one) ?? "?";
  return {
    ...rest,
    to: described(destination),
    owner: owner && described(owner),
    when: printWhen(when),
    signed: destination.channel === "webhook" && secret !== null,
  };
}

function unknown(id: string): UsageError {
  return new UsageError(`There is no subscription ${id}. See: regwatch subscriptions list`);
}
