import type { Feed } from "../model/feed.ts";
import type { Captured } from "../model/source.ts";
import type { Extraction, Recipe } from "../model/version.ts";
import type { Services } from "./services.ts";

/** What brings captures in: a poll of a feed, or an import of files. */
export interface Intake {
  readonly services: Services;
  readonly feed: Feed;
  readonly recipe: Recipe;
  /** What it finds is recorded and shown, and told to nobody. */
  readonly baseline: boolean;
  /**
   * How many minutes later a second look must see the same before a change of a known document counts; 0: at once. Null where texts do
   * not come and go by themselves, so that a return is a change like any other.
   */
  readonly confirmMinutes: number | null;
  /** It was missed when it came out, and is told late. */
  readonly isLate?: boolean;
  /** Somebody asked for this look: what two looks in a row say counts at once. */
  readonly confirmsNow: boolean;
  /** Whether the same text in several documents of one poll is told as one alert. */
  readonly gathers: boolean;
  /** Whether it tells of what other sources publish. */
  readonly secondHand: boolean;
  /** Reads a capture as the recipe says. */
  readonly extract: (captured: Captured) => Extraction | Promise<Extraction>;
}

/** Whether what it finds may be tied to what private feeds know: what is told of it in public must not show that. */
export function knowsPrivate({ feed }: Intake): boolean {
  return feed.visibility === "private";
}
