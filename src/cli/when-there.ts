import { setTimeout as sleep } from "node:timers/promises";
import { StoreAwayError } from "../model/errors.ts";

/** Seconds between two tries. */
const between = 2;

/** Does something that needs the database; where that is away, tells of it once and tries again until it is there. */
export async function whenThere<Result>(
  work: () => Promise<Result>,
  away: (error: StoreAwayError) => void | Promise<void> = () => {},
): Promise<Result> {
  for (let isFirst = true; ; isFirst = false) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreAwayError)) throw error;
      if (isFirst) await away(error);
      await sleep(1000 * between);
    }
  }
}
