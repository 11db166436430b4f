import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "../../src/model/time.ts";
import type { Chance } from "./chance.ts";

/** Publishers of many small news feeds, each of whose entries carries a number. */
export interface Press {
  readonly origins: readonly string[];
  /** The address of a feed. */
  urlOf(feed: number): string;
  /** Adds an entry to a feed and returns its title. */
  publish(feed: number): string;
  readonly served: () => number;
  readonly failed: () => number;
  /** The share of requests that go wrong. */
  trouble: number;
  close(): Promise<void>;
}

interface Entry {
  readonly title: string;
  readonly at: Temporal.Instant;
}

/** What a request meets when it goes wrong. */
const troubles = ["500", "429", "garbage", "empty", "reset", "truncated", "slow"] as const;

export async function openPress(feeds: number, hosts: number, clock: Clock, chance: Chance): Promise<Press> {
  const lists = Array.from({ length: feeds }, (_, feed): Entry[] => [{ title: titleOf(feed, 0), at: clock.now() }]);
  let [served, failed] = [0, 0];
  const servers = await Promise.all(Array.from({ length: hosts }, () => listening(answer)));
  const origins = servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const press: Press = {
    origins,
    urlOf: (feed) => `${origins[feed % hosts] ?? ""}/${feed}`,
    publish(feed) {
      const list = lists[feed] ?? [];
      const title = titleOf(feed, list.length);
      list.push({ title, at: clock.now() });
      return title;
    },
    served: () => served,
    failed: () => failed,
    trouble: 0,
    async close() {
      for (const server of servers) server.close().closeAllConnections();
    },
  };
  return press;

  function answer(path: string, response: ServerResponse): void {
    served += 1;
    const list = lists[Number(path.slice(1))] ?? [];
    const body = rss(list);
    if (chance.between(0, 1) >= press.trouble)
      return void response.setHeader("content-type", "application/rss+xml").end(body);
    failed += 1;
    const trouble = chance.pick(troubles);
    if (trouble === "500") response.writeHead(500).end("out of order");
    else if (trouble === "429") response.writeHead(429, { "retry-after": "60" }).end();
    else if (trouble === "garbage") response.end("<!doctype html><title>Maintenance</title><p>Back soon.");
    else if (trouble === "empty") response.end();
    else if (trouble === "reset") response.destroy();
    else if (trouble === "truncated") {
      response.setHeader("content-length", body.length);
      response.write(body.slice(0, body.length / 2), () => response.destroy());
    } else setTimeout(() => response.end(body), 300);
  }
}

/** `Notice 3 of feed 17`. */
function titleOf(feed: number, number: number): string {
  return `Notice ${number} of feed ${feed}`;
}

async function listening(answer: (path: string, response: ServerResponse) => void): Promise<Server> {
  const server = createServer((request, response) => answer(request.url ?? "/", response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

// As many as a feed that is looked at after a long outage still has to list.
const listed = 100;

function rss(entries: readonly Entry[]): string {
  const items = entries
    .slice(-listed)
    .toReversed()
    .map(({ title, at }) => {
      const id = title.replaceAll(" ", "-");
      const date = new Date(at.epochMilliseconds).toUTCString();
      return `<item><guid isPermaLink="false">${id}</guid><title>${title}</title><link>http://news.example/${id}</link><pubDate>${date}</pubDate><description>${title} says that ${id} applies from now on.</description></item>`;
    });
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Notices</title><link>http://news.example/</link><description>All notices</description>${items.join("")}</channel></rss>`;
}
