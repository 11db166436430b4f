import { exampleSubscription } from "../support/example-change.ts";
import type { WebhookReceiver } from "../support/webhook-receiver.ts";
import type { Press } from "./press.ts";
import type { ServiceSettings } from "./settings.ts";
import type { SoakSettings } from "./soak.ts";

/** When the world begins. */
export const noon = Temporal.Instant.from("2026-03-10T16:00:00Z");
/** Receivers, each of which is told of its own feeds. */
export const lanes = 4;

/** One feed file for each feed of the press; its topic says which receiver is told of it. */
export function feedFiles({ feeds, every }: SoakSettings, press: Press): Readonly<Record<string, string>> {
  const files = Array.from({ length: feeds }, (_, feed) => {
    const schedule = every < 1 ? `*/${Math.round(60 * every)} * * * *` : `${feed % 60} */${every} * * *`;
    const text = `source: rss\ntitle: Feed ${feed}\ntopics: [lane-${feed % lanes}]\nschedule: "${schedule}"\nparams:\n  url: ${press.urlOf(feed)}\n`;
    return [`soak/f${feed}`, text] as const;
  });
  return Object.fromEntries(files);
}

interface Places {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly feedsDir: string;
  readonly realStartMs: number;
  readonly press: Press;
  readonly receivers: readonly WebhookReceiver[];
}

/** What every service of the run is started with. */
export function serviceSettings({ speed }: SoakSettings, places: Places): ServiceSettings {
  const { databaseUrl, dataDir, feedsDir, realStartMs, press, receivers } = places;
  return {
    environment: {
      ...(databaseUrl === null ? { REGWATCH_DATA: dataDir } : { DATABASE_URL: databaseUrl }),
      REGWATCH_FEEDS: feedsDir,
      REGWATCH_ROLES: "scheduler,worker",
      REGWATCH_ALLOW_HOSTS: [
        ...press.origins.map((origin) => new URL(origin).host),
        ...receivers.map(({ host }) => host),
      ].join(),
    },
    clock: { epochMs: noon.epochMilliseconds, realStartMs, speed },
    leaseSeconds: 5 * speed,
    silenceMs: 5000,
    bellMs: 1000,
    subscriptions: receivers.map(({ url }, lane) =>
      exampleSubscription({
        id: `lane-${lane}`,
        query: `topic:lane-${lane}`,
        minimum: "cosmetic",
        destination: { channel: "webhook", address: url },
        createdAt: noon.toString(),
      }),
    ),
  };
}
