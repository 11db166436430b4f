import { describe, expect, onTestFinished, test } from "vitest";
import type { Alert } from "../../src/model/alert.ts";
import type { Channel, RenderContext } from "../../src/model/channel.ts";
import { UsageError } from "../../src/model/errors.ts";
import type { Subscription } from "../../src/model/subscription.ts";
import {
  exampleAlert,
  exampleChange,
  exampleDelivery,
  exampleDigest,
  exampleNotice,
  exampleWord,
} from "../support/example-change.ts";

/** A channel with a receiver behind it. */
export interface ChannelUnderTest {
  readonly channel: Channel;
  /** An address as a person writes it, that leads to the receiver. */
  readonly address: string;
  /** A part of the address that must not be told, if it has one. */
  readonly secretPart?: string;
  /** Another address of the same channel, if it can have one. */
  readonly otherAddress?: string;
  readonly wrongAddress: string;
  /** How many messages the receiver has taken. */
  readonly taken: () => number;
  /** Makes the receiver fail once without taking the message. */
  readonly breakOnce: () => void;
  readonly close: () => Promise<void>;
}

const context: RenderContext = {
  now: Temporal.Instant.from("2026-01-12T19:15:00Z"),
  publicUrl: "https://regwatch.example.org",
};

const alerts: Readonly<Record<string, Alert>> = {
  "one change": exampleAlert(),
  "many changes": exampleAlert(...Array.from({ length: 40 }, (_, at) => exampleChange({ id: `c${at}` }))),
  "an ill feed": exampleNotice(),
  "a recovered feed": exampleNotice({ state: "recovered" }),
  "a digest": exampleDigest(),
  "a digest of nothing": exampleDigest({
    threads: [],
    counts: { cosmetic: 0, editorial: 0, substantive: 0, urgent: 0 },
  }),
  "a word from regwatch": exampleWord(),
  "a word about changes": exampleWord({ subject: "mute-ended", changes: [exampleChange()] }),
  "hostile text": exampleAlert(
    exampleChange({
      title: "\u001b[2J<!channel> @everyone \ud800\u202e",
      summary: "\u0007\r\n".repeat(50),
      headline: "",
    }),
  ),
  "Chinese text": exampleAlert(
    exampleChange({ title: "出口管制条例", language: "zh-CN", citation: null, officialUrl: null }),
  ),
};

/** What every channel promises to the pipeline. */
export function channelContract(name: string, start: () => Promise<ChannelUnderTest>): void {
  describe(`the channel ${name}`, () => {
    test("has its own name as id, and a title", async () => {
      const { channel } = await open(start);
      expect(channel.id).toBe(name);
      expect(channel.title).not.toBe("");
    });

    test("reads an address to a destination that reads back as itself", async () => {
      const { channel, address } = await open(start);
      const destination = channel.destination(address);
      expect(destination.channel).toBe(name);
      expect(channel.destination(destination.address)).toEqual(destination);
    });

    test("refuses a wrong address in one line that does not repeat it", async () => {
      const { channel, wrongAddress } = await open(start);
      const error = thrown(() => channel.destination(wrongAddress));
      expect(error).toBeInstanceOf(UsageError);
      expect(error.message).not.toContain("\n");
      expect(error.message).not.toContain(wrongAddress);
    });

    test("gives one destination one lane, and another destination another", async () => {
      const { channel, address, otherAddress } = await open(start);
      const lane = channel.lane(channel.destination(address));
      expect(channel.lane(channel.destination(address))).toBe(lane);
      expect(lane).not.toBe("");
      if (otherAddress !== undefined) expect(channel.lane(channel.destination(otherAddress))).not.toBe(lane);
    });

    test("names a destination without its secret, in lanes and descriptions", async () => {
      const { channel, address, secretPart } = await open(start);
      const destination = channel.destination(address);
      expect(channel.describe(destination)).toContain(name);
      if (secretPart === undefined) return;
      expect(channel.describe(destination)).not.toContain(secretPart);
      expect(channel.lane(destination)).not.toContain(secretPart);
    });

    for (const [what, alert] of Object.entries(alerts)) {
      test(`renders ${what} the same twice, and sends it once`, async () => {
        const { channel, address, taken } = await open(start);
        const delivery = exampleDelivery(alert, to(channel, address));
        const before = structuredClone(alert);
        const rendered = channel.render(alert, delivery, context);
        expect(channel.render(alert, delivery, context)).toEqual(rendered);
        expect(alert).toEqual(before);
        expect(await channel.send(rendered, delivery, new AbortController().signal)).toMatchObject({ kind: "sent" });
        expect(taken()).toBe(1);
      });
    }

    test("answers a failing receiver with a plain reason, in one attempt, and succeeds when asked again", async () => {
      const { channel, address, secretPart, taken, breakOnce } = await open(start);
      const delivery = exampleDelivery(exampleAlert(), to(channel, address));
      const rendered = channel.render(delivery.alert, delivery, context);
      breakOnce();
      const failed = await channel.send(rendered, delivery, new AbortController().signal);
      expect(failed.kind).toBe("retry");
      expect(taken()).toBe(0);
      if (secretPart !== undefined) expect(JSON.stringify(failed)).not.toContain(secretPart);
      expect(await channel.send(rendered, delivery, new AbortController().signal)).toMatchObject({ kind: "sent" });
      expect(taken()).toBe(1);
    });

    test("does not throw when it is stopped", async () => {
      const { channel, address } = await open(start);
      const delivery = exampleDelivery(exampleAlert(), to(channel, address));
      const outcome = await channel.send(
        channel.render(delivery.alert, delivery, context),
        delivery,
        AbortSignal.abort(new Error("stopping")),
      );
      expect(["sent", "retry"]).toContain(outcome.kind);
    });
  });
}

async function open(start: () => Promise<ChannelUnderTest>): Promise<ChannelUnderTest> {
  const started = await start();
  onTestFinished(() => started.close());
  return started;
}

function to(channel: Channel, address: string): Partial<Subscription> {
  return { destination: channel.destination(address) };
}

function thrown(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error("It was expected to fail, and did not.");
}
