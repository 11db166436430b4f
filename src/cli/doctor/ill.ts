import type { FeedState } from "../../model/store.ts";
import { wrong, type Finding } from "./finding.ts";

type State = Pick<FeedState, "feedId" | "illSince" | "error">;

const mostNamed = 2;

/** The feeds that are ill, those with the same trouble in one line: where a network is missing, that is every feed of a publisher. */
export function checkIll(states: readonly State[]): readonly Finding[] {
  const ill = states.flatMap((state) => (state.illSince === null ? [] : [{ ...state, since: state.illSince }]));
  return Array.from(
    Map.groupBy(ill, ({ error }) => error),
    ([error, alike]) => {
      const [since = ""] = alike.map((state) => state.since).toSorted();
      return wrong(`${named(alike)} ill since ${since}: ${error}`);
    },
  );
}

function named(alike: readonly State[]): string {
  const ids = alike.map(({ feedId }) => feedId);
  const more = ids.length - mostNamed;
  if (more > 0) return `${ids.slice(0, mostNamed).join(", ")} and ${more} more are`;
  return ids.length === 1 ? `${ids[0]} is` : `${ids.join(" and ")} are`;
}
