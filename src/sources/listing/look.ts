import { sha256 } from "../../lib/hash.ts";
import { sinceOrNow, toInstant } from "../../lib/time.ts";
import { ReadingError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import type { PollContext, Sighting } from "../../model/source.ts";
import { plainText } from "../../model/text.ts";
import { nextLook } from "../posts/rhythm.ts";
import { topicTest } from "../rss/params.ts";
import { readDetail } from "./extract.ts";
import { asJson, type Memory } from "./memory.ts";
import type { ListingParams } from "./params.ts";
import { asker } from "./round.ts";
import { listedHash, longestDays, type Wanted } from "./wanted.ts";

/**
 * What a look at an item comes to: something to say, or an item that is off the feed's topic. `unread`: its page is there and its text is
 * not to be found on it.
 */
export type Look =
  | { readonly kind: "seen"; readonly sighting: Sighting; readonly unread?: ReadingError }
  | { readonly kind: "off-topic" };

type Context = PollContext<ListingParams>;

/** Looks at one item, and at its page where that is wanted. Rejects with what its publisher does. */
export async function lookAtItem(context: Context, wanted: Wanted): Promise<Look> {
  const { key, placed, memory } = wanted;
  if (!wanted.detail) return { kind: "seen", sighting: rowSighting(context, wanted) };
  const address = placed?.item.address ?? memory?.address ?? key;
  const response = await asker(context)(address, { allowStatus: [404, 410] });
  if (response.status === 404 || response.status === 410) {
    // The list shows what has no page yet: then the list is all there is.
    if (memory === null) return { kind: "seen", sighting: rowSighting(context, wanted) };
    return { kind: "seen", sighting: goneSighting(context, key, memory, response.status) };
  }
  try {
    return await detailLook(context, wanted, response, address);
  } catch (error) {
    if (!(error instanceof ReadingError)) throw error;
    return unreadLook(context, wanted, error);
  }
}

// What its list says of an item is told all the same; a page that was read before is looked at again in a day.
function unreadLook(context: Context, wanted: Wanted, unread: ReadingError): Look {
  const { key, memory } = wanted;
  if (memory !== null) {
    const state = asJson(doubted(context, memory));
    return { kind: "seen", sighting: { kind: "unchanged", key, looked: "facts", state }, unread };
  }
  const look = lineOnly(context, wanted);
  return look.kind === "seen" ? { ...look, unread } : look;
}

/** What its list alone says of an item. */
export function lineOnly(context: Context, wanted: Wanted): Look {
  const { placed } = wanted;
  const row = placed === null ? "" : `${placed.item.title}\n${placed.item.rest}`;
  if (!topicTest(context.params.match)(row)) return { kind: "off-topic" };
  return { kind: "seen", sighting: rowSighting(context, wanted) };
}

function rowSighting(context: Context, { key, placed, memory }: Wanted): Sighting {
  if (placed === null) return { kind: "unchanged", key, looked: "facts" };
  const listed = listedHash(placed);
  // Where its page is read, that is its text; what a list says around the title moves by itself.
  if (memory !== null && (memory.detail !== null || memory.listed === listed))
    return { kind: "unchanged", key, looked: memory.detail === null ? "all" : "facts" };
  const now = toInstant(context.now());
  const { address, date } = placed.item;
  const kept = {
    address,
    listed,
    detail: null,
    size: 0,
    date,
    since: now,
    nextAt: null,
    goneSince: null,
    missingSince: null,
    vanished: false,
  };
  return { kind: "captured", key, parts: [{ role: "list", response: placed.list }], state: asJson(kept) };
}

async function detailLook(context: Context, wanted: Wanted, response: Fetched, address: string): Promise<Look> {
  const { key, placed, memory } = wanted;
  const { params } = context;
  const text = plainText((await readDetail(response, params)).blocks)
    .normalize("NFKC")
    .replaceAll(/\s+/g, " ");
  const row = placed === null ? "" : `${placed.item.title}\n${placed.item.rest}`;
  if (memory === null && params.matchIn === "detail" && !topicTest(params.match)(`${row}\n${text}`))
    return { kind: "off-topic" };
  const detail = sha256(text);
  const now = toInstant(context.now());
  if (memory !== null && memory.detail === detail && !memory.vanished) {
    const kept = { ...memory, nextAt: next(context, key, memory.since), goneSince: null, missingSince: null };
    return { kind: "seen", sighting: { kind: "unchanged", key, looked: "all", state: asJson(kept) } };
  }
  const thin = memory === null ? null : thinSighting(context, key, memory, text.length);
  if (thin !== null) return { kind: "seen", sighting: thin };
  const since = memory === null ? (placed?.item.date ?? now) : now;
  const kept: Memory = {
    address,
    listed: placed === null ? (memory?.listed ?? "") : listedHash(placed),
    detail,
    size: text.length,
    date: placed?.item.date ?? memory?.date ?? null,
    since,
    nextAt: next(context, key, since, memory === null),
    goneSince: null,
    missingSince: null,
    vanished: false,
  };
  const list = placed === null ? [] : [{ role: "list", response: placed.list }];
  const parts = [...list, { role: "detail", response }];
  return { kind: "seen", sighting: { kind: "captured", key, parts, state: asJson(kept) } };
}

// Much less text than before is an error page more often than an edit; after a day it is believed.
function thinSighting(context: Context, key: string, memory: Memory, size: number): Sighting | null {
  if (size >= memory.size * 0.4 || isOld(context, memory.goneSince)) return null;
  return { kind: "unchanged", key, looked: "facts", state: asJson(doubted(context, memory)) };
}

// Gone is what was gone a day ago already.
function goneSighting(context: Context, key: string, memory: Memory, status: number): Sighting {
  if (!isOld(context, memory.missingSince)) {
    const missingSince = sinceOrNow(memory.missingSince, context.now());
    const state = asJson({ ...memory, missingSince, nextAt: inADay(context) });
    return { kind: "unchanged", key, looked: "facts", state };
  }
  const state = asJson({ ...memory, vanished: true, nextAt: null });
  const reason = `The notice was taken down: its address answers ${status}.`;
  return { kind: "vanished", key, reason, state, sure: true };
}

function isOld({ now }: Context, since: string | null): boolean {
  return since !== null && Temporal.Instant.from(since).until(now()).total("hours") >= 24;
}

function doubted(context: Context, memory: Memory): Memory {
  return { ...memory, goneSince: sinceOrNow(memory.goneSince, context.now()), nextAt: inADay(context) };
}

function inADay({ now }: Context): string {
  return toInstant(now().add({ hours: 24 }));
}

/** Null once it is so old that nobody looks any more. */
function next({ now, params }: Context, key: string, since: string, first = false): string | null {
  const from = Temporal.Instant.from(since.includes("T") ? since : `${since}T00:00:00Z`);
  if (from.until(now()).total("hours") > params.watchDays * 24) return null;
  return nextLook(key, since, now(), Math.max(1, Math.min(longestDays, params.watchDays)), first);
}
