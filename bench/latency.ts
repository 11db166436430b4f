import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../src/config.ts";
import { systemClock, toInstant } from "../src/lib/time.ts";
import { createWakeUps } from "../src/pipeline/schedule.ts";
import { subscribe } from "../src/pipeline/subscribe.ts";
import { openHouse, type House } from "../src/wire.ts";
import { median, type Figure } from "./table.ts";

const changes = 20;

/** From the publisher's answer to the receiver's acceptance of the message, in an otherwise idle service, on both databases. */
export async function measureLatency(databases: readonly (string | null)[]): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const databaseUrl of databases) {
    const passed = await latencies(databaseUrl);
    figures.push({
      what: `poll answered to message accepted, ${databaseUrl === null ? "embedded" : "PostgreSQL"}`,
      value: `${median(passed).toFixed(0)} ms`,
      note: `longest of ${changes}: ${Math.max(...passed).toFixed(0)} ms; a page of 8 KB, a webhook; to stay under: 1000 ms`,
    });
  }
  return figures;
}

async function latencies(databaseUrl: string | null): Promise<readonly number[]> {
  const feeds = mkdtempSync(join(tmpdir(), "regwatch-bench-latency-"));
  let version = 1;
  let answeredAt = 0;
  const publisher = await serve((_, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end(page(version));
    answeredAt = performance.now();
  });
  let accepted = Promise.withResolvers<number>();
  const receiver = await serve((request, response) => {
    request.resume().once("end", () => {
      response.writeHead(204).end();
      accepted.resolve(performance.now());
    });
  });
  writeFileSync(
    join(feeds, "page.yaml"),
    `source: policy-page\ntitle: Page\nparams: { url: "${publisher.origin}/terms", select: main, confirmMinutes: 0 }\n`,
  );
  const house = await openHouse(
    readConfig({
      REGWATCH_FEEDS: feeds,
      REGWATCH_ALLOW_HOSTS: [publisher, receiver].map(({ origin }) => new URL(origin).host).join(","),
      ...(databaseUrl !== null && { DATABASE_URL: databaseUrl }),
    }),
    { inMemory: databaseUrl === null },
  );
  try {
    const { services, stopping } = house;
    await services.store.listen(createWakeUps(services, stopping));
    const to = { channel: "webhook", address: `${receiver.origin}/` };
    const wish = {
      to,
      query: "feed:page",
      when: "instant",
      minimum: "cosmetic",
      secret: null,
      owner: null,
      options: {},
    } as const;
    await subscribe(services, wish, "s1", "bench");
    await look(house);
    const passed: number[] = [];
    for (let change = 0; change < changes; change += 1) {
      version += 1;
      accepted = Promise.withResolvers();
      await look(house);
      passed.push((await accepted.promise) - answeredAt);
    }
    return passed;
  } finally {
    await house.close();
    for (const { server } of [publisher, receiver]) server.close();
    rmSync(feeds, { recursive: true, force: true });
  }
}

/** Has the page polled now, and waits until the poll has ended. */
async function look({ services }: House): Promise<void> {
  const { store } = services;
  const before = (await store.feedState("page"))?.checks ?? 0;
  await store.hasten("page", "bench", toInstant(systemClock.now()));
  while ((await store.feedState("page"))?.checks === before) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function serve(answer: RequestListener): Promise<{ readonly server: Server; readonly origin: string }> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function page(version: number): string {
  const clauses = Array.from({ length: 30 }, (_, clause) => {
    const days = clause === version % 30 ? 30 + version : 30;
    return `<p>${clause + 1}. The customer must keep the records of clause ${clause + 1} for ${days} days after the end of the term, and give them to the provider on written request.</p>`;
  });
  return `<!DOCTYPE html><html lang="en"><head><title>Terms</title></head><body><main><h1>Terms</h1>${clauses.join("\n")}</main></body></html>`;
}
