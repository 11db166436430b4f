import type { CommandCall, Reply } from "../model/command.ts";
import { UsageError } from "../model/errors.ts";
import type { Subscription } from "../model/subscription.ts";
import type { Instant } from "../model/time.ts";
import { expectMayChange, subscriptionNamed, subscriptionsHere } from "./here.ts";
import { type Command, type DeskParts, nowOf } from "./parts.ts";

/** Keeps a place quiet until an end; urgent changes are told all the same unless that is said. */
export const mute: Command = {
  summary: "be quiet until an end; urgent changes are told all the same, unless you add urgent (mute off ends it)",
  example: "mute 1w",
  async run(parts, call) {
    const { named, urgentToo, text } = readMute(call);
    const muted =
      named === null ? await subscriptionsHere(parts, call.place) : [await subscriptionNamed(parts, call.place, named)];
    if (muted.length === 0) throw new UsageError(`Nothing is watched in ${call.place.name}.`);
    return text === "off" ? unmuteAll(parts, call, muted) : muteAll(parts, call, muted, text, urgentToo);
  },
};

/** Mutes subscriptions, once that is confirmed, and tells the place. `until` is as a person writes it. */
export async function muteAll(
  parts: DeskParts,
  { actor, place, confirmed }: Pick<CommandCall, "actor" | "place" | "confirmed">,
  subscriptions: readonly Subscription[],
  until: string,
  urgentToo: boolean,
): Promise<Reply> {
  const end = readUntil(until, parts.clock.now());
  for (const subscription of subscriptions) expectMayChange(actor, subscription);
  const what = subscriptions.map(({ query }) => `“${query}”`).join(", ");
  const urgent = urgentToo ? "Urgent changes are kept back as well." : "Urgent changes are told all the same.";
  const words = `until ${end.slice(0, 16).replace("T", " ")} UTC`;
  if (!confirmed) {
    return {
      kind: "confirm",
      lines: [
        `${place.name} is about to be muted ${words}: ${what}.`,
        urgent,
        "What is kept back is told together at the end, or stands in the next digest.",
      ],
    };
  }
  for (const { id } of subscriptions) {
    const options = { mute: { until: end, urgentToo, by: actor.name } };
    await parts.store.updateSubscription(id, { options }, "mute", actor.id, nowOf(parts));
  }
  return {
    kind: "done",
    lines: [`Muted ${words}. mute off ends it sooner.`],
    announce: `${actor.name} muted ${what} ${words}. ${urgent}`,
  };
}

async function unmuteAll(
  parts: DeskParts,
  { actor }: CommandCall,
  subscriptions: readonly Subscription[],
): Promise<Reply> {
  const muted = subscriptions.filter(({ options }) => options.mute !== null);
  if (muted.length === 0) throw new UsageError("Nothing is muted here.");
  for (const subscription of muted) expectMayChange(actor, subscription);
  for (const { id } of muted) {
    await parts.store.updateSubscription(id, { options: { mute: null } }, "unmute", actor.id, nowOf(parts));
  }
  return {
    kind: "done",
    lines: ["Not muted any more; what was kept back is told within a minute."],
    announce: `${actor.name} ended the mute.`,
  };
}

function readMute({ text, options }: CommandCall): {
  readonly named: string | null;
  readonly urgentToo: boolean;
  readonly text: string;
} {
  const words = text.trim().split(/\s+/u);
  const named = options["id"] ?? words.find((word) => /^#\d+$/.test(word)) ?? null;
  const rest = words.filter((word) => word !== named && word.toLowerCase() !== "urgent");
  return {
    named,
    urgentToo: rest.length < words.filter((word) => word !== named).length,
    text: rest.join(" ").toLowerCase(),
  };
}

const longestDays = 366;

/** Reads `12h`, `1d`, `1w`, `until 2026-12-01`, or a date alone, which ends as that day begins (UTC). Throws `UsageError`. */
function readUntil(text: string, now: Temporal.Instant): Instant {
  const span = /^(?:for )?(\d{1,3}) ?([hdw])$/.exec(text);
  const date = /^(?:until )?(\d{4}-\d{2}-\d{2})$/.exec(text)?.[1];
  const hours = { h: 1, d: 24, w: 168 }[span?.[2] ?? ""] ?? 0;
  const end = span ? now.add({ hours: Number(span[1]) * hours }) : date === undefined ? null : dayBegins(date);
  if (end === null) {
    throw new UsageError(
      `A mute needs its end: 12h, 1d, 1w or until 2026-12-01; “${text.slice(0, 40)}” is none of them.`,
    );
  }
  const days = now.until(end).total("days");
  if (days <= 0) throw new UsageError("That end has passed.");
  if (days > longestDays) throw new UsageError("A mute lasts a year at most; end the subscription instead.");
  return new Date(end.epochMilliseconds).toISOString();
}

function dayBegins(date: string): Temporal.Instant {
  try {
    return Temporal.PlainDate.from(date).toZonedDateTime("UTC").toInstant();
  } catch {
    throw new UsageError(`“${date}” is no date.`);
  }
}
