import { parseQuery } from "../alerts/query.ts";
import { parseRemind } from "../alerts/remind.ts";
import { parseWhen } from "../alerts/when.ts";
import type { CommandCall } from "../model/command.ts";
import type { SubscriptionUpdate } from "../model/desk-store.ts";
import { UsageError } from "../model/errors.ts";
import { significances } from "../model/significance.ts";
import type { SubscriptionOptions } from "../model/subscription.ts";
import { readCall } from "./read-call.ts";

type Options = Partial<{ -readonly [Name in keyof SubscriptionOptions]: SubscriptionOptions[Name] }>;

/** What `watch` asks for: only what was given. Throws `UsageError` with what is wrong and what there is. */
export function readWish(call: Pick<CommandCall, "text" | "options">): SubscriptionUpdate {
  const { text, options } = readCall(call);
  const query = options["query"] ?? (text === "" ? undefined : text);
  if (query !== undefined) parseQuery(query);
  const { when, min } = options;
  return {
    ...(query !== undefined && { query }),
    ...(when !== undefined && when !== "" && { when: parseWhen(when) }),
    ...(min !== undefined && min !== "" && { minimum: oneOf("min", min, significances) }),
    options: readOptions(options),
  };
}

function readOptions(given: Readonly<Record<string, string>>): Options {
  const { thread, publish, change, mention, remind, desk, at, when } = given;
  const options: Options = {};
  if (thread) options.thread = oneOf("thread", thread, ["thread", "channel", "both"]);
  if (publish) options.publish = oneOf("publish", publish, ["auto", "hold", "off"]);
  if (desk) options.desk = desk === "off" ? null : desk;
  if (at) options.publishAt = at === "off" ? null : localTime(at);
  if (change) options.mayChange = oneOf("change", change, ["anyone", "admins"]);
  if (mention) options.mention = mention === "off" ? null : mention;
  return remind ? { ...options, ...remindersOf(remind, when) } : options;
}

/** Days (`7d,1d`) are those before a deadline, hours (`24`) those after an alert that nobody acknowledged; `off` ends both. */
function remindersOf(given: string, when: string | undefined): Options {
  if (given === "off") return { remindAfterHours: null, remindOfDeadlines: null };
  if (!/^\d+d/i.test(given)) return { remindAfterHours: hours(given) };
  const told = when ? parseWhen(when) : null;
  return { remindOfDeadlines: parseRemind(given, told === null || told.kind === "instant" ? "UTC" : told.zone) };
}

function localTime(given: string): SubscriptionOptions["publishAt"] {
  const when = parseWhen(`daily ${given}`);
  return when.kind === "daily" ? { time: when.time, zone: when.zone } : null;
}

function oneOf<const Value extends string>(name: string, given: string, values: readonly Value[]): Value {
  const found = values.find((value) => value === given.trim().toLowerCase());
  if (found !== undefined) return found;
  throw new UsageError(`--${name} “${given.slice(0, 40)}” is none of ${values.join(", ")}.`);
}

function hours(given: string): number {
  const count = /^\d{1,3}$/.test(given) ? Number(given) : 0;
  if (count >= 1 && count <= 720) return count;
  throw new UsageError(
    `--remind takes hours from 1 to 720, or days before deadlines such as 7d,1d, or off; “${given.slice(0, 40)}” is none of them.`,
  );
}
