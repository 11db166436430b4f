import { ButtonStyle, MessageFlags, type APIMessage } from "discord.js";
import type { Delivery, LookOutcome, SendOutcome, UnsettledAttempt } from "../../model/delivery.ts";
import { addressOf } from "./address.ts";
import type { FileToHand, Shelf } from "../shelf.ts";
import { isToldBy } from "../told-marks.ts";
import type { Api } from "./api.ts";
import { button, customId, rows } from "./buttons.ts";
import { BlindError, customIds, findOwn, isMarked, toldIn, TooLongError } from "./find.ts";
import { plain } from "./markup.ts";
import { markerOf } from "./marker.ts";
import type { Content, Rendered } from "./message.ts";
import { hasCode, outcomeOfError } from "./outcomes.ts";
import type { Publisher } from "./publisher.ts";

export interface OutboxParts {
  readonly api: Api;
  readonly publisher: Publisher;
  readonly shelf: Pick<Shelf, "digest">;
}

/** A message where it stands; written `CHANNEL/MESSAGE`, which is what the store keeps. */
export interface Reference {
  readonly channelId: string;
  readonly messageId: string;
}

export interface Outbox {
  send(rendered: Rendered, delivery: Delivery, signal: AbortSignal): Promise<SendOutcome>;
  look(delivery: Delivery, attempt: UnsettledAttempt, signal: AbortSignal): Promise<LookOutcome>;
  amend(rendered: Rendered, reference: string, delivery: Delivery, signal: AbortSignal): Promise<SendOutcome>;
}

/**
 * Messages in Discord, each exactly once: for some minutes Discord itself gives the earlier message back (`nonce`), and beyond that a look
 * into the channel finds it. What belongs to a message besides (a pointer to a thread, publishing it) can be done again without harm.
 */
export function createOutbox({ api, publisher, shelf }: OutboxParts): Outbox {
  return {
    async send(rendered, delivery, signal) {
      if (signal.aborted) return { kind: "retry", reason: "regwatch was stopped before it was sent." };
      const attached = rendered.digest === null ? [] : await shelf.digest(rendered.digest);
      try {
        const message = await post(rendered.message, attached, delivery, signal);
        // A nonce leads to the earlier message, and that one is gone: it was taken, and somebody deleted it.
        if (message === null) return { kind: "sent" };
        return await complete(message, delivery, signal).catch(standing);
      } catch (error) {
        return outcomeOfError(error);
      }
    },
    async look(delivery, { beganAt }, signal) {
      try {
        const message = await find(delivery, Temporal.Instant.from(beganAt), signal);
        if (message === undefined) return { kind: "absent" };
        if (message === "with others") return { kind: "sent", reference: null };
        return toLook(await complete(message, delivery, signal));
      } catch (error) {
        if (error instanceof BlindError) return { kind: "pause", reason: needsHistory };
        if (error instanceof TooLongError) return { kind: "retry", reason: error.message, afterSeconds: 600 };
        return toLook(outcomeOfError(error));
      }
    },
    async amend({ message }, reference, delivery, signal) {
      const stands = readReference(reference);
      if (stands === null) return { kind: "refused", reason: "The message's reference cannot be read." };
      try {
        return await amend(message, stands, delivery, signal);
      } catch (error) {
        if (hasCode(error, 10_008)) return { kind: "refused", reason: "The message was deleted." };
        const outcome = outcomeOfError(error);
        // An edit that may have been made can be made again.
        return outcome.kind === "unknown" ? { kind: "retry", reason: outcome.reason } : outcome;
      }
    },
  };

  async function post(
    content: Content,
    attached: readonly FileToHand[],
    delivery: Delivery,
    signal: AbortSignal,
  ): Promise<APIMessage | null> {
    const { nonce } = markerOf(delivery.id);
    const body = { ...content, nonce, enforce_nonce: true };
    const { main, thread } = await placesOf(delivery, signal);
    try {
      if (thread === null) return await api.post(main, body, attached, signal);
      return await postInThread(main, thread, delivery, body, attached, signal);
    } catch (error) {
      if (hasCode(error, 10_008)) return null;
      throw error;
    }
  }

  // A follow-up whose thread cannot be had stands in the channel.
  async function postInThread(
    main: string,
    thread: string,
    delivery: Delivery,
    body: unknown,
    attached: readonly FileToHand[],
    signal: AbortSignal,
  ): Promise<APIMessage> {
    try {
      return await api.post(thread, body, attached, signal);
    } catch (error) {
      if (!hasCode(error, 10_003, ...noThread)) throw error;
      if (hasCode(error, ...noThread)) return api.post(main, body, attached, signal);
    }
    try {
      await api.startThread(main, thread, threadName(delivery), signal);
    } catch (error) {
      if (hasCode(error, 10_008, 50_013, 50_024, ...noThread)) return api.post(main, body, attached, signal);
      if (!hasCode(error, 160_004)) throw error;
    }
    return api.post(thread, body, attached, signal);
  }

  async function find(
    delivery: Delivery,
    since: Temporal.Instant,
    signal: AbortSignal,
  ): Promise<APIMessage | "with others" | undefined> {
    const { reference } = markerOf(delivery.id);
    const { main, thread } = await placesOf(delivery, signal);
    for (const place of thread === null ? [main] : [thread, main]) {
      try {
        const isTold = (message: APIMessage): boolean => isMarked(message, delivery.id, reference);
        const isWithOthers = (message: APIMessage): boolean =>
          delivery.maybeToldSince !== null && isToldBy(toldIn(message), delivery);
        const found = await findOwn(api, place, since, (message) => isTold(message) || isWithOthers(message), signal);
        if (found !== undefined) return isTold(found) ? found : "with others";
      } catch (error) {
        // A thread that was not begun yet holds nothing.
        if (place === main || !hasCode(error, 10_003)) throw error;
      }
    }
    return undefined;
  }

  async function complete(message: APIMessage, delivery: Delivery, signal: AbortSignal): Promise<SendOutcome> {
    const { options } = delivery.subscription;
    const reference = writeReference({ channelId: message.channel_id, messageId: message.id });
    const { main, thread } = await placesOf(delivery, signal);
    if (thread !== null && options.thread === "both" && message.channel_id === thread) {
      await pointTo(message, main, delivery, signal);
    }
    if (delivery.alert.kind === "alert") {
      if (options.publish === "auto") await publisher.offer(message);
      if (options.publish === "hold") await holdBack(message, delivery, signal);
    }
    return { kind: "sent", reference };
  }

  // Where editors have a desk, they are told there what waits for them.
  async function holdBack(message: APIMessage, delivery: Delivery, signal: AbortSignal): Promise<void> {
    publisher.keep(message);
    const { desk } = delivery.subscription.options;
    if (desk === null || !isId(desk)) return;
    const { nonce } = markerOf(delivery.id, "desk");
    const id = customId("desk", message.channel_id, message.id);
    if (isRepeated(delivery)) {
      const since = Temporal.Instant.from(delivery.createdAt);
      if (await findOwn(api, desk, since, (message) => customIds(message).includes(id), signal)) return;
    }
    const content = `To be published: ${await leadTo(message, signal)}`;
    const components = rows([button("Publish to followers", id, ButtonStyle.Primary)]);
    await api.post(desk, { content, components, ...quiet, nonce, enforce_nonce: true }, [], signal);
  }

  // The first line of a message, and where it stands.
  async function leadTo(message: APIMessage, signal: AbortSignal): Promise<string> {
    const channel = await api.channel(message.channel_id, signal);
    const guild = "guild_id" in channel ? channel.guild_id : "@me";
    const url = `https://discord.com/channels/${guild}/${message.channel_id}/${message.id}`;
    return `${(message.content.split("\n")[0] ?? "").slice(0, 1800)}\n${url}`;
  }

  // Discord cannot show a message of a thread in its channel; a line leads there.
  async function pointTo(message: APIMessage, main: string, delivery: Delivery, signal: AbortSignal): Promise<void> {
    const { nonce } = markerOf(delivery.id, "pointer");
    if (isRepeated(delivery)) {
      const since = Temporal.Instant.from(delivery.createdAt);
      const end = `/${message.channel_id}/${message.id}`;
      if (await findOwn(api, main, since, ({ content }) => content.endsWith(end), signal)) return;
    }
    const content = await leadTo(message, signal);
    await api.post(main, { content, ...quiet, nonce, enforce_nonce: true }, [], signal);
  }

  async function amend(
    content: Content,
    stands: Reference,
    delivery: Delivery,
    signal: AbortSignal,
  ): Promise<SendOutcome> {
    const { channelId, messageId } = stands;
    const isPublic = delivery.subscription.options.publish !== "off";
    const now = isPublic ? await api.message(channelId, messageId, signal) : null;
    const reference = writeReference(stands);
    if (now === null || ((now.flags ?? 0) & 1) === 0) {
      // A role is called once, when an alert is new.
      await api.edit(channelId, messageId, { ...content, allowed_mentions: { parse: [] } }, signal);
      return { kind: "sent", reference };
    }
    // Followers have copies. What they are told is final; a correction is a message of its own.
    if (delivery.standing.retracted === null) return { kind: "sent", reference };
    const { nonce, reference: mark } = markerOf(delivery.id, "correction");
    const since = Temporal.Instant.from(delivery.standing.retracted.at);
    const there = await findOwn(api, channelId, since, (message) => isMarked(message, "", mark), signal);
    const embeds = content.embeds.map((embed, at) =>
      at === 0 ? { ...embed, footer: { text: `Correction · ref ${mark}` } } : embed,
    );
    const body = { ...content, embeds, allowed_mentions: { parse: [] }, nonce, enforce_nonce: true };
    const correction = there ?? (await api.post(channelId, body, [], signal));
    await publisher.offer(correction);
    return { kind: "sent", reference };
  }

  async function placesOf(
    { destination, subscription, parent }: Delivery,
    signal: AbortSignal,
  ): Promise<{ readonly main: string; readonly thread: string | null }> {
    const address = addressOf(destination);
    const main = address.kind === "user" ? await api.direct(address.id, signal) : address.id;
    const { thread, publish } = subscription.options;
    const first = parent === null || address.kind === "user" ? null : readReference(parent);
    // What stands in a thread cannot be published, and a thread has no threads.
    const isFlat = thread === "channel" || publish !== "off" || first?.channelId !== main;
    return { main, thread: first === null || isFlat ? null : first.messageId };
  }
}

// Calls nobody, and shows no preview of what it leads to.
const quiet = { allowed_mentions: { parse: [] }, flags: MessageFlags.SuppressEmbeds } as const;

function isId(text: string): boolean {
  return /^\d{17,20}$/.test(text);
}

function isRepeated({ attempts, state }: Delivery): boolean {
  return attempts > 1 || state === "unknown";
}

const needsHistory = "regwatch cannot tell what arrived here: give it Read Message History.";

// Archived, locked, or more threads than Discord allows.
const noThread = [50_083, 160_005, 160_006, 160_007] as const;

function threadName({ alert }: Delivery): string {
  const title = alert.kind === "alert" ? (alert.changes[0]?.title ?? "") : "";
  return plain(title, 100) || "What follows";
}

function writeReference({ channelId, messageId }: Reference): string {
  return `${channelId}/${messageId}`;
}

function readReference(reference: string): Reference | null {
  const [, channelId, messageId] = /^(\d{17,20})\/(\d{17,20})$/.exec(reference) ?? [];
  return channelId === undefined || messageId === undefined ? null : { channelId, messageId };
}

// Whatever the rest met, the message must not be sent again: a look finds it, and does the rest.
function standing(error: unknown): SendOutcome {
  return { kind: "unknown", reason: `The message stands, but not what belongs to it. ${outcomeOfError(error).reason}` };
}

function toLook(outcome: SendOutcome): LookOutcome {
  if (outcome.kind === "sent") return { kind: "sent", reference: outcome.reference ?? "" };
  if (outcome.kind === "pause" || outcome.kind === "retry") return outcome;
  return { kind: "retry", reason: outcome.reason };
}
