import type { Command } from "commander";
import { listSettings } from "../config.ts";
import { createApiConnections } from "../lib/api-fetch.ts";
import { freeBytes } from "../lib/free-bytes.ts";
import { HeldError } from "../model/errors.ts";
import type { Subscription } from "../model/subscription.ts";
import { systemClock, toInstant } from "../lib/time.ts";
import { readCatalogue } from "../pipeline/catalogue.ts";
import { sources } from "../sources/index.ts";
import { tryModel } from "../summarise/model-trial.ts";
import type { CommandContext } from "./context.ts";
import { problemLine } from "./feeds.ts";

type Finding = { readonly ok: boolean; readonly text: string };

/** `regwatch doctor`: what works, what does not, what to do. */
export function addDoctor(program: Command, context: CommandContext, exit: (code: number) => void): void {
  program
    .command("doctor")
    .summary("what works, what does not, what to do")
    .description("Looks at settings, feed files, disk and database, and says what to do about what does not work.")
    .option("--json", "print one finding per line")
    .action(async (options: { json?: boolean }) => {
      const findings: Finding[] = [];
      for (const look of [database, settings, summaries, slack, discord, mail, feeds, stamps, disk]) {
        for (const finding of await look(context)) {
          findings.push(finding);
          context.io.stdout(
            options.json ? `${JSON.stringify(finding)}\n` : `${finding.ok ? "✓" : "✗"} ${finding.text}\n`,
          );
        }
      }
      exit(findings.every((finding) => finding.ok) ? 0 : 1);
    });
}

async function settings(context: CommandContext): Promise<readonly Finding[]> {
  const { read, host, port } = context.config();
  const listed = listSettings().map(({ name, value, fallback, about }) => ({
    ok: true,
    text: `${name} = ${value ?? (fallback === null ? "(not set)" : `${fallback} (default)`)} — ${about}`,
  }));
  return [...listed, { ok: true, text: `The web listens on ${host}:${port}; reading is ${read}.` }];
}

async function summaries(context: CommandContext): Promise<readonly Finding[]> {
  const { summaryModel, httpsProxy, noProxy, extraCa } = context.config();
  if (summaryModel === null) return [{ ok: true, text: "Summaries are written by rules; no model is set." }];
  return [await tryModel({ ...summaryModel, network: { proxy: httpsProxy, noProxy, extraCa } })];
}

async function slack(context: CommandContext): Promise<readonly Finding[]> {
  const { slack: keys, publicUrl, httpsProxy: proxy, noProxy, extraCa } = context.config();
  const { fetch } = createApiConnections({ apiUrl: keys.apiUrl, proxy, noProxy, extraCa });
  const { checkUpSlack } = await import("../channels/slack/check-up.ts");
  return checkUpSlack({ ...keys, publicUrl, fetch }, await subscriptions(context));
}

async function discord(context: CommandContext): Promise<readonly Finding[]> {
  const { discord: keys, publicUrl } = context.config();
  const { checkUpDiscord } = await import("../channels/discord/check-up.ts");
  return checkUpDiscord({ ...keys, publicUrl, clock: systemClock }, await subscriptions(context));
}

async function mail(context: CommandContext): Promise<readonly Finding[]> {
  const { mail: server, extraCa, publicUrl } = context.config();
  const { checkUpMail } = await import("../channels/email/check-up.ts");
  return [await checkUpMail(server, extraCa, publicUrl)];
}

// What is wrong with the database is said by its own finding.
async function subscriptions(context: CommandContext): Promise<readonly Subscription[]> {
  try {
    return await (await context.open()).services.store.subscriptions();
  } catch {
    return [];
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

async function disk(context: CommandContext): Promise<readonly Finding[]> {
  const { databaseUrl, dataDir } = context.config();
  if (databaseUrl !== null) return [];
  const bytes = await freeBytes(dataDir);
  if (bytes === null) return [];
  const free = Math.round(bytes / 1024 ** 2);
  return free > 1024
    ? [{ ok: true, text: `${free} MB free for ${dataDir}.` }]
    : [{ ok: false, text: `Only ${free} MB free for ${dataDir}; make room, a full disk stops recording.` }];
}

async function database(context: CommandContext): Promise<readonly Finding[]> {
  try {
    const { services } = await context.open();
    const counts = await services.store.counts(toInstant(services.clock.now()));
    const waiting = await services.store.searchBacklog();
    const ill = (await services.store.feedStates()).filter((state) => state.illSince !== null);
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
      ...ill.map((state) => ({ ok: false, text: `${state.feedId} is ill since ${state.illSince}: ${state.error}` })),
    ];
  } catch (error) {
    if (error instanceof HeldError) throw error;
    return [{ ok: false, text: `Database: ${error instanceof Error ? error.message : String(error)}` }];
  }
}
