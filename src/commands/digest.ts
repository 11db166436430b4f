import { parseQuery } from "../alerts/query.ts";
import type { Place } from "../model/command.ts";
import { UsageError } from "../model/errors.ts";
import type { Significance } from "../model/significance.ts";
import { seesPrivate } from "../model/subscription.ts";
import { subscriptionsHere } from "./here.ts";
import { type Command, type DeskParts, nowOf } from "./parts.ts";
import { daysAgo } from "./preview.ts";
import { readCall } from "./read-call.ts";

/** The last days on one page, for what the place is told or for a query. */
export const digest: Command = {
  summary: "the last days on one page",
  example: "digest 7d",
  async run(parts, call) {
    const { text, options } = readCall(call);
    const [, count = "7", given = ""] = /^(?:(\d{1,3}) ?d(?:ays?)?)?\s*(.*)$/su.exec(text) ?? [];
    const days = Number(count);
    if (days < 1 || days > 366) throw new UsageError("A digest reaches from 1 to 366 days back.");
    const asked = options["query"] ?? given.trim();
    if (asked !== "") parseQuery(asked);
    const wish =
      asked === "" ? await wishOf(parts, call.place) : { query: asked, minimum: "editorial" as const, zone: "UTC" };
    const made = await parts.digest({
      ...wish,
      from: daysAgo(parts, days),
      to: nowOf(parts),
      includePrivate: seesPrivate(call.place.tenant),
    });
    return { kind: "answer", lines: [`The last ${days === 1 ? "day" : `${days} days`}: ${wish.query}`], digest: made };
  },
};

// What any of the place's subscriptions asks for, in the zone of the first that names one.
async function wishOf(
  parts: DeskParts,
  place: Place,
): Promise<{ readonly query: string; readonly minimum: Significance; readonly zone: string }> {
  const here = await subscriptionsHere(parts, place);
  const queries = [...new Set(here.map(({ query, minimum }) => `(${query}) AND significance:>=${minimum}`))];
  const zones = here.flatMap(({ when }) => (when.kind === "instant" ? [] : [when.zone]));
  return {
    query:
      queries.length === 0 ? "*" : queries.map((query) => (queries.length === 1 ? query : `(${query})`)).join(" OR "),
    minimum: "editorial",
    zone: zones[0] ?? "UTC",
  };
}
