import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWorldClock } from "../../src/world/clock.ts";
import { brittleSource } from "./brittle-source.ts";
import { openTestHouse, type TestHouse } from "./house.ts";
import { startWebhookReceiver, type WebhookReceiver } from "./webhook-receiver.ts";

/** A house whose feeds are brittle, with a receiver that hears of their health. */
export interface BrittleHouse {
  readonly home: TestHouse;
  readonly receiver: WebhookReceiver;
  /** Says what a feed's documents are from now on, by their keys. */
  readonly serves: (feedId: string, documents: Readonly<Record<string, string>>) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openBrittleHouse(feeds: readonly string[]): Promise<BrittleHouse> {
  const dir = await mkdtemp(join(tmpdir(), "regwatch-brittle-"));
  const receiver = await startWebhookReceiver();
  const file = (name: string) => `source: brittle\ntitle: Feed ${name}\nparams: { file: "${join(dir, name)}" }\n`;
  const home = await openTestHouse(
    createWorldClock(Temporal.Instant.from("2026-03-09T12:00:00Z")),
    {},
    {
      allow: [receiver.host],
      feeds: () => Object.fromEntries(feeds.map((name) => [name, file(name)])),
      fittings: { sources: [brittleSource] },
    },
  );
  await home.subscribe(`webhook:${receiver.url}`, "kind:health");
  return {
    home,
    receiver,
    serves: (feedId, documents) => writeFile(join(dir, feedId), JSON.stringify(documents)),
    async close() {
      await home.close();
      await receiver.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
