import type { Config } from "../../config.ts";
import { LimitError, RegwatchError, StatusError, UnreachableError, WrongBodyError } from "../../model/errors.ts";
import { isScheduled, type Feed } from "../../model/feed.ts";
import type { Fetch } from "../../model/snapshot.ts";
import type { Source } from "../../model/source.ts";
import type { Clock } from "../../model/time.ts";
import { well, wrong, type Finding } from "./finding.ts";

/** Asks the host that most feeds are read from, once: whether there is a way out, and what time it is there. */
export async function checkNetwork(
  feeds: readonly Feed[],
  sources: readonly Source[],
  { httpsProxy }: Pick<Config, "httpsProxy">,
  fetch: Fetch,
  clock: Clock,
): Promise<readonly Finding[]> {
  const host = busiestHost(feeds, sources);
  if (host === null) return [];
  const [name, port] = [host.replace(/:(443|80)$/, ""), host.slice(host.lastIndexOf(":") + 1)];
  try {
    const { headers } = await fetch(`${port === "443" ? "https" : "http"}://${name}/robots.txt`, {
      allowStatus: refusals,
    });
    return [well(`Publishers can be reached: ${name} answers.`), ...checkClock(headers["date"], name, clock.now())];
  } catch (error) {
    if (!(error instanceof RegwatchError)) throw error;
    // Whoever refuses has been reached.
    if (error instanceof StatusError || error instanceof WrongBodyError || error instanceof LimitError) {
      return [well(`Publishers can be reached: ${name} answers.`)];
    }
    return [wrong(`Publishers cannot be reached: ${error.message}${proxyHint(error, httpsProxy)}`)];
  }
}

function proxyHint(error: RegwatchError, proxy: string | null): string {
  if (!(error instanceof UnreachableError) || /HTTPS_PROXY|NODE_EXTRA/.test(error.message)) return "";
  return proxy === null ? " If this network has a proxy, set HTTPS_PROXY." : " Check HTTPS_PROXY.";
}

const refusals = [400, 401, 403, 404, 405, 406, 410, 429, 500, 502, 503];

/** Whether our clock agrees with a `Date` header. Slack refuses what is five minutes off. */
export function checkClock(date: string | undefined, host: string, now: Temporal.Instant): readonly Finding[] {
  const theirs = Date.parse(date ?? "");
  if (Number.isNaN(theirs)) return [];
  const seconds = Math.round((now.epochMilliseconds - theirs) / 1000);
  if (Math.abs(seconds) <= mostSecondsOff) return [well("The clock agrees with that of others.")];
  const way = seconds > 0 ? "ahead of" : "behind";
  return [
    wrong(
      `The clock here is ${Math.abs(seconds)} s ${way} that of ${host}. Start time synchronisation: timedatectl set-ntp true`,
    ),
  ];
}

const mostSecondsOff = 60;

function busiestHost(feeds: readonly Feed[], sources: readonly Source[]): string | null {
  const hosts = new Map<string, number>();
  for (const feed of feeds.filter(isScheduled)) {
    const host = sources.find(({ id }) => id === feed.source)?.host(feed.params) ?? "";
    if (host !== "") hosts.set(host, (hosts.get(host) ?? 0) + 1);
  }
  // Of a house's own hosts only the port is known, so that one of the public ones is better asked.
  const [busiest] = [...hosts].toSorted(
    ([a, feedsOfA], [b, feedsOfB]) => isPublic(b) - isPublic(a) || feedsOfB - feedsOfA,
  );
  return busiest?.[0] ?? null;
}

function isPublic(host: string): number {
  return host.endsWith(":443") ? 1 : 0;
}
