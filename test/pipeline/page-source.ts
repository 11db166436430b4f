import { z } from "zod";
import { toInstant } from "../../src/lib/time.ts";
import type { Feed } from "../../src/model/feed.ts";
import type { Deadline } from "../../src/model/facts.ts";
import type { Source } from "../../src/model/source.ts";
import type { DocumentLink } from "../../src/model/version.ts";
import { pollFeed } from "../../src/pipeline/poll.ts";
import type { PollReport, Services } from "../../src/pipeline/services.ts";
import { createWorldClock, type WorldClock } from "../../src/world/clock.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";

/** What a page says now. */
export interface Page {
  readonly text: string;
  readonly links?: readonly DocumentLink[];
  readonly deadlines?: readonly Deadline[];
  readonly threadKeys?: readonly string[];
}

/** A house whose feeds watch pages that the test writes, a private one others; every look captures all that one of them watches. */
export interface PageHouse {
  readonly home: TestHouse;
  readonly clock: WorldClock;
  readonly receiver: WebhookReceiver;
  readonly pages: Map<string, Page | "gone">;
  readonly privatePages: Map<string, Page | "gone">;
  /** Which page breaks the poll off, as a crash would. */
  breakAt: string | null;
  /** What this machine's clock shows more than it is. */
  hoursAhead: number;
  /** At which page the process is told to stop. */
  stopAt: string | null;
  /** Polls a feed, the first unless said otherwise. `asked`: as `regwatch check` looks. */
  look(after?: { minutes?: number; hours?: number; asked?: boolean; feedId?: string }): Promise<PollReport>;
  /** Names the public feed's file otherwise, as people do. */
  rename(id: string): Promise<void>;
  /** What was told: the titles of each alert's changes with their headline. */
  told(): readonly string[];
  close(): Promise<void>;
}

const feed: Feed = {
  id: "pages",
  source: "page",
  title: "Pages",
  topics: [],
  timezone: "UTC",
  visibility: "public",
  enabled: true,
  unverified: false,
  mute: [],
  schedule: ["0 0 * * *"],
  params: "pages",
};
const privately = { title: "Private pages", visibility: "private", params: "privatePages" } as const;

export async function openPageHouse(
  how: {
    readonly confirmMinutes?: number;
    readonly gathers?: boolean;
    readonly secondHand?: boolean;
    readonly feeds?: readonly string[];
  } = {},
): Promise<PageHouse> {
  const receiver = await startWebhookReceiver();
  const clock = createWorldClock(Temporal.Instant.from("2026-03-09T12:00:00Z"));
  const home = await openTestHouse(clock, {}, { allow: [receiver.host] });
  const pages = new Map<string, Page | "gone">();
  const privatePages = new Map<string, Page | "gone">();
  const own: PageHouse = {
    home,
    clock,
    receiver,
    pages,
    privatePages,
    breakAt: null,
    stopAt: null,
    hoursAhead: 0,
    look,
    rename: (id) => watch([id]),
    told,
    close,
  };
  let feeds: readonly Feed[] = [];
  let stopping = new AbortController();
  const source = pageSource(own, how, () => stopping.abort());
  const services: Services = {
    ...home.house.services,
    clock: { now: () => clock.now().add({ hours: own.hoursAhead }) },
    sources: new Map([["page", source]]),
    feeds: () => new Map(feeds.map((each) => [each.id, each])),
  };
  await watch(how.feeds ?? ["pages", "private"]);
  await home.subscribe(`webhook:${receiver.url}`, "*", { minimum: "cosmetic" });
  return own;

  async function look(after: Parameters<PageHouse["look"]>[0] = {}): Promise<PollReport> {
    await clock.step({ minutes: after.minutes ?? 0, hours: after.hours ?? 0 });
    const now = toInstant(services.clock.now());
    const state = await services.store.claimFeed(after.feedId ?? feeds[0]?.id ?? "", services.worker, now, 60);
    if (!state) throw new Error("the feed cannot be claimed");
    stopping = new AbortController();
    const report = await pollFeed(services, state, stopping.signal, { confirmsNow: after.asked ?? false });
    await home.deliver();
    return report;
  }

  async function watch(ids: readonly string[]): Promise<void> {
    feeds = ids.map((id) => ({ ...feed, id, ...(id === "private" && privately) }));
    const rows = feeds.map((each) => ({ feed: each, host: "example.org:443" }));
    await services.store.syncFeeds(rows, toInstant(clock.now()));
  }

  function told(): readonly string[] {
    return receiver.received.map(({ body }) => body.changes.map(inShort).join(", "));
  }

  async function close(): Promise<void> {
    await home.close();
    await receiver.close();
  }
}

function inShort({ title, headline }: Readonly<Record<string, unknown>>): string {
  return `${String(title)}: ${String(headline)}`;
}

function pageSource(
  own: PageHouse,
  how: { confirmMinutes?: number; gathers?: boolean; secondHand?: boolean },
  stop: () => void,
): Source<"pages" | "privatePages"> {
  return {
    id: "page",
    title: "Page",
    schedule: ["0 0 * * *"],
    timezone: "UTC",
    params: z.enum(["pages", "privatePages"]),
    revision: 1,
    ...(how.confirmMinutes === undefined ? {} : { confirmMinutes: () => how.confirmMinutes ?? 0 }),
    gathers: how.gathers ?? false,
    secondHand: how.secondHand ?? false,
    host: () => "example.org:443",
    recipeParams: () => null,
    async *poll({ now, params }) {
      for (const [key, page] of own[params]) {
        if (own.breakAt === key) throw new Error("killed");
        if (own.stopAt === key) stop();
        if (page === "gone") {
          yield { kind: "vanished", key, reason: "It was taken down.", state: null };
          continue;
        }
        const response = {
          url: `https://example.org/${key}`,
          finalUrl: `https://example.org/${key}`,
          status: 200,
          headers: {},
          redirects: [],
          body: new TextEncoder().encode(JSON.stringify(page)),
          fetchedAt: toInstant(now()),
        };
        yield { kind: "captured", key, parts: [{ role: "page", response }], state: null };
      }
      return { cursor: null };
    },
    extract({ key, parts }) {
      const page = JSON.parse(new TextDecoder().decode(parts[0]?.response.body)) as Page;
      return {
        title: key,
        language: "en",
        sourceUrl: `https://example.org/${key}`,
        officialUrl: null,
        citation: null,
        fullCitation: null,
        publishedAt: null,
        form: "page",
        complete: true,
        blocks: page.text.split("\n").map((text) => ({ kind: "paragraph", path: [], text })),
        facts: {},
        deadlines: page.deadlines ?? [],
        threadKeys: page.threadKeys ?? [],
        links: page.links ?? [],
      };
    },
  };
}
