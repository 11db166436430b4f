import type { Config } from "../config.ts";
import type { Fetch, Render } from "../model/snapshot.ts";
import { createBrowser, createDirectFetch } from "../wire.ts";
import type { Feed } from "../model/feed.ts";
import { plainText, sectionName } from "../model/text.ts";
import { hostsNamed } from "../pipeline/named-addresses.ts";
import { sources } from "../sources/index.ts";
import type { CommandContext } from "./context.ts";

const shown = 3;

/** Polls each feed once as a baseline would, records nothing, and shows the text extracted. Returns how many failed. */
export async function tryLive(context: CommandContext, feeds: readonly Feed[]): Promise<number> {
  const config = context.config();
  const fetch = createDirectFetch(config);
  const browser = createBrowser(config, fetch, new AbortController().signal);
  let failed = 0;
  for (const feed of feeds) {
    try {
      await show(context, config, feed, { fetch, render: browser.render });
    } catch (error) {
      failed += 1;
      context.io.stderr(`✗ ${feed.id}: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  await browser.close();
  return failed;
}

interface Network {
  readonly fetch: Fetch;
  readonly render: Render;
}

async function show(context: CommandContext, config: Config, feed: Feed, network: Network): Promise<void> {
  const source = sources.find(({ id }) => id === feed.source);
  if (!source) return;
  const stop = new AbortController();
  const sightings = source.poll({
    params: feed.params,
    cursor: null,
    baseline: true,
    now: () => Temporal.Now.instant(),
    render: network.render,
    fetch: (url, options) => network.fetch(url, { ...options, namedHosts: hostsNamed(feed) }),
    keys: config.keys,
    known: new Map(),
    signal: stop.signal,
  });
  let seen = 0;
  for await (const sighting of sightings) {
    if (sighting.kind !== "captured") continue;
    const extraction = await source.extract(sighting, feed.params);
    const text = extraction.blocks.map((block) => `    [${sectionName(block.path)}] ${block.text}`).join("\n");
    context.io.stdout(
      `✓ ${feed.id}: ${extraction.title} (${plainText(extraction.blocks).length} characters)\n${text.slice(0, 1500)}\n`,
    );
    seen += 1;
    if (seen >= shown) break;
  }
  if (seen === 0) context.io.stdout(`✓ ${feed.id}: answers, and lists nothing at the moment.\n`);
}
