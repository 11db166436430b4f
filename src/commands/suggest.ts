import type { Place, Suggested } from "../model/command.ts";
import { subscriptionsHere } from "./here.ts";
import { feedsSeenFrom } from "./known-names.ts";
import type { DeskParts } from "./parts.ts";

const keptMinutes = 10;

/** Completions, most likely first: what begins as typed, then what holds it. What the store knows is kept for ten minutes. */
export function createSuggest(
  parts: DeskParts,
): (what: Suggested, typed: string, place: Place, limit: number) => Promise<readonly string[]> {
  let names: Awaited<ReturnType<DeskParts["store"]["names"]>> = { agencies: [], bills: [] };
  let staleAt = Temporal.Instant.fromEpochMilliseconds(0);
  return async (what, typed, place, limit) => likely(await candidates(what, place), typed).slice(0, limit);

  async function candidates(what: Suggested, place: Place): Promise<readonly string[]> {
    const feeds = feedsSeenFrom(parts, place);
    switch (what) {
      case "topic":
        return [...new Set(feeds.flatMap(({ topics }) => topics))].toSorted();
      case "source":
        return [...new Set(feeds.map(({ source }) => source))].toSorted();
      case "feed":
        return feeds.map(({ id }) => id);
      case "subscription":
        return (await subscriptionsHere(parts, place)).map(({ query }, index) => `${index + 1} ${query}`);
      case "agency":
        return (await known()).agencies;
      default:
        return (await known()).bills;
    }
  }

  async function known(): Promise<typeof names> {
    const now = parts.clock.now();
    if (Temporal.Instant.compare(now, staleAt) >= 0) {
      names = await parts.store.names();
      staleAt = now.add({ minutes: keptMinutes });
    }
    return names;
  }
}

function likely(candidates: readonly string[], typed: string): readonly string[] {
  const wanted = typed.trim().toLowerCase();
  const rank = (name: string): number => {
    const place = name.toLowerCase().indexOf(wanted);
    return place > 0 ? 1 : place;
  };
  return candidates.filter((name) => rank(name) >= 0).toSorted((a, b) => rank(a) - rank(b));
}
