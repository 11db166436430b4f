import { UsageError } from "../../../src/model/errors.ts";
import type { Json } from "../../../src/model/json.ts";
import type { Fetch, Render } from "../../../src/model/snapshot.ts";
import type { KnownDocument, PollEnd, Sighting, Source } from "../../../src/model/source.ts";

/** A feed's memory between polls, as the store keeps it. */
export interface Memory {
  cursor: Json | null;
  readonly known: Map<string, KnownDocument>;
}

export function memory(): Memory {
  return { cursor: null, known: new Map() };
}

/** Whom a poll asks, and when. */
export interface Asked {
  readonly at: string;
  readonly fetch: Fetch;
  readonly render?: Render;
  readonly keys?: Readonly<Record<string, string>>;
}

/** What a poll said, in full and in short: `captured 2031-00401 (metadata, text)`. */
export interface Said {
  readonly said: readonly string[];
  readonly sightings: readonly Sighting[];
  readonly warnings: readonly string[];
  readonly againInMinutes: number | null;
  readonly newest: string | null;
  readonly busy: string | null;
}

/** Polls once and remembers what a store would. */
export async function pollOnce<Params>(
  source: Source<Params>,
  params: unknown,
  kept: Memory,
  { at, fetch, render = noBrowser, keys = {} }: Asked,
): Promise<Said> {
  const sightings: Sighting[] = [];
  const generator = source.poll({
    params: source.params.parse(params),
    cursor: kept.cursor,
    baseline: kept.cursor === null,
    now: () => Temporal.Instant.from(at),
    fetch,
    render,
    keys,
    known: new Map(kept.known),
    signal: new AbortController().signal,
  });
  for (;;) {
    const step: IteratorResult<Sighting, PollEnd> = await generator.next();
    if (step.done === true) {
      const { cursor, warnings = [], againInMinutes = null, life } = step.value;
      kept.cursor = throughJson(cursor);
      const { newest = null, busy = null } = life ?? {};
      return { said: sightings.map(inShort), sightings, warnings, againInMinutes, newest, busy };
    }
    sightings.push(step.value);
    remember(kept, step.value, at);
  }
}

export async function noBrowser(url: string): Promise<never> {
  throw new UsageError(`${url} needs a browser, and the test has none.`);
}

function remember(kept: Memory, sighting: Sighting, at: string): void {
  const before = kept.known.get(sighting.key);
  const state = sighting.state === undefined ? before?.state : throughJson(sighting.state);
  kept.known.set(sighting.key, {
    key: sighting.key,
    state: state ?? null,
    facts: {},
    firstSeenAt: before?.firstSeenAt ?? at,
    lastSeenAt: at,
  });
}

function inShort(sighting: Sighting): string {
  if (sighting.kind === "captured")
    return `captured ${sighting.key} (${sighting.parts.map((part) => part.role).join(", ")})`;
  if (sighting.kind === "vanished") return `vanished ${sighting.key}: ${sighting.reason}`;
  return `unchanged ${sighting.key} (${sighting.looked})`;
}

function throughJson(value: Json): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
