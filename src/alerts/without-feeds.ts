import type { Alert, Notice } from "../model/alert.ts";
import type { Digest } from "../model/digest.ts";
import { withoutChanges } from "./digest.ts";

/** An alert without what it tells of some feeds, for people who may not know of them any more; one that tells nothing where that was all. */
export function withoutFeeds(alert: Alert, feedIds: ReadonlySet<string>): Alert {
  const isOpen = ({ feedId }: OfFeed): boolean => !feedIds.has(feedId);
  const nothing = { kind: "alert", id: alert.id, at: alert.at, changes: [] } as const;
  switch (alert.kind) {
    case "alert":
      return { ...alert, changes: alert.changes.filter(isOpen) };
    case "digest":
      return { ...alert, digest: digestOf(alert.digest, isOpen) };
    case "health": {
      const { feedId, feedIds: all = [feedId] } = alert.notice;
      return all.some((id) => feedIds.has(id)) ? nothing : alert;
    }
    default: {
      const changes = alert.notice.changes.filter(isOpen);
      if (changes.length === alert.notice.changes.length) return alert;
      return changes.length === 0 ? nothing : { ...alert, notice: noticeOf(alert.notice, changes) };
    }
  }
}

/** Whether there is nothing in it that its people may know. */
export function tellsNothing(alert: Alert): boolean {
  return alert.kind === "alert" && alert.changes.length === 0;
}

interface OfFeed {
  readonly feedId: string;
}

function digestOf(digest: Digest, isOpen: (one: OfFeed) => boolean): Digest {
  const { silence, checks } = digest;
  return {
    ...withoutChanges(digest, (change) => !isOpen(change)),
    retracted: digest.retracted.filter(isOpen),
    deadlines: digest.deadlines.filter(isOpen),
    checks: { ...checks, ill: checks.ill.filter((feedId) => isOpen({ feedId })) },
    ...(silence && { silence: { ...silence, stale: silence.stale.filter(isOpen) } }),
  };
}

// Of each date there are as many lines.
function noticeOf(notice: Notice, changes: Notice["changes"]): Notice {
  const { deadlines, lines } = notice;
  if (deadlines === undefined) return { ...notice, changes };
  const documents = new Set(changes.map(({ documentId }) => documentId));
  const isShown = deadlines.map(({ documentId }) => documents.has(documentId));
  return {
    ...notice,
    changes,
    deadlines: deadlines.filter((_, at) => isShown[at]),
    lines: lines.filter((_, at) => isShown[Math.floor((at * deadlines.length) / lines.length)]),
  };
}
