import { MessageFlags, RateLimitError, type APIMessage } from "discord.js";
import type { Clock } from "../../model/time.ts";
import { significances, type Significance } from "../../model/significance.ts";
import type { Api } from "./api.ts";
import { publishButton, readCustomId, rows, type Row } from "./buttons.ts";
import { colours } from "./embed.ts";
import { customIds } from "./find.ts";
import { hasCode, outcomeOfError } from "./outcomes.ts";

const crossposted: number = MessageFlags.Crossposted;

/** Discord lets ten messages an hour and channel go out to followers, those that people publish included. */
const anHour = 10;

/**
 * Publishes messages of announcement channels to their followers, the most significant first. What must wait says so itself, by a button
 * that goes before it is published; so nothing but the channels needs to remember what waits.
 */
export interface Publisher {
  /** Publishes now where that is allowed, else as soon as it is. Offering twice does no harm. */
  offer(message: APIMessage): Promise<"published" | "waiting">;
  /** Keeps in mind a message that goes out by itself at a set time, as its button says. */
  keep(message: APIMessage): void;
  /** Publishes what has waited, as far as is allowed now. */
  run(): Promise<void>;
  /** Finds what waits in a channel, after a start. */
  recover(channelId: string): Promise<void>;
}

interface Waiting {
  readonly message: APIMessage;
  readonly rank: number;
  /** In epoch seconds; 0 where it only waits for its turn. */
  readonly due: number;
}

export function createPublisher(api: Api, clock: Clock): Publisher {
  const waiting = new Map<string, Waiting>();
  const published = new Map<string, readonly number[]>();
  const closedUntil = new Map<string, number>();
  return {
    async offer(message) {
      if (isPublished(message)) return "published";
      const outcome =
        isOpen(message.channel_id) && !hasWaiting(message.channel_id) ? await publish(message) : "waiting";
      if (outcome === "waiting") await wait(message);
      else waiting.delete(message.id);
      return outcome;
    },
    keep,
    async run() {
      const strongestFirst = dueNow().toSorted(
        (a, b) => b.rank - a.rank || (BigInt(a.message.id) < BigInt(b.message.id) ? -1 : 1),
      );
      for (const { message } of strongestFirst) {
        if (!isOpen(message.channel_id) || (await publish(message)) !== "published") continue;
        waiting.delete(message.id);
      }
    },
    async recover(channelId) {
      const { id: self } = await api.me();
      for (const message of await api.latest(channelId)) {
        if (message.author.id === self && !isPublished(message)) keep(message);
      }
    },
  };

  function keep(message: APIMessage): void {
    const press = customIds(message)
      .map(readCustomId)
      .find((id) => id?.verb === "publish");
    const [rank, until = "hold"] = press?.parts ?? [];
    if (until !== "hold")
      waiting.set(message.id, { message, rank: Number(rank), due: until === "auto" ? 0 : Number(until) });
  }

  function dueNow(): readonly Waiting[] {
    return [...waiting.values()].filter(({ due }) => due <= now());
  }

  async function publish(message: APIMessage): Promise<"published" | "waiting"> {
    const { channel_id: channelId, id } = message;
    try {
      await makeFinal(api, message);
      await api.publish(channelId, id);
    } catch (error) {
      if (hasCode(error, 40_033)) return "published";
      // Deleted, or no announcement channel: there is nothing to publish.
      if (hasCode(error, 10_003, 10_008, 50_024, 50_001, 50_013)) return "published";
      const seconds = error instanceof RateLimitError ? Math.max(error.timeToReset, error.retryAfter) / 1000 : null;
      const asked = outcomeOfError(error);
      close(channelId, seconds ?? (asked.kind === "retry" ? (asked.afterSeconds ?? 60) : 60));
      return "waiting";
    }
    published.set(channelId, [...recent(channelId), now()]);
    return "published";
  }

  async function wait(message: APIMessage): Promise<void> {
    const significance = significanceOf(message);
    const rank = significances.indexOf(significance);
    const components = [...finalRows(message), ...rows([publishButton(significance, "auto")])];
    waiting.set(message.id, { message: await api.edit(message.channel_id, message.id, { components }), rank, due: 0 });
  }

  function isOpen(channelId: string): boolean {
    return (closedUntil.get(channelId) ?? 0) <= now() && recent(channelId).length < anHour;
  }

  function hasWaiting(channelId: string): boolean {
    return dueNow().some(({ message }) => message.channel_id === channelId);
  }

  function recent(channelId: string): readonly number[] {
    return (published.get(channelId) ?? []).filter((at) => at > now() - 3600);
  }

  function close(channelId: string, seconds: number): void {
    closedUntil.set(channelId, now() + seconds);
  }

  function now(): number {
    return clock.now().epochMilliseconds / 1000;
  }
}

/** Takes away what only the people of the channel itself can use, before followers get their copies. */
async function makeFinal(api: Api, message: APIMessage): Promise<void> {
  if (customIds(message).length === 0) return;
  await api.edit(message.channel_id, message.id, { components: finalRows(message) });
}

function finalRows({ components = [] }: APIMessage): readonly Row[] {
  return (components as readonly Row[])
    .map((row) => ({ ...row, components: row.components.filter((part) => !("custom_id" in part)) }))
    .filter((row) => row.components.length > 0);
}

function isPublished({ flags }: APIMessage): boolean {
  return ((flags ?? 0) & crossposted) !== 0;
}

function significanceOf({ embeds }: APIMessage): Significance {
  return significances.find((name) => colours[name] === embeds[0]?.color) ?? "editorial";
}
