import type { Command } from "commander";
import { environment, listSettings } from "../../config.ts";
import { createApiConnections } from "../../lib/api-fetch.ts";
import { HeldError, UsageError } from "../../model/errors.ts";
import type { Subscription } from "../../model/subscription.ts";
import { systemClock, toInstant } from "../../lib/time.ts";
import { readCatalogue } from "../../pipeline/catalogue.ts";
import { sources } from "../../sources/index.ts";
import { tryModel } from "../../summarise/model-trial.ts";
import type { CommandContext } from "../context.ts";
import { createDirectFetch } from "../../wire.ts";
import { problemLine } from "../feeds.ts";
import { checkAddresses } from "./addresses.ts";
import { checkCollector } from "./collector.ts";
import { databaseHint } from "./database.ts";
import { checkEnvironment } from "./environment.ts";
import { advice, well, wrong, type Finding } from "./finding.ts";
import { checkIll } from "./ill.ts";
import { checkNetwork } from "./network.ts";
import { checkPlace } from "./place.ts";
import { checkSubscriptions } from "./told.ts";

type Look = (context: CommandContext) => Promise<readonly Finding[]> | readonly Finding[];

/** `regwatch doctor`: what works, what does not, what to do. */
export function addDoctor(program: Command, context: CommandContext, exit: (code: number) => void): void {
  program
    .command("doctor")
    .summary("what works, what does not, what to do")
    .description("Looks at settings, feed files, disk and database, and says what to do about what does not work.")
    .option("--json", "print one finding per line")
    .action(async (options: { json?: boolean }) => {
      const findings: Finding[] = [];
      const found = unusable(context);
      for (const look of found === null ? looks : [() => found]) {
        for (const finding of await look(context)) {
          findings.push(finding);
          context.io.stdout(options.json ? `${JSON.stringify(finding)}\n` : `${mark(finding)} ${finding.text}\n`);
        }
      }
      exit(findings.every((finding) => finding.ok) ? 0 : 1);
    });
}

// The database comes first: where a running service holds it, all of this is asked in there.
const looks: readonly Look[] = [
  database,
  settings,
  () => checkEnvironment(environment()),
  ({ config, inService }) => checkAddresses(config(), inService),
  network,
  summaries,
  slack,
  discord,
  mail,
  told,
  feeds,
  stamps,
  ({ config }) => checkCollector(config().traces),
  place,
];

function mark({ ok, advice }: Finding): string {
  if (!ok) return "✗";
  return advice ? "!" : "✓";
}

// One setting that cannot be used keeps everything else from being tried; a misspelt one is often the reason.
function unusable({ config }: CommandContext): readonly Finding[] | null {
  try {
    config();
    return null;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return [wrong(error.message), ...checkEnvironment(environment())];
  }
}

async function settings(context: CommandContext): Promise<readonly Finding[]> {
  const { read, contact, adminToken } = context.config();
  const listed = listSettings().map(({ name, value, fallback, about }) => ({
    ok: true,
    text: `${name} = ${value ?? (fallback === null ? "(not set)" : `${fallback} (default)`)} — ${about}`,
  }));
  return [
    ...listed,
    well(`Reading is ${read}.`),
    ...(contact === null
      ? [advice("Publishers cannot tell who asks: set REGWATCH_CONTACT to a mailbox or an address.")]
      : []),
    ...(adminToken === null ? [advice("Nothing can be changed on the web: set REGWATCH_ADMIN_TOKEN.")] : []),
  ];
}

async function summaries(context: CommandContext): Promise<readonly Finding[]> {
  const { summaryModel, httpsProxy, noProxy, extraCa } = context.config();
  if (summaryModel === null) return [{ ok: true, text: "Summaries are written by rules; no model is set." }];
  return [await tryModel({ ...summaryModel, network: { proxy: httpsProxy, noProxy, extraCa } })];
}

async function slack(context: CommandContext): Promise<readonly Finding[]> {
  const { slack: keys, publicUrl, httpsProxy: proxy, noProxy, extraCa } = context.config();
  const { fetch } = createApiConnections({ apiUrl: keys.apiUrl, proxy, noProxy, extraCa });
  const { checkUpSlack } = await import("../../channels/slack/check-up.ts");
  return checkUpSlack({ ...keys, publicUrl, fetch }, await subscriptions(context));
}

async function discord(context: CommandContext): Promise<readonly Finding[]> {
  const { discord: keys, publicUrl } = context.config();
  const { checkUpDiscord } = await import("../../channels/discord/check-up.ts");
  return checkUpDiscord({ ...keys, publicUrl, clock: systemClock }, await subscriptions(context));
}

async function mail(context: CommandContext): Promise<readonly Finding[]> {
  const { mail: server, extraCa, publicUrl } = context.config();
  const { checkUpMail } = await import("../../channels/email/check-up.ts");
  return [await checkUpMail(server, extraCa, publicUrl)];
}

async function subscriptions(context: CommandContext): Promise<readonly Subscription[]> {
  return (await subscriptionsOrNull(context)) ?? [];
}

// What is wrong with the database is said by its own finding.
async function subscriptionsOrNull(context: CommandContext): Promise<readonly Subscription[] | null> {
  try {
    return await (await context.open()).services.store.subscriptions();
  } catch {
    return null;
  }
}

async function feeds(context: CommandContext): Promise<readonly Finding[]> {
  const { feedsDir } = context.config();
  const catalogue = await readCatalogue(feedsDir, sources);
  return [
    catalogue.feeds.length > 0
      ? { ok: true, text: `${catalogue.feeds.length} feeds in ${feedsDir}.` }
      : { ok: false, text: `No feed can be used in ${feedsDir}. Put feed files there or set REGWATCH_FEEDS.` },
    ...catalogue.problems.map((problem) => ({ ok: false, text: problemLine(problem) })),
  ];
}

async function stamps(context: CommandContext): Promise<readonly Finding[]> {
  if (context.config().tsaUrl === null)
    return [{ ok: true, text: "The evidence chains are not time-stamped outside." }];
  try {
    const { lastStampedAt, waiting, error } = await (await context.open()).services.store.stampStanding();
    const last = lastStampedAt === null ? "Nothing is time-stamped yet." : `Last time-stamped ${lastStampedAt}.`;
    return error === null
      ? [{ ok: true, text: last }]
      : [{ ok: false, text: `${last} ${waiting} checkpoints wait: ${error} Check REGWATCH_TSA_URL.` }];
  } catch {
    return [];
  }
}

async function place(context: CommandContext): Promise<readonly Finding[]> {
  const { databaseUrl, dataDir } = context.config();
  return databaseUrl === null ? checkPlace(dataDir) : [];
}

async function network(context: CommandContext): Promise<readonly Finding[]> {
  const config = context.config();
  const catalogue = await readCatalogue(config.feedsDir, sources);
  return checkNetwork(catalogue.feeds, sources, config, createDirectFetch(config), systemClock);
}

async function told(context: CommandContext): Promise<readonly Finding[]> {
  const found = await subscriptionsOrNull(context);
  return found === null ? [] : checkSubscriptions(found);
}

async function database(context: CommandContext): Promise<readonly Finding[]> {
  try {
    const { services } = await context.open();
    const counts = await services.store.counts(toInstant(services.clock.now()));
    const waiting = await services.store.searchBacklog();
    return [
      {
        ok: true,
        text: `Database: ${counts.documents} documents, ${counts.versions} versions, ${counts.changes} changes.`,
      },
      {
        ok: true,
        text:
          waiting.changes + waiting.documents === 0
            ? "Search: all of them are indexed."
            : `Search: ${waiting.changes} changes and ${waiting.documents} documents of an earlier version are still to be indexed; the running service does so.`,
      },
      ...checkIll(await services.store.feedStates()),
    ];
  } catch (error) {
    if (error instanceof HeldError) throw error;
    return [wrong(`Database: ${error instanceof Error ? error.message : String(error)}${databaseHint(error)}`)];
  }
}
