import { hashJson } from "../lib/hash.ts";
import { toInstant } from "../lib/time.ts";
import type { Change } from "../model/change.ts";
import type { Redline, Span } from "../model/redline.ts";
import type { Gathered } from "../model/store.ts";
import type { Intake } from "./intake.ts";
import { plan } from "./plan.ts";
import type { Services } from "./services.ts";

/**
 * What changes that are told together have in common: the same text came in or went, or the documents are gone. Null for a change that
 * is told by itself.
 */
export function gatheringKey(change: Change, redline: Redline | undefined): string | null {
  if (change.kind === "withdrawn") return "withdrawn";
  if (change.kind === "first-seen" || redline === undefined) return null;
  const words = redline.spans.filter(isOfWords).map(({ op, text }) => [op, bare(text)]);
  const said = words.filter(([, text]) => text !== "");
  return said.length === 0 ? null : hashJson(["same words", ...said]).slice(0, 32);
}

function isOfWords({ op, nature }: Span): boolean {
  return op !== "equal" && nature === undefined;
}

// Where an inserted passage begins and ends depends on the marks around it.
function bare(text: string): string {
  return text.replaceAll(/\s+/gu, " ").replaceAll(/^[\s\p{P}]+|(?<![\s\p{P}])[\s\p{P}]+$/gu, "");
}

/** Tells what the poll, or one that died before it, left to be told together. Returns how many deliveries were queued. */
export async function tellGathered({ services, feed }: Intake): Promise<number> {
  return tellTogether(services, await services.store.gathered(feed.id));
}

/** Tells what was left to be told together by feeds that have no next poll to tell it, because they were removed or disabled. */
export async function tellLeftGathered(services: Services): Promise<void> {
  const left = await services.store.leftGathered(toInstant(services.clock.now()));
  for (const [, ofFeed] of Map.groupBy(left, ({ change }) => change.feedId)) await tellTogether(services, ofFeed);
}

async function tellTogether(services: Services, waiting: readonly Gathered[]): Promise<number> {
  let deliveries = 0;
  for (const [, group] of Map.groupBy(waiting, ({ key }) => key)) {
    deliveries += await tell(
      services,
      group.map(({ change }) => change),
    );
  }
  return deliveries;
}

async function tell(services: Services, changes: readonly Change[]): Promise<number> {
  const ids = changes.map(({ id }) => id);
  const at = toInstant(services.clock.now());
  const alert = { kind: "alert", id: hashJson(["alert", ...ids]).slice(0, 32), at, changes } as const;
  const told = plan(services, alert, eventKeyOf(changes), await services.audience.of(alert));
  return services.store.tellGathered(ids, told, at);
}

// The same events gathered by another feed, in whatever order, are told once.
function eventKeyOf(changes: readonly Change[]): string {
  const [first = "", ...others] = changes.map(({ eventKey }) => eventKey).toSorted();
  return others.length === 0 ? first : hashJson(["events", first, ...others]).slice(0, 32);
}
