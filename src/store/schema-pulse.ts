import type { Reach, Reconciliation } from "../model/pulse.ts";
import { json } from "./columns.ts";
import { pgTable, text } from "./drizzle.ts";
import { feeds } from "./schema.ts";

/** How a feed's publisher is doing, and what of it was told. */
export const pulses = pgTable("pulses", {
  feedId: text("feed_id")
    .primaryKey()
    .references(() => feeds.id),
  newest: text(),
  busy: text(),
  reach: text().$type<Reach>(),
  toldAs: text("told_as"),
  staleSince: text("stale_since"),
  reconciliation: json<Reconciliation>(),
});
