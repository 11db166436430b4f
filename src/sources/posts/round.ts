import { hashJson } from "../../lib/hash.ts";
import type { FetchOptions, Fetched } from "../../model/snapshot.ts";
import type { PollContext } from "../../model/source.ts";
import { collectionOf, type Collection } from "./collection.ts";
import { readCursor, readMemory, type Cursor, type Memory } from "./memory.ts";
import { readingParams, type PostsParams } from "./params.ts";

/** What every step of one poll needs. */
export interface Round {
  readonly params: PostsParams;
  readonly collection: Collection;
  readonly cursor: Cursor;
  readonly known: ReadonlyMap<string, Memory>;
  readonly baseline: boolean;
  readonly now: Temporal.Instant;
  /** Hash of the params that posts are read with. */
  readonly recipe: string;
  /** Asks for an address of the collection, at the mirror where there is one. */
  ask(place: string, options?: FetchOptions): Promise<Fetched>;
  warn(warning: string): void;
}

export function beginRound(context: PollContext<PostsParams>, warn: (warning: string) => void): Round {
  const { params, fetch, signal } = context;
  const collection = collectionOf(params);
  const known = [...context.known].flatMap(([key, { state }]) => {
    const memory = readMemory(state);
    return memory === null ? [] : [[key, memory] as const];
  });
  return {
    params,
    collection,
    cursor: readCursor(context.cursor),
    known: new Map(known),
    baseline: context.baseline,
    now: context.now(),
    recipe: hashJson(readingParams(params)),
    ask(place, options = {}) {
      signal.throwIfAborted();
      return fetch(collection.at(place), options);
    },
    warn,
  };
}
