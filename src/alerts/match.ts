import type { Alert } from "../model/alert.ts";
import type { Change } from "../model/change.ts";
import { UsageError } from "../model/errors.ts";
import { compareSignificance } from "../model/significance.ts";
import { seesPrivate, type Subscription } from "../model/subscription.ts";
import { anchorsOf, keysOf } from "./anchors.ts";
import { type Find, holds } from "./evaluate.ts";
import { hasWords } from "./fold.ts";
import { parseQuery, type Query } from "./query.ts";
import { type Subject, subjectOfChange, subjectOfNotice } from "./subject.ts";

/** Subscriptions, arranged so that those an alert may concern are found without asking all of them. */
export interface SubscriptionIndex {
  /** Takes a subscription in, instead of what was held under its id; one that is not told at once is left out. */
  put(subscription: Subscription): void;
  remove(id: string): void;
  /**
   * Those that are told of an alert at once: instant, and asking for at least one of its changes; whether one is paused is for the
   * store to see. Baseline and muted changes are told to nobody, and digests and notices only to the one they were made for.
   */
  match(alert: Alert): readonly Subscription[];
}

/**
 * An empty index. A stored query that cannot be read any more is reported to `onUnreadable`, when it is taken in, and keeps nobody else
 * from being told.
 */
export function createSubscriptionIndex(
  onUnreadable: (subscription: Subscription, problem: string) => void = () => {},
): SubscriptionIndex {
  // Many ask the same: each query is held, and asked, once.
  const byQuery = new Map<string, Group>();
  const byId = new Map<string, Group>();
  const anchored = new Map<string, Set<Group>>();
  const unanchored = new Set<Group>();
  const remove = (id: string): void => {
    const group = byId.get(id);
    if (!group) return;
    byId.delete(id);
    group.subscriptions.delete(id);
    if (group.subscriptions.size > 0) return;
    byQuery.delete(group.text);
    unanchored.delete(group);
    for (const key of group.anchors ?? []) {
      const groups = anchored.get(key);
      groups?.delete(group);
      if (groups?.size === 0) anchored.delete(key);
    }
  };
  const groupOf = (text: string): Group => {
    const query = parseQuery(text);
    const anchors = anchorsOf(query, (key) => 1 + (anchored.get(key)?.size ?? 0));
    const group = { text, query, anchors, subscriptions: new Map() };
    byQuery.set(text, group);
    if (anchors === null) unanchored.add(group);
    for (const key of anchors ?? []) anchored.set(key, (anchored.get(key) ?? new Set()).add(group));
    return group;
  };
  return {
    put(subscription) {
      remove(subscription.id);
      if (subscription.when.kind !== "instant") return;
      try {
        const group = byQuery.get(subscription.query) ?? groupOf(subscription.query);
        group.subscriptions.set(subscription.id, subscription);
        byId.set(subscription.id, group);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        onUnreadable(subscription, error.message);
      }
    },
    remove,
    match(alert) {
      const told = new Map<string, Subscription>();
      for (const { subject, change, visibility } of subjectsOf(alert)) {
        const find = remembering(subject);
        for (const group of candidates(subject, anchored, unanchored)) {
          if (!holds(group.query, subject, find)) continue;
          for (const subscription of group.subscriptions.values()) {
            if (visibility === "private" && !seesPrivate(subscription.tenant)) continue;
            if (change && compareSignificance(change.significance, subscription.minimum) < 0) continue;
            told.set(subscription.id, subscription);
          }
        }
      }
      return [...told.values()];
    },
  };
}

/** The subscriptions that ask for one query, in the same words. */
interface Group {
  readonly text: string;
  readonly query: Query;
  readonly anchors: readonly string[] | null;
  readonly subscriptions: Map<string, Subscription>;
}

interface Told {
  readonly subject: Subject;
  readonly change: Change | null;
  readonly visibility: Change["visibility"];
}

function subjectsOf(alert: Alert): readonly Told[] {
  if (alert.kind === "health") {
    const { notice } = alert;
    return [{ subject: subjectOfNotice(notice), change: null, visibility: notice.visibility }];
  }
  if (alert.kind !== "alert") return [];
  return alert.changes
    .filter(isTold)
    .map((change) => ({ subject: subjectOfChange(change), change, visibility: change.visibility }));
}

function isTold(change: Change): boolean {
  return !change.baseline && change.muted === null;
}

function* candidates(
  subject: Subject,
  anchored: ReadonlyMap<string, ReadonlySet<Group>>,
  unanchored: ReadonlySet<Group>,
): Generator<Group> {
  yield* unanchored;
  const seen = new Set<Group>();
  for (const key of keysOf(subject)) {
    for (const group of anchored.get(key) ?? []) {
      if (seen.has(group)) continue;
      seen.add(group);
      yield group;
    }
  }
}

// Thousands of queries ask for the same few words, and a bill has a million characters.
function remembering(subject: Subject): Find {
  const found = new Map<string, boolean>();
  return (words, prefix) => {
    const key = prefix ? `${words}*` : words;
    const known = found.get(key);
    if (known !== undefined) return known;
    const answer = hasWords(subject.text, words, prefix);
    found.set(key, answer);
    return answer;
  };
}
