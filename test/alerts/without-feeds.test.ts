import { expect, test } from "vitest";
import { tellsNothing, withoutFeeds } from "../../src/alerts/without-feeds.ts";
import { digestOf } from "../../src/alerts/digest.ts";
import type { Alert, HealthNotice } from "../../src/model/alert.ts";
import type { Change } from "../../src/model/change.ts";
import { sampleRecording } from "../contract/store-samples.ts";

const at = "2026-01-12T12:00:00.000Z";
const change = (feedId: string, changed: Partial<Change> = {}): Change => {
  const recorded = sampleRecording(feedId, "k", "Text.", {
    change: { title: `Title of ${feedId}`, ...changed },
  }).change;
  if (recorded === null) throw new Error("nothing was recorded");
  return recorded;
};
const date = { kind: "effective", date: "2026-02-01", sentence: "It is effective." } as const;
const secret = change("secret");
const open = change("open");
const without = (alert: Alert) => withoutFeeds(alert, new Set(["secret"]));

test("A digest neither lists, counts nor names them.", () => {
  const dates = [secret, open].map(({ feedId, documentId, threadKey, title, sourceUrl, topics }) => ({
    ...date,
    feedId,
    documentId,
    threadKey,
    title,
    sourceUrl,
    topics,
    citation: null,
  }));
  const digest = digestOf({
    from: at,
    to: at,
    zone: "UTC",
    query: "*",
    minimum: "editorial",
    changes: [secret, open],
    heldBack: 0,
    retracted: [secret],
    deadlines: dates,
    checks: { feeds: 2, checks: 9, ill: ["secret"] },
    silence: {
      stale: [{ feedId: "secret", title: "Title", words: "Quiet." }],
      holidays: [],
      unseen: null,
      counted: null,
    },
  });
  const left = without({ kind: "digest", id: "d", at, digest });
  expect(JSON.stringify(left)).not.toContain("secret");
  expect(left).toMatchObject({
    digest: {
      threads: [{ title: "Title of open", changes: [open] }],
      counts: { substantive: 1 },
      deadlines: [dates[1]],
    },
  });
});

test("Of dates that come near, the others are told with their lines.", () => {
  const deadlines = [secret, open].map(({ documentId, title, sourceUrl }) => ({
    ...date,
    uid: title,
    daysLeft: 20,
    documentId,
    title,
    sourceUrl,
  }));
  const lines = deadlines.flatMap(({ title, sentence }) => [title, `${title}: ${sentence}`]);
  const notice = { subject: "deadline", lines, changes: [secret, open], deadlines } as const;
  expect(without({ kind: "notice", id: "n", at, notice })).toMatchObject({
    notice: {
      lines: ["Title of open", "Title of open: It is effective."],
      changes: [open],
      deadlines: [deadlines[1]],
    },
  });
});

test("Nothing is told of what takes one back, nor of how such a feed fares.", () => {
  const retraction = { subject: "retraction", lines: ["Retracted: Title of secret"], changes: [secret] } as const;
  const health: HealthNotice = {
    feedId: "open",
    feedIds: ["open", "secret"],
    feedTitle: "fr.example (2 feeds)",
    state: "ill",
    since: at,
    message: "Not to be read: Title of open, Title of secret.",
    visibility: "public",
  };
  expect(tellsNothing(without({ kind: "notice", id: "n", at, notice: retraction }))).toBe(true);
  expect(tellsNothing(without({ kind: "health", id: "h", at, notice: health }))).toBe(true);
});

test("What people do with their subscriptions tells of no feed.", () => {
  const notice = { subject: "paused", lines: ["It is paused."], changes: [] } as const;
  const alert = { kind: "notice", id: "n", at, notice } as const;
  expect(without(alert)).toEqual(alert);
});
