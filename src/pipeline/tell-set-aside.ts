import { hashJson } from "../lib/hash.ts";
import { toInstant } from "../lib/time.ts";
import type { Alert } from "../model/alert.ts";
import type { FailedReading } from "../model/failed-reading.ts";
import type { Feed } from "../model/feed.ts";
import { plan } from "./plan.ts";
import type { Services } from "./services.ts";

/** A document that is set aside, in a sentence for people. */
export function setAsideInWords({ id }: Feed, { key, tries, error }: FailedReading): string {
  return `${key} is set aside after ${tries} tries: ${error.replace(/\.?$/, ".")} It is read again when it is served otherwise, or by "regwatch check ${id}".`;
}

/** Tells in one health notice which documents of a feed are set aside. The same documents are told once, however often it is called. */
export async function tellSetAside(services: Services, feed: Feed, readings: readonly FailedReading[]): Promise<void> {
  const [first] = readings;
  if (first === undefined) return;
  const { id: feedId, title: feedTitle, source, topics, visibility } = feed;
  const id = hashJson(["set aside", feedId, readings.map(({ key, bytes, recipe }) => [key, bytes, recipe])]).slice(
    0,
    32,
  );
  const others = [...new Set(readings.map(({ key }) => key))].filter((key) => key !== first.key);
  const listed = `${others.slice(0, 11).join(", ")}${others.length > 11 ? " and others" : ""}`;
  const more = others.length === 0 ? "" : ` So are ${listed}.`;
  const message = `${setAsideInWords(feed, first)}${more} Everything else of the feed goes on.`;
  const state = "set-aside";
  const notice = { feedId, feedTitle, source, topics, visibility, state, since: first.at, message } as const;
  const at = toInstant(services.clock.now());
  const alert: Alert = { kind: "health", id, at, notice };
  await services.store.queue(plan(services, alert, id, await services.audience.of(alert)), at);
}
