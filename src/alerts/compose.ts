import type { Alert, HealthNotice } from "../model/alert.ts";
import type { Change } from "../model/change.ts";
import type { RenderContext } from "../model/channel.ts";
import type { Composed, ComposedNotice } from "../model/composed.ts";
import { fresh, type Standing } from "../model/standing.ts";
import { areAlike } from "./alike.ts";
import { clip, oneLine } from "./clip.ts";
import { composeChange, composeChanges, instantInWords } from "./compose-change.ts";
import { composeDigest } from "./compose-digest.ts";
import { standingInWords } from "./standing-words.ts";

/** The words of an alert and of what became of it, the same for every channel. Strongest change first. */
export function compose(alert: Alert, context: RenderContext, standing: Standing = fresh): Composed {
  if (alert.kind === "health") return { kind: "health", notice: composeHealth(alert.notice, context) };
  if (alert.kind === "digest") return { kind: "digest", digest: composeDigest(alert.digest, context) };
  if (alert.kind === "notice") {
    const { subject, lines, changes } = alert.notice;
    return { kind: "notice", subject, lines: lines.map(oneLine), changes: composeChanges(changes, context) };
  }
  return composeAlert(alert, context, standing);
}

function composeAlert(
  alert: Extract<Alert, { kind: "alert" }>,
  context: RenderContext,
  standing: Standing,
): Extract<Composed, { kind: "alert" }> {
  if (alert.waitedSince !== undefined) return composeBacklog(alert, alert.waitedSince, context, standing);
  const changes = composeChanges(alert.changes, context);
  const strongest = changes[0]?.headline ?? "";
  const alike = areAlike(alert.changes);
  const headline = changes.length < 2 ? strongest : `${manyInWords(alert.changes, alike)} · ${strongest}`;
  const test = alert.test === true ? ["This is a test: the change is real, and was told before or will be."] : [];
  return {
    kind: "alert",
    headline: alert.test === true ? `Test · ${headline}` : headline,
    standing: [...test, ...standingInWords(standing, alert.changes)],
    changes,
    inFull: alike ? 1 : 3,
  };
}

// In the order in which they came, each with its time: they are no news any more.
function composeBacklog(
  { changes }: Extract<Alert, { kind: "alert" }>,
  since: string,
  context: RenderContext,
  standing: Standing,
): Extract<Composed, { kind: "alert" }> {
  return {
    kind: "alert",
    headline: `${changes.length} changes that could not be delivered here, from ${instantInWords(since)} on`,
    standing: standingInWords(standing, changes),
    changes: changes.map((change) => {
      const composed = composeChange(change, context);
      return { ...composed, headline: `${change.detectedAt.slice(0, 16).replace("T", " ")} · ${composed.headline}` };
    }),
    inFull: 0,
  };
}

function manyInWords(changes: readonly Change[], alike: boolean): string {
  if (!alike) return `${changes.length} changes`;
  const isGone = changes[0]?.kind === "withdrawn";
  return isGone ? `${changes.length} documents are gone` : `The same change in ${changes.length} documents`;
}

function composeHealth(notice: HealthNotice, context: RenderContext): ComposedNotice {
  const { headline, since } = healthWords[notice.state];
  return {
    state: notice.state,
    headline: `${headline}: ${clip(notice.feedTitle, 200)}`,
    message: oneLine(notice.message),
    since: `${since} ${sinceWhen(notice)} · ${(notice.feedIds ?? [notice.feedId]).slice(0, 12).join(", ")}`,
    pageUrl: `${context.publicUrl}/feeds`,
  };
}

const healthWords: Readonly<Record<HealthNotice["state"], { readonly headline: string; readonly since: string }>> = {
  ill: { headline: "Feed cannot be read", since: "Since" },
  recovered: { headline: "Feed can be read again", since: "It could not be read since" },
  stale: { headline: "Quiet for longer than it should be", since: "Nothing new since" },
  "set-aside": { headline: "A document cannot be read", since: "Tried last" },
  moving: { headline: "It goes on", since: "It was quiet since" },
};

// Publishers stop on a day; feeds fall ill at a moment.
function sinceWhen({ state, since }: HealthNotice): string {
  return state === "stale" || state === "moving" ? since.slice(0, 10) : instantInWords(since);
}
