import type { Fetched } from "../../model/snapshot.ts";
import { readingOf } from "../../snapshots/blocks-of.ts";
import type { Reading } from "../../snapshots/reading.ts";
import type { PolicyPageParams } from "./params.ts";

/** Raised whenever the same bytes would be read differently. */
export const revision = 1;

interface Remembered {
  readonly params: PolicyPageParams;
  readonly reading: Promise<Reading>;
}

// A poll reads a page to see whether it can be believed, and extraction reads the same answer again right after.
const latest = new WeakMap<Fetched, Remembered>();

/** The text of the page as its feed wants it read. Rejects with `ReadingError`. */
export function readPage(response: Fetched, params: PolicyPageParams): Promise<Reading> {
  const known = latest.get(response);
  if (known?.params === params) return known.reading;
  const reading = readingOf(response.body, {
    name: "the page",
    contentType: response.headers["content-type"],
    select: params.select,
    remove: params.remove,
  });
  latest.set(response, { params, reading });
  return reading;
}
