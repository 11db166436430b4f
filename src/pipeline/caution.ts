import { hashJson } from "../lib/hash.ts";
import { toInstant } from "../lib/time.ts";
import { LimitError, ReadingError } from "../model/errors.ts";
import { setAside, triesAtMost, type FailedReading } from "../model/failed-reading.ts";
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
  const failed = new Map(still.map((reading) => [reading.key, reading]));
  let isSaved = still.length === state.failedReadings.length;
  return {
    async begin() {
      const lists = failed.get("");
      if (lists !== undefined && lists.tries >= triesAtMost && !confirmsNow) {
        await save([...others(""), { ...lists, tries: triesAtMost - 1 }]);
        throw new LimitError(cutShort, 3600);
      }
      if (isCareful) await mark("", "");
    },
    async attempt(key, bytes, work) {
      const known = failed.get(key);
      const isKnown = known !== undefined && known.bytes === bytes();
      if (isKnown && known.tries >= triesAtMost && !confirmsNow) return null;
      services.reading(`${key} of ${feed.id}`);
      if (isCareful || isKnown) await mark(key, bytes());
      const error = await readingErrorOf(work);
      services.reading("");
      if (error !== null) failed.set(key, failure(key, bytes(), error.message));
      else failed.delete(key);
      if (isCareful) await mark("", "");
      else if (error !== null || known !== undefined) await save([...failed.values()]);
      return (failed.get(key)?.tries ?? 0) < triesAtMost ? error : null;
    },
    async end() {
      failed.delete("");
      const news = setAside([...failed.values()]).filter(({ told }) => !told);
      if (news.length > 0) await tellSetAside(services, feed, news);
      for (const reading of news) failed.set(reading.key, { ...reading, told: true });
      if (!isSaved || news.length > 0) await save([...failed.values()]);
      return setAside([...failed.values()]).map((reading) => setAsideInWords(feed, reading));
    },
  };

  function isStillMeant({ recipe, at }: FailedReading): boolean {
    const since = toInstant(services.clock.now().subtract({ hours: 24 * daysKept }));
    return recipe === hashJson(made) && at >= since;
  }

  function failure(key: string, bytes: string, error: string): FailedReading {
    const known = failed.get(key);
    const { tries, told } = known?.bytes === bytes ? known : { tries: 0, told: false };
    const at = toInstant(services.clock.now());
    return { key, bytes, recipe: hashJson(made), tries: tries + 1, error: error.slice(0, 300), at, told };
  }

  function others(key: string): readonly FailedReading[] {
    return [...failed.values()].filter((reading) => reading.key !== key);
  }

  // What this process could not say any more, should it end now.
  async function mark(key: string, bytes: string): Promise<void> {
    await save([...others(key), failure(key, bytes, "regwatch ended while it read it.")]);
    isSaved = false;
  }

  async function save(readings: readonly FailedReading[]): Promise<void> {
    await services.store.keepFailedReadings(feed.id, services.worker, readings.slice(-keptAtMost));
    isSaved = true;
  }
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
