import { sha256 } from "../../lib/hash.ts";
import type { PollContext } from "../../model/source.ts";
import { plainText } from "../../model/text.ts";
import { rowBlocks } from "./extract.ts";
import { isDue } from "../posts/rhythm.ts";
import type { Cursor, Memory } from "./memory.ts";
import type { ListingParams } from "./params.ts";
import type { Placed } from "./round.ts";

/** An item to be looked at: new, shown otherwise than before, or due to be read again. */
export interface Wanted {
  readonly key: string;
  /** Null where its list does not show it any more. */
  readonly placed: Placed | null;
  readonly memory: Memory | null;
  /** Its own page is to be read. */
  readonly detail: boolean;
}

export interface ListingPlan {
  readonly wanted: readonly Wanted[];
  /** New items beyond what one poll may read. */
  readonly left: readonly string[];
}

/** The page of an item that is still watched is read at least once in so many days. */
export const longestDays = 7;

/** What a poll looks at, new items first and oldest first among them, and which new ones have to wait. */
export function wantedOf(
  context: PollContext<ListingParams>,
  cursor: Cursor,
  known: ReadonlyMap<string, Memory>,
  placed: readonly Placed[],
  isOnTopic: (text: string) => boolean,
): ListingPlan {
  const { params, baseline, now } = context;
  const reads = params.detail !== undefined;
  const seen = new Set(cursor.seen);
  const isSeen = ({ item }: Placed) => known.has(item.key) || seen.has(item.key);
  const lowest = placed.findLastIndex(isSeen);
  const isNews = (one: Placed, index: number) =>
    !isSeen(one) &&
    !isOlder(one.item.date, cursor.floor) &&
    !(index > lowest && slidIn(one.item.date, placed[lowest]?.item.date ?? null));
  const shown = (one: Placed) => params.matchIn === "detail" || isOnTopic(`${one.item.title}\n${one.item.rest}`);
  const fresh = placed
    .filter((one, index) => isNews(one, index) && shown(one))
    .map((one): Wanted => ({
      key: one.item.key,
      placed: one,
      memory: null,
      detail: reads && one.item.address !== null,
    }));
  const budget = reads ? params.perPoll : fresh.length;
  // The first poll takes the newest and leaves the rest for good; later ones take turns from the oldest on.
  const inOrder = baseline ? fresh.slice(0, budget).toReversed() : fresh.toReversed();
  const turn = inOrder.slice(0, budget);
  const listed = new Map(placed.map((one) => [one.item.key, one]));
  const again = [...known].flatMap(([key, memory]): readonly Wanted[] => {
    const one = listed.get(key) ?? null;
    const { nextAt, address } = memory;
    const isReadNow = reads && nextAt !== null && address !== null && isDue(nextAt, now(), longestDays);
    if (isReadNow) return [{ key, placed: one, memory, detail: true }];
    // What was taken down may stand in its list for a while.
    return one === null || memory.vanished ? [] : [{ key, placed: one, memory, detail: false }];
  });
  const due = again
    .filter(({ detail }) => detail)
    .toSorted((a, b) => (a.memory?.nextAt ?? "").localeCompare(b.memory?.nextAt ?? ""))
    .slice(0, Math.max(0, budget - turn.length));
  return {
    wanted: [...turn, ...again.filter(({ detail }) => !detail), ...due],
    left: baseline ? [] : inOrder.slice(budget).map(({ key }) => key),
  };
}

/** What counts of an item in its list. */
export function listedHash({ item }: Placed): string {
  return sha256(plainText(rowBlocks(item)).normalize("NFKC").replaceAll(/\s+/g, " "));
}

function isOlder(date: string | null, floor: string | null): boolean {
  return date !== null && floor !== null && date < floor;
}

// A list that loses an item shows another one at its end, below those that were seen, that was there before on the next page.
function slidIn(date: string | null, above: string | null): boolean {
  return date !== null && above !== null && date <= above;
}
