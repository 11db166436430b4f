import { SnowflakeUtil, type APIMessage } from "discord.js";
import type { Api } from "./api.ts";
import { toldIs } from "./message.ts";
import { hasCode } from "./outcomes.ts";

/**
 * The first of our own messages in a channel since an instant that is the one looked for. Throws `BlindError` where the channel's history is
 * kept from us, and `TooLongError` where it goes on and on: then it may be there.
 */
export async function findOwn(
  api: Api,
  channelId: string,
  since: Temporal.Instant,
  isIt: (message: APIMessage) => boolean,
  signal: AbortSignal,
): Promise<APIMessage | undefined> {
  const { id: self } = await api.me();
  // Clocks differ: Discord's may be behind ours.
  let after = String(SnowflakeUtil.generate({ timestamp: since.epochMilliseconds - 60_000 }));
  for (let page = 0; page < pagesAtMost; page++) {
    const messages = await api.after(channelId, after, signal);
    const found = messages.findLast((message) => message.author.id === self && isIt(message));
    if (found !== undefined) return found;
    const [newest] = messages;
    if (newest === undefined && page === 0) await checkSight(api, channelId, after, signal);
    if (newest === undefined || messages.length < 100) return undefined;
    after = newest.id;
  }
  throw new TooLongError("The channel's history is too long to look through.");
}

/** Whether a message is this one: a custom id of it names the delivery, or its footer the reference. */
export function isMarked(message: APIMessage, deliveryId: string, reference: string): boolean {
  return (
    message.embeds.some(({ footer }) => footer?.text.endsWith(`ref ${reference}`) === true) ||
    customIds(message).some((id) => id.endsWith(`:${deliveryId}`))
  );
}

/** What a message that told together what had waited says of it, for `isToldBy`. */
export function toldIn({ embeds }: Pick<APIMessage, "embeds">): string {
  return embeds.map(({ url = "" }) => url.split(toldIs)[1] ?? "").join("");
}

/** The custom ids of a message's buttons. */
export function customIds({ components = [] }: Pick<APIMessage, "components">): readonly string[] {
  return components.flatMap((row) =>
    "components" in row ? row.components.flatMap((part) => ("custom_id" in part ? [part.custom_id] : [])) : [],
  );
}

/** The channel's history cannot be read, so nothing can be looked for in it. */
export class BlindError extends Error {}

/** More was written in the channel since than is looked through. */
export class TooLongError extends Error {}

// After a restore it is looked back to the backup, which may be a day of a busy channel.
const pagesAtMost = 100;

// Without Read Message History Discord shows an empty channel, and a message that arrived would be sent again.
async function checkSight(api: Api, channelId: string, after: string, signal: AbortSignal): Promise<void> {
  const channel = await api.channel(channelId, signal);
  const last = "last_message_id" in channel ? channel.last_message_id : null;
  if (!last || BigInt(last) <= BigInt(after)) return;
  try {
    await api.message(channelId, last, signal);
  } catch (error) {
    if (hasCode(error, 50_001, 50_013)) throw new BlindError("No history.");
    if (!hasCode(error, 10_008)) throw error;
  }
}
