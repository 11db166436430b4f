import type { Desk } from "../../model/command.ts";
import { createConversation, type ConversationParts } from "./conversation.ts";
import { keepConnected, type GatewayParts } from "./gateway.ts";

export type AppParts = Omit<ConversationParts, "desk"> & Omit<GatewayParts, "answer" | "announcement" | "mended">;

/** Serves people in Discord until the signal fires, and publishes what waits for its turn. */
export async function serve(parts: AppParts, desk: Desk, signal: AbortSignal): Promise<void> {
  const { publisher, log, sleep } = parts;
  const announcements = new Set<string>();
  await keepConnected(
    {
      ...parts,
      answer: createConversation({ ...parts, desk }),
      async announcement(id) {
        if (announcements.has(id)) return;
        announcements.add(id);
        await publisher.recover(id);
      },
      async mended(id, guildId) {
        const destination = { channel: "discord", address: id };
        await desk.mended({ destination, tenant: `discord:${guildId}`, name: "", isDirect: false });
      },
    },
    signal,
  );
  void everyMinute();

  async function everyMinute(): Promise<void> {
    for (let minute = 1; !signal.aborted; minute++) {
      await sleep(60_000, signal);
      if (signal.aborted) return;
      try {
        // Another process may deliver; what waits there is seen in the channel.
        if (minute % 10 === 0) for (const id of announcements) await publisher.recover(id);
        await publisher.run();
      } catch (error) {
        log.warn({ err: error }, "messages that wait could not be published; the next minute tries again");
      }
    }
  }
}
