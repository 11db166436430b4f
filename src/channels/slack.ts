import { sha256 } from "../lib/hash.ts";
import type { Channel } from "../model/channel.ts";
import type { Delivery } from "../model/delivery.ts";
import { readAddress, writeAddress, type SlackAddress } from "./slack/address.ts";
import { deliveryContent, type Compose } from "./slack/message.ts";
import { createOutbox, readReference, type OutboxSettings, type SlackMessage } from "./slack/outbox.ts";

export interface SlackSettings {
  readonly compose: Compose;
  readonly slack: OutboxSettings;
}

/** Alerts in Slack, each exactly once: what may have arrived is looked for before it is sent again. */
export function createSlackChannel({ compose, slack }: SlackSettings): Channel<SlackMessage> {
  const outbox = createOutbox(slack);
  return {
    id: "slack",
    title: "Slack",
    destination: (address) => ({ channel: "slack", address: writeAddress(readAddress(address)) }),
    lane({ address }) {
      const { team, channel } = readAddress(address);
      return `slack:${writeAddress({ team, channel, thread: null })}`;
    },
    render: (alert, delivery, context) => ({
      ...whereTo(delivery),
      ...deliveryContent(alert, delivery, context, compose),
    }),
    send: (message, _delivery, signal) => outbox.post(message, signal),
    look: {
      // The history of a channel lags behind by seconds.
      afterSeconds: 30,
      times: 2,
      at: (delivery, { beganAt }) => outbox.find(whereTo(delivery), Temporal.Instant.from(beganAt)),
    },
    async amend(message, reference) {
      const stands = readReference(reference);
      return stands === null
        ? { kind: "refused", reason: "The message's reference cannot be read." }
        : outbox.update(message, stands);
    },
    describe: ({ address }) => `slack ${address}`,
  };
}

/** The place of a delivery's message. Follow-ups stand under the first message about their thread, unless the team wants them beside it. */
function whereTo({
  id,
  destination,
  subscription,
  parent,
}: Delivery): Pick<SlackMessage, "address" | "marker" | "thread"> {
  const address = readAddress(destination.address);
  return {
    address,
    marker: sha256(`regwatch delivery ${id}`).slice(0, 32),
    thread: threadOf(address, subscription.options.thread, parent),
  };
}

function threadOf(
  address: SlackAddress,
  wanted: "thread" | "channel" | "both",
  parent: string | null,
): SlackMessage["thread"] {
  const first = parent === null ? null : readReference(parent);
  if (first === null || wanted === "channel" || address.thread !== null) return null;
  return { ts: first.ts, broadcast: wanted === "both" };
}
