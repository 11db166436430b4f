import { UsageError } from "../model/errors.ts";
import type { SubscriptionOptions } from "../model/subscription.ts";
import { parseWhen } from "./when.ts";

/** How reminders of deadlines are wished for, or null: none. */
type Wish = SubscriptionOptions["remindOfDeadlines"];

const example = "7d,1d or '7d,1d 09:00 America/New_York'";
const defaultTime = "09:00";
const mostDays = 90;

/** Reads `7d,1d`, `7d,1d ZONE`, `7d,1d HH:MM ZONE` or `off`; without a time 09:00, without a zone `zone`. Throws `UsageError`. */
export function parseRemind(text: string, zone: string): Wish {
  const [days = "", ...rest] = text.normalize("NFKC").trim().split(/\s+/u);
  if (days.toLowerCase() === "off" && rest.length === 0) return null;
  const [time, named] = rest.length > 1 || rest[0]?.includes(":") ? [rest[0], rest.slice(1)] : [defaultTime, rest];
  const daily = parseWhen(`daily ${time ?? defaultTime} ${named.length === 0 ? zone : named.join(" ")}`);
  if (daily.kind !== "daily") throw new UsageError(`Reminders are wished for as ${example}.`);
  return { days: readDays(days), time: daily.time, zone: daily.zone };
}

/** A wish as `parseRemind` reads it back. */
export function printRemind(wish: Wish): string {
  if (wish === null) return "off";
  return `${wish.days.map((day) => `${day}d`).join(",")} ${wish.time} ${wish.zone}`;
}

function readDays(text: string): readonly number[] {
  const days = text.split(",").map((part) => (/^\d{1,2}d$/i.test(part) ? Number.parseInt(part, 10) : -1));
  if (days.every((day) => day >= 0 && day <= mostDays)) return [...new Set(days)].toSorted((a, b) => b - a);
  throw new UsageError(
    `“${text.slice(0, 40)}” does not say how many days before a deadline to remind, 0 to ${mostDays}; write ${example}, or off.`,
  );
}
