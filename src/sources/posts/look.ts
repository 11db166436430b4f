import { bodyHash, sha256 } from "../../lib/hash.ts";
import { toInstant } from "../../lib/time.ts";
import { RegwatchError, WrongBodyError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import { decodeText } from "../../snapshots/charset.ts";
import { visibleText } from "../../snapshots/visible-text.ts";
import type { Listing } from "./inventory.ts";
import type { Doubt, Memory } from "./memory.ts";
import { postText, readPost } from "./read-post.ts";
import { nextLook } from "./rhythm.ts";
import type { Round } from "./round.ts";

/** A post to be looked at. `memory` is null if it was never read. */
export interface Wanted {
  readonly key: string;
  readonly address: string;
  readonly memory: Memory | null;
  readonly listing: Listing | undefined;
  /** The sitemap was read, and does not have it. */
  readonly absent: boolean;
}

/**
 * What a look saw: the post as it was, a post that reads otherwise (`edited`: under the same recipe), no post any more, or something that
 * says nothing about it.
 */
export type Look =
  | { readonly kind: "same"; readonly memory: Memory }
  | { readonly kind: "captured"; readonly memory: Memory; readonly response: Fetched; readonly edited: boolean }
  | { readonly kind: "gone"; readonly why: string }
  | { readonly kind: "thin"; readonly why: string }
  | { readonly kind: "failed"; readonly error: RegwatchError };

/** Looks at a post: the cheapest test first. Never rejects for what a publisher does. */
export async function lookAt(round: Round, wanted: Wanted, doubt: Doubt | undefined): Promise<Look> {
  try {
    const response = await ask(round, wanted);
    if (response.status === 304 && wanted.memory !== null) return same(round, wanted, wanted.memory, {});
    const gone = goneBecause(round, wanted, response);
    if (gone !== null) return { kind: "gone", why: gone };
    return judge(round, wanted, response, doubt);
  } catch (error) {
    if (error instanceof RegwatchError) return { kind: "failed", error };
    throw error;
  }
}

function ask(round: Round, { address, memory }: Wanted): Promise<Fetched> {
  const isUsable = memory !== null && !memory.vanished && memory.recipe === round.recipe;
  const validators = {
    ...(isUsable && memory.etag !== null ? { etag: memory.etag } : {}),
    ...(isUsable && memory.lastModified !== null ? { lastModified: memory.lastModified } : {}),
  };
  return round.ask(address, {
    expect: "html",
    allowStatus: [404, 410],
    maxBytes: 10_000_000,
    ...(Object.keys(validators).length > 0 ? { validators } : {}),
    ...(isUsable ? { knownBytes: memory.raw } : {}),
  });
}

/** The sentence that says what happened to a post that is not there, or null. Throws where the answer says nothing about it. */
function goneBecause(
  { collection, known }: Round,
  { key, memory }: Wanted,
  { status, finalUrl }: Fetched,
): string | null {
  if (status === 404 || status === 410) return `The post was deleted: its address answers ${status}.`;
  const landed = collection.keyOf(finalUrl);
  if (landed === key) return null;
  if (collection.isFront(finalUrl)) return "The post was deleted: its address leads to the front page.";
  if (landed === null) throw new WrongBodyError(`${key} leads to ${finalUrl}, which is not in the collection.`);
  const other = known.get(landed);
  // A post that was given another address is the same post.
  if (other === undefined || other.text === memory?.text) return null;
  return `The post was taken down: its address leads to another post, ${landed}.`;
}

function judge(round: Round, wanted: Wanted, response: Fetched, doubt: Doubt | undefined): Look {
  const { memory } = wanted;
  const raw = bodyHash(response.body);
  const validators = {
    etag: response.headers["etag"] ?? null,
    lastModified: response.headers["last-modified"] ?? null,
  };
  const comparable = memory !== null && !memory.vanished && memory.recipe === round.recipe;
  if (comparable && memory.raw === raw) return same(round, wanted, memory, validators);
  const { text: source } = decodeText(response.body, response.headers["content-type"]);
  const visible = sha256(visibleText(source));
  const seen = { raw, visible, ...validators };
  if (comparable && memory.visible === visible) return same(round, wanted, memory, seen);
  const post = readPost(response, round.params);
  const words = postText(post);
  const text = sha256(words);
  if (comparable && memory.text === text) return same(round, wanted, memory, seen);
  if (memory !== null && isThin(words, memory) && !isOld(round, doubt)) {
    return { kind: "thin", why: `${wanted.key} shows ${words.length} characters where ${memory.size} stood.` };
  }
  const now = toInstant(round.now);
  const since = memory === null ? (post.publishedAt ?? now) : now;
  return {
    kind: "captured",
    response,
    edited: comparable,
    memory: {
      ...seen,
      address: wanted.address,
      text,
      size: words.length,
      recipe: round.recipe,
      since: memory !== null && !comparable ? memory.since : since,
      readAt: now,
      nextAt: nextLook(wanted.key, since, round.now, round.params.longestDays, memory === null),
      hints: hintsOf(wanted),
      vanished: false,
    },
  };
}

// Little text, or much less than before, is an error page more often than an edit.
function isThin(words: string, memory: Memory): boolean {
  return words.length < memory.size && (words.length < 100 || words.length < memory.size * 0.4);
}

/** Whether a doubt of this kind has stood for a day: then what is seen is so. */
function isOld({ now }: Round, doubt: Doubt | undefined): boolean {
  return doubt?.why === "thin" && Temporal.Instant.from(doubt.since).until(now).total("hours") >= 24;
}

function same(round: Round, wanted: Wanted, memory: Memory, seen: Partial<Memory>): Look {
  const nextAt = nextLook(wanted.key, memory.since, round.now, round.params.longestDays, false);
  return {
    kind: "same",
    memory: { ...memory, ...seen, readAt: toInstant(round.now), nextAt, hints: hintsOf(wanted) },
  };
}

function hintsOf({ memory, listing, absent }: Wanted): Memory["hints"] {
  return {
    feed: listing?.feed ?? memory?.hints.feed,
    sitemap: absent ? undefined : (listing?.sitemap ?? memory?.hints.sitemap),
  };
}
