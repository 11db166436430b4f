import { createWorldClock } from "../../src/world/clock.ts";
import type { WorldClock } from "../../src/world/clock.ts";
import { startWorld } from "../../src/world/world.ts";
import type { Story, World } from "../../src/world/world.ts";

/** What a client sees of an answer; every key may be missing. */
export interface Envelope {
  readonly description?: string;
  readonly count?: number;
  readonly total_pages?: number;
  readonly next_page_url?: string;
  readonly previous_page_url?: string;
  readonly results?: readonly Item[];
  readonly errors?: Readonly<Record<string, unknown>>;
}

export type Item = Readonly<Record<string, unknown>> & { readonly document_number: string };

export interface TestWorld extends World {
  readonly clock: WorldClock;
  /** Asks the Federal Register for a path. */
  readonly ask: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  readonly envelope: (path: string) => Promise<Envelope>;
  readonly item: (path: string) => Promise<Item>;
}

export async function openWorld(
  story: Story,
  at: Temporal.Instant,
  links: "real" | "own" = "real",
): Promise<TestWorld> {
  const clock = createWorldClock(at);
  const world = await startWorld({ clock, story, links });
  const ask = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(world.federalRegister.origin + path, { headers, redirect: "manual" });
  return {
    ...world,
    clock,
    ask,
    envelope: async (path) => (await (await ask(path)).json()) as Envelope,
    item: async (path) => (await (await ask(path)).json()) as Item,
  };
}

/** The path and query of a link that names the real host. */
export function pathOf(link: string): string {
  const url = new URL(link);
  return url.pathname + url.search;
}

/** Every number of a search, page after page as the links say. Fails on an endless walk. */
export async function walk(world: TestWorld, first: string): Promise<readonly string[]> {
  const numbers: string[] = [];
  let next: string | undefined = first;
  for (let pages = 0; next !== undefined; pages++) {
    if (pages > 500) throw new Error("The walk does not end");
    const page: Envelope = await world.envelope(next);
    numbers.push(...(page.results ?? []).map((item) => item.document_number));
    next = page.next_page_url === undefined ? undefined : pathOf(page.next_page_url);
  }
  return numbers;
}

export function eastern(date: string, time: string): Temporal.Instant {
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: "America/New_York", plainTime: time }).toInstant();
}
