import { hashJson } from "../lib/hash.ts";
import { toInstant } from "../lib/time.ts";
import { LimitError, ReadingError } from "../model/errors.ts";
import { listTriesAtMost, setAside, triesAtMost, type FailedReading } from "../model/failed-reading.ts";
import type { Feed } from "../model/feed.ts";
import type { FeedState } from "../model/store.ts";
import type { Recipe } from "../model/version.ts";
import type { Services } from "./services.ts";
import { setAsideInWords, tellSetAside } from "./tell-set-aside.ts";

/** Works on one document. Null: it went well, or the document is set aside and was left alone. */
export type Attempt = (key: string, bytes: () => string, work: () => Promise<void>) => Promise<ReadingError | null>;

/** Keeps a document that cannot be read from keeping back the others of its feed, whether its reading throws or ends the process. */
export interface Caution {
  /** Throws a `LimitError` where the process ended again and again before any document was read. */
  begin(): Promise<void>;
  readonly attempt: Attempt;
  /** Nothing is being read any more. Tells once what is set aside, and says what is, for the feed's warnings. */
  end(): Promise<readonly string[]>;
  /** The poll breaks off for a reason that no document has a part in: what was counted in advance is taken back. */
  abandon(): Promise<void>;
}

interface Situation {
  readonly services: Services;
  readonly feed: Feed;
  readonly state: FeedState;
  readonly recipe: Recipe;
  /** Somebody asked for this look: what is set aside is tried once more. */
  readonly confirmsNow: boolean;
}

/**
 * The caution of one poll. Readings that throw are counted after they did. A process that ends cannot count, so from the poll after
 * one that was cut short on, each document is counted as failed before it is read, and taken off the list after that. A feed that goes
 * well pays nothing for it.
 */
export function createCaution({ services, feed, state, recipe: made, confirmsNow }: Situation): Caution {
  const isCareful = state.interruptions > 0;
  const still = state.failedReadings.filter(isStillMeant);
  const failed = new Map(still.map((reading) => [idOf(reading), reading]));
  const met = new Set<string>();
  let isSaved = still.length === state.failedReadings.length;
  return {
    async begin() {
      const lists = earlier("", "");
      if (lists !== undefined && lists.tries >= listTriesAtMost && !confirmsNow) {
        await save([...others(lists), { ...lists, tries: listTriesAtMost - 1 }]);
        throw new LimitError(cutShort, 3600);
      }
      if (isCareful) await mark("", "");
    },
    async attempt(key, bytes, work) {
      const isListed = entriesOf(key).length > 0;
      const known = isListed ? earlier(key, bytes()) : undefined;
      if (known !== undefined) met.add(idOf(known));
      if (known !== undefined && isLeftAlone(known, bytes()) && !confirmsNow) return null;
      services.reading(`${key} of ${feed.id}`);
      if (isCareful || known !== undefined) await mark(key, bytes());
      const error = await readingErrorOf(work);
      services.reading("");
      if (error !== null) fail(failure(key, bytes(), error.message), known);
      else for (const reading of entriesOf(key)) failed.delete(idOf(reading));
      if (isCareful) await mark("", "");
      else if (error !== null || isListed) await save([...failed.values()]);
      return error === null || setAside(entriesOf(key)).some((reading) => reading.bytes === bytes()) ? null : error;
    },
    async end() {
      for (const reading of entriesOf("")) failed.delete(idOf(reading));
      forgetOlderBytes();
      const news = setAside([...failed.values()]).filter(({ told }) => !told);
      if (news.length > 0) await tellSetAside(services, feed, news);
      for (const reading of news) failed.set(idOf(reading), { ...reading, told: true });
      if (!isSaved || news.length > 0) await save([...failed.values()]);
      return [...new Set(setAside([...failed.values()]).map((reading) => setAsideInWords(feed, reading)))];
    },
    async abandon() {
      if (!isSaved) await save([...failed.values()]);
    },
  };

  function isStillMeant({ recipe, at }: FailedReading): boolean {
    return recipe === hashJson(made) && at >= daysAgo(daysKept);
  }

  function entriesOf(key: string): readonly FailedReading[] {
    return [...failed.values()].filter((reading) => reading.key === key);
  }

  // A page that is served otherwise each time ends the process all the same.
  function earlier(key: string, bytes: string): FailedReading | undefined {
    return failed.get(idOf({ key, bytes })) ?? entriesOf(key).find(({ ended }) => ended);
  }

  function isLeftAlone({ bytes, tries, ended, at }: FailedReading, now: string): boolean {
    return bytes === now ? tries >= triesAtMost : ended === true && tries > triesAtMost && at >= daysAgo(1);
  }

  function failure(key: string, bytes: string, error: string, ended = false): FailedReading {
    const known = ended ? earlier(key, bytes) : failed.get(idOf({ key, bytes }));
    const { tries, told } = known ?? { tries: 0, told: false };
    const at = toInstant(services.clock.now());
    const reading = { key, bytes, recipe: hashJson(made), tries: tries + 1, error: error.slice(0, 300), at, told };
    return ended ? { ...reading, ended } : reading;
  }

  function fail(reading: FailedReading, known: FailedReading | undefined): void {
    if (known !== undefined) failed.delete(idOf(known));
    failed.set(idOf(reading), reading);
    met.add(idOf(reading));
  }

  // Of a document there may be two: as it is kept, to be read again, and as it is served.
  function forgetOlderBytes(): void {
    const keys = new Set([...failed.values()].filter((reading) => met.has(idOf(reading))).map(({ key }) => key));
    for (const reading of failed.values()) {
      if (!keys.has(reading.key) || met.has(idOf(reading))) continue;
      failed.delete(idOf(reading));
      isSaved = false;
    }
  }

  function others(one: FailedReading | undefined): readonly FailedReading[] {
    return [...failed.values()].filter((reading) => reading !== one);
  }

  // What this process could not say any more, should it end now.
  async function mark(key: string, bytes: string): Promise<void> {
    await save([...others(earlier(key, bytes)), failure(key, bytes, "regwatch ended while it read it.", true)]);
    isSaved = false;
  }

  async function save(readings: readonly FailedReading[]): Promise<void> {
    await services.store.keepFailedReadings(feed.id, services.worker, readings.slice(-keptAtMost));
    isSaved = true;
  }

  function daysAgo(days: number): string {
    return toInstant(services.clock.now().subtract({ hours: 24 * days }));
  }
}

function idOf({ key, bytes }: Pick<FailedReading, "key" | "bytes">): string {
  return `${bytes} ${key}`;
}

/** What is listed of a feed at most, and for how long: then it is tried anew. */
const keptAtMost = 200;
const daysKept = 30;

const cutShort = "regwatch ended several times while it read what this feed lists; it is tried again in an hour.";

async function readingErrorOf(work: () => Promise<void>): Promise<ReadingError | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof ReadingError) return error;
    throw error;
  }
}
