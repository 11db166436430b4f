import type { Alert } from "../model/alert.ts";
import type { Change } from "../model/change.ts";
import { UsageError } from "../model/errors.ts";
import { compareSignificance, type Significance } from "../model/significance.ts";
import type { Subscription } from "../model/subscription.ts";
import { holds } from "./evaluate.ts";
import { parseQuery, type Query } from "./query.ts";
import { subjectOfChange, subjectOfNotice } from "./subject.ts";

/**
 * The subscriptions that are told of an alert at once: instant, and asking for at least one of its changes; whether one is paused
 * is for the store to see. Baseline and muted changes are told to nobody, and digests and notices only to the one subscription they were made for. A stored query that cannot be read any more is reported to `onUnreadable` and keeps nobody else
 * from being told.
 */
export function matchSubscriptions(
  alert: Alert,
  subscriptions: readonly Subscription[],
  onUnreadable: (subscription: Subscription, problem: string) => void = () => {},
): readonly Subscription[] {
  const interest = interestIn(alert);
  return subscriptions.filter((subscription) => {
    if (subscription.when.kind !== "instant") return false;
    try {
      return interest(parseQuery(subscription.query), subscription.minimum);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      onUnreadable(subscription, error.message);
      return false;
    }
  });
}

/** Answers, for many queries, whether they and their minimum ask for an alert. Folds its text once. */
function interestIn(alert: Alert): (query: Query, minimum: Significance) => boolean {
  if (alert.kind === "health") {
    const subject = subjectOfNotice(alert.notice);
    return (query) => holds(query, subject);
  }
  if (alert.kind !== "alert") return () => false;
  const told = alert.changes.filter(isTold).map((change) => ({ change, subject: subjectOfChange(change) }));
  return (query, minimum) =>
    told.some(({ change, subject }) => compareSignificance(change.significance, minimum) >= 0 && holds(query, subject));
}

function isTold(change: Change): boolean {
  return !change.baseline && change.muted === null;
}
