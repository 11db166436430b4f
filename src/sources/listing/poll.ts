import { RegwatchError } from "../../model/errors.ts";
import type { PollContext, PollEnd, Sighting } from "../../model/source.ts";
import { topicTest } from "../rss/params.ts";
import { lineOnly, lookAtItem, type Look } from "./look.ts";
import { asJson, readCursor, readMemory, type Cursor, type Memory } from "./memory.ts";
import type { ListingParams } from "./params.ts";
import { takeList, type Placed } from "./round.ts";
import { wantedOf, type Wanted } from "./wanted.ts";

/** So many failures in a row are the publisher's, not the items'. */
const mostFailures = 3;

/**
 * One poll: what is listed now, oldest first, then the pages of items that are due to be read again. An item that is not listed any more
 * is not gone; only its page can be.
 */
export async function* pollListing(context: PollContext<ListingParams>): AsyncGenerator<Sighting, PollEnd, void> {
  const cursor = readCursor(context.cursor);
  const known = remembered(context);
  const before = new Set(cursor.seen);
  const warnings: string[] = [];
  const placed = await takeList(
    context,
    (key) => before.has(key) || known.has(key),
    (text) => warnings.push(text),
  );
  const plan = wantedOf(context, cursor, known, placed, topicTest(context.params.match));
  const left = new Set(plan.left);
  let failures = 0;
  for (const wanted of plan.wanted) {
    const look = await tried(context, wanted);
    if (look.kind === "failed") {
      failures += 1;
      left.add(wanted.key);
      warnings.push(`${wanted.key} was not read: ${look.error.message}`);
      if (failures >= mostFailures) throw look.error;
      continue;
    }
    const unread = look.kind === "seen" ? look.unread : undefined;
    failures = unread === undefined ? 0 : failures + 1;
    if (look.kind === "seen") yield look.sighting;
    if (unread === undefined) continue;
    warnings.push(`Of ${wanted.key} only its line in the list is known: ${unread.message}.`);
    if (failures >= mostFailures) throw unread;
  }
  const more = plan.left.length > 0 ? { againInMinutes: 5 } : {};
  return { cursor: asJson(nextCursor(context, cursor, placed, left)), warnings, ...more };
}

function remembered({ known }: PollContext<ListingParams>): ReadonlyMap<string, Memory> {
  return new Map(
    [...known].flatMap(([key, { state }]) => {
      const memory = readMemory(state);
      return memory === null ? [] : [[key, memory] as const];
    }),
  );
}

async function tried(
  context: PollContext<ListingParams>,
  wanted: Wanted,
): Promise<Look | { readonly kind: "failed"; readonly error: RegwatchError }> {
  try {
    return await lookAtItem(context, wanted);
  } catch (error) {
    if (!(error instanceof RegwatchError)) throw error;
    if (wanted.memory !== null || !isElsewhere(context, wanted)) return { kind: "failed", error };
    // Another site's trouble is not the list's: its line is told, and nothing waits for it.
    return lineOnly(context, wanted);
  }
}

function isElsewhere({ params }: PollContext<ListingParams>, { placed }: Wanted): boolean {
  const address = placed?.item.address ?? null;
  return address !== null && new URL(address).host !== new URL(params.url).host;
}

const longestSeen = 2000;

// What could not be read yet counts as not seen, so that the next poll takes it for new again.
function nextCursor(
  { baseline }: PollContext<ListingParams>,
  cursor: Cursor,
  placed: readonly Placed[],
  left: ReadonlySet<string>,
): Cursor {
  const listed = placed.map(({ item }) => item.key).filter((key) => baseline || !left.has(key));
  const kept = new Set(listed);
  const seen = [...cursor.seen.filter((key) => !kept.has(key)), ...listed.toReversed()].slice(-longestSeen);
  const dates = placed.flatMap(({ item }) => item.date ?? []).toSorted();
  return { seen, floor: baseline ? (dates[0] ?? null) : cursor.floor };
}
