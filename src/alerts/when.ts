import { UsageError } from "../model/errors.ts";
import type { When } from "../model/subscription.ts";

/**
 * Reads `--when`: `instant`, `daily 08:00 ZONE`, `weekly mon 08:00 ZONE`, `biweekly fri 09:00 ZONE`, `monthly 1 07:30 ZONE`, ZONE being
 * an IANA name. Throws `UsageError` naming the part that is wrong, with an example.
 */
export function parseWhen(text: string): When {
  const [kind = "", ...parts] = text.normalize("NFKC").trim().split(/\s+/u);
  switch (kind.toLowerCase()) {
    case "instant":
      expectParts(parts, [], examples.instant);
      return { kind: "instant" };
    case "daily": {
      const [time = "", zone = ""] = expectParts(parts, ["time", "time zone"], examples.daily);
      return { kind: "daily", time: readTime(time, examples.daily), zone: readZone(zone, examples.daily) };
    }
    case "weekly":
      return readWeekly("weekly", parts);
    case "biweekly":
      return readWeekly("biweekly", parts);
    case "monthly": {
      const [day = "", time = "", zone = ""] = expectParts(parts, ["day", "time", "time zone"], examples.monthly);
      return {
        kind: "monthly",
        day: readDay(day),
        time: readTime(time, examples.monthly),
        zone: readZone(zone, examples.monthly),
      };
    }
    default:
      throw new UsageError(
        `When: "${shorten(kind)}" is none of instant, daily, weekly, biweekly, monthly. For example: ${examples.weekly}`,
      );
  }
}

/** A `When` as `parseWhen` reads it back. */
export function printWhen(when: When): string {
  if (when.kind === "instant") return "instant";
  if (when.kind === "daily") return `daily ${when.time} ${when.zone}`;
  if (when.kind === "monthly") return `monthly ${when.day} ${when.time} ${when.zone}`;
  return `${when.kind} ${weekdays[when.weekday - 1] ?? ""} ${when.time} ${when.zone}`;
}

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const fullWeekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const examples = {
  instant: "instant",
  daily: "daily 08:00 Europe/London",
  weekly: "weekly mon 08:00 America/New_York",
  biweekly: "biweekly fri 09:00 Europe/London",
  monthly: "monthly 1 07:30 Asia/Shanghai",
};

function readWeekly(kind: "weekly" | "biweekly", parts: readonly string[]): When {
  const example = examples[kind];
  const [day = "", time = "", zone = ""] = expectParts(parts, ["weekday", "time", "time zone"], example);
  return { kind, weekday: readWeekday(day, example), time: readTime(time, example), zone: readZone(zone, example) };
}

function expectParts(parts: readonly string[], names: readonly string[], example: string): readonly string[] {
  const missing = names[parts.length];
  if (missing !== undefined) throw new UsageError(`When: the ${missing} is missing. For example: ${example}`);
  const extra = parts[names.length];
  if (extra === undefined) return parts;
  throw new UsageError(`When: "${shorten(extra)}" is one part too many. For example: ${example}`);
}

function readWeekday(text: string, example: string): number {
  const name = text.toLowerCase();
  const index = weekdays.includes(name) ? weekdays.indexOf(name) : fullWeekdays.indexOf(name);
  if (index !== -1) return index + 1;
  throw new UsageError(
    `When: "${shorten(text)}" is no weekday; there are ${weekdays.join(", ")}. For example: ${example}`,
  );
}

function readDay(text: string): number {
  const day = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (day >= 1 && day <= 31) return day;
  throw new UsageError(`When: "${shorten(text)}" is no day of a month, 1 to 31. For example: ${examples.monthly}`);
}

function readTime(text: string, example: string): string {
  if (/^(?:[01]?\d|2[0-3]):[0-5]\d$/.test(text)) return text.padStart(5, "0");
  throw new UsageError(`When: "${shorten(text)}" is no time from 00:00 to 23:59. For example: ${example}`);
}

// Abbreviations are refused although some are IANA names: EST has no summer time, which is not what people mean by it.
function readZone(text: string, example: string): string {
  const isName = text.toUpperCase() === "UTC" || /^[A-Za-z][\w+-]*(?:\/[\w+-]+)+$/.test(text);
  const zone = isName ? canonicalZone(text) : null;
  if (zone !== null) return zone;
  throw new UsageError(
    `When: "${shorten(text)}" is no time zone; it has a name such as America/New_York, Europe/London, Asia/Shanghai or UTC. For example: ${example}`,
  );
}

function canonicalZone(name: string): string | null {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40).toWellFormed()}…` : text;
}
