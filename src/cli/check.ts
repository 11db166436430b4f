import type { Command } from "commander";
import { isScheduled } from "../model/feed.ts";
import { toChangeJson } from "../model/change-json.ts";
import { compareSignificance } from "../model/significance.ts";
import { deliverLane } from "../pipeline/deliver.ts";
import { pollFeed } from "../pipeline/poll.ts";
import { readTerms } from "../pipeline/terms.ts";
import { tellHealth } from "../pipeline/tell-health.ts";
import type { PollReport, Progress, Services } from "../pipeline/services.ts";
import { toInstant } from "../lib/time.ts";
import type { House } from "../wire.ts";
import type { CommandContext } from "./context.ts";
import { feedsNamed } from "./named-feeds.ts";
import { problemLine } from "./feeds.ts";
import { createReporter } from "./report.ts";

interface CheckOptions {
  readonly json?: boolean;
  readonly all?: boolean;
  readonly deliver: boolean;
}

/** `regwatch check [feed…]`: polls now, once, records, prints each change, delivers what is due and waits for it. */
export function addCheck(program: Command, context: CommandContext, exit: (code: number) => void): void {
  program
    .command("check")
    .summary("poll now, once; print and deliver what changed")
    .description(
      "Polls feeds now, once, whether due or not, records what they say and prints each change. The first check of a feed is its baseline.",
    )
    .argument("[feed...]", "ids of feeds, or folders such as federal-register; all if left out")
    .option("--json", "print changes alone, one JSON object per line")
    .option("--all", "print cosmetic changes too")
    .option("--no-deliver", "leave what is due queued")
    .action(async (names: string[], options: CheckOptions) => {
      const house = await context.open();
      const feedIds = chosenFeeds(house, names);
      // Where some are named, a file that cannot be read is told where its feed is asked for.
      const unread = names.length === 0 ? house.problems() : [];
      for (const problem of unread) context.io.stderr(`! ${problemLine(problem)}\n`);
      const code = await check(house, feedIds, options, context);
      exit(unread.length > 0 ? 1 : code);
    });
}

async function check(
  house: House,
  feedIds: readonly string[],
  options: CheckOptions,
  context: CommandContext,
): Promise<number> {
  const { io } = context;
  const lines = createReporter((line) => (options.json || !line.includes(" · ") ? io.stderr : io.stdout)(`${line}\n`));
  const services: Services = { ...house.services, progress: show };
  const reports: PollReport[] = [];
  for (const feedId of feedIds) {
    const report = await checkFeed(services, feedId, house.stopping);
    if (report) reports.push(report);
    else io.stderr(`${feedId}: another worker is polling it now; nothing to do.\n`);
  }
  await tellHealth(services);
  await readTerms(services);
  if (options.deliver) await deliverDue(services, house.stopping);
  return reports.some((report) => report.error !== null) ? 1 : 0;

  function show(event: Progress): void {
    house.services.progress(event);
    if (event.kind !== "change") return lines(event);
    if (!options.all && compareSignificance(event.change.significance, "cosmetic") === 0) return;
    if (options.json && !event.change.baseline)
      io.stdout(`${JSON.stringify(toChangeJson(event.change, house.config.publicUrl))}\n`);
    else lines(event);
  }
}

/** Long enough for a page that is served in two ways to be served in the other one. */
const secondLookMilliseconds = 3000;

// Who checks by hand, or once a day, waits for no later look: what has to be confirmed is looked at again now.
async function checkFeed(services: Services, feedId: string, signal: AbortSignal): Promise<PollReport | null> {
  const report = await look(services, feedId, signal);
  if (report === null || report.held === 0) return report;
  await services.sleep(secondLookMilliseconds, signal);
  return (await look(services, feedId, signal)) ?? report;
}

async function look(services: Services, feedId: string, signal: AbortSignal): Promise<PollReport | null> {
  const { store, clock, worker, leaseSeconds } = services;
  const state = await store.claimFeed(feedId, worker, toInstant(clock.now()), leaseSeconds);
  return state && pollFeed(services, state, signal, { confirmsNow: true });
}

async function deliverDue(services: Services, signal: AbortSignal): Promise<void> {
  for (const lane of await services.store.dueLanes(toInstant(services.clock.now()))) {
    await deliverLane(services, lane, signal);
  }
}

function chosenFeeds(house: House, names: readonly string[]): readonly string[] {
  const feeds = [...house.services.feeds().values()];
  if (names.length === 0) return feeds.filter(isScheduled).map((feed) => feed.id);
  return [...new Set(names.flatMap((name) => feedsNamed(house, name)))];
}
