import type { Channel } from "../../src/model/channel.ts";
import type { Delivery } from "../../src/model/delivery.ts";
import type { WorldClock } from "../../src/world/clock.ts";

/**
 * How one attempt goes. `lost-before`: the connection breaks before the receiver took it. `lost-after`: it took it, and its answer was lost.
 * `killed-before` and `killed-after`: our own process ends there.
 */
export type Fault =
  | "ok"
  | "retry"
  | "lost-before"
  | "lost-after"
  | "killed-before"
  | "killed-after"
  | "pause"
  | "refused";

/** A receiver with people, as a script: it takes messages, loses answers, and shows what it has only after a while. */
export interface ScriptedChannel {
  readonly channel: Channel<string>;
  /** What it took, in order: the delivery's id, the text as it stands now, and what it answers to. */
  readonly taken: { readonly id: string; readonly reference: string; readonly parent: string | null; text: string }[];
  readonly destinations: string[];
  script(...faults: readonly Fault[]): void;
  /** Resolves when the script kills the process, once for each time. */
  killed(): Promise<void>;
}

export function createScriptedChannel(
  clock: WorldClock,
  { lagSeconds = 0, look = true, amend = true, id = "scripted" } = {},
): ScriptedChannel {
  const taken: (ScriptedChannel["taken"][number] & { readonly at: Temporal.Instant })[] = [];
  const destinations: string[] = [];
  const faults: Fault[] = [];
  let death = Promise.withResolvers<void>();

  function take(delivery: Delivery, text: string): string {
    const reference = `m${taken.length + 1}`;
    taken.push({ id: delivery.id, reference, parent: delivery.parent, text, at: clock.now() });
    destinations.push(delivery.destination.address);
    return reference;
  }

  return {
    taken,
    destinations,
    script: (...more) => void faults.push(...more),
    async killed() {
      await death.promise;
      death = Promise.withResolvers();
    },
    channel: {
      id,
      title: "Scripted",
      destination: (address) => ({ channel: id, address }),
      lane: ({ address }) => `${id}:${address}`,
      describe: ({ address }) => `${id} ${address}`,
      render: (alert, delivery) => JSON.stringify({ alert: alert.id, kind: alert.kind, standing: delivery.standing }),
      async send(text, delivery) {
        const fault = faults.shift() ?? "ok";
        if (fault === "retry") return { kind: "retry", reason: "busy" };
        if (fault === "refused") return { kind: "refused", reason: "too long" };
        if (fault === "pause") return { kind: "pause", reason: "the channel is archived" };
        if (fault === "lost-before") return { kind: "unknown", reason: "the connection broke" };
        if (fault === "killed-before") return die();
        const reference = take(delivery, text);
        if (fault === "killed-after") return die();
        return fault === "lost-after"
          ? { kind: "unknown", reason: "the connection broke" }
          : { kind: "sent", reference };
      },
      ...(look && {
        look: {
          afterSeconds: 30,
          times: 2,
          async at(delivery: Delivery) {
            const visible = clock.now().subtract({ seconds: lagSeconds });
            const found = taken.find((one) => one.id === delivery.id && Temporal.Instant.compare(one.at, visible) <= 0);
            return found ? { kind: "sent" as const, reference: found.reference } : { kind: "absent" as const };
          },
        },
      }),
      ...(amend && {
        async amend(text: string, reference: string) {
          const message = taken.find((one) => one.reference === reference);
          if (!message) return { kind: "refused" as const, reason: "the message is gone" };
          message.text = text;
          return { kind: "sent" as const };
        },
      }),
    },
  };

  function die(): Promise<never> {
    death.resolve();
    return new Promise(() => {});
  }
}
