import { parseQuery } from "../alerts/query.ts";
import { seesPrivate } from "../model/subscription.ts";
import { subscriptionsHere } from "./here.ts";
import type { Command } from "./parts.ts";
import { readCall } from "./read-call.ts";

const days = 90;
const shown = 20;

/** Dates to come among what the place is told, or what a query asks for. */
export const deadlines: Command = {
  summary: "dates to come",
  example: "deadlines topic:export-controls",
  async run(parts, call) {
    const { text, options } = readCall(call);
    const asked = options["query"] ?? text;
    if (asked !== "") parseQuery(asked);
    const here = asked === "" ? await subscriptionsHere(parts, call.place) : [];
    const query = asked !== "" ? asked : here.length === 0 ? "*" : here.map((one) => `(${one.query})`).join(" OR ");
    const upcoming = await parts.upcoming({ query, includePrivate: seesPrivate(call.place.tenant) }, days);
    const more = upcoming.length - shown;
    return {
      kind: "answer",
      lines: [
        upcoming.length === 0 ? `No date in the next ${days} days.` : `${upcoming.length} in the next ${days} days.`,
        ...(more > 0 ? [`The first ${shown} are shown.`] : []),
      ],
      deadlines: upcoming.slice(0, shown),
    };
  },
};
