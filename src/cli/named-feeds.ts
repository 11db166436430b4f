import { UsageError } from "../model/errors.ts";
import type { Feed } from "../model/feed.ts";
import type { House } from "../wire.ts";

/** The ids of the feeds that a name stands for: one feed, or all of a folder. Throws a `UsageError` where there is none. */
export function feedsNamed(house: House, name: string): readonly string[] {
  const wanted = asId(name);
  const found = [...house.services.feeds().keys()].filter((id) => id === wanted || id.startsWith(`${wanted}/`));
  if (found.length > 0) return found;
  throw noSuchFeed(house, wanted);
}

/** The one feed of that id. */
export function feedNamed(house: House, name: string): Feed {
  const wanted = asId(name);
  const feed = house.services.feeds().get(wanted);
  if (feed) return feed;
  throw noSuchFeed(house, wanted, ` To use it, add ${wanted}.yaml to the feeds folder.`);
}

/** A feed's id, also where somebody wrote the file's path. */
function asId(name: string): string {
  return name
    .replace(/^\.?\/?feeds\//, "")
    .replace(/\.ya?ml$/, "")
    .replace(/\/$/, "");
}

function noSuchFeed(house: House, wanted: string, hint = ""): UsageError {
  const problem = house.problems().find(({ file }) => file.replace(/\.ya?ml$/, "").endsWith(wanted));
  if (problem) return new UsageError(`The feed ${wanted} cannot be used: ${problem.file}: ${problem.message}`);
  const ids = [...house.services.feeds().keys()];
  return new UsageError(`There is no feed ${wanted}. Those there are: ${ids.join(", ") || "none"}.${hint}`);
}
