import type { Change, Retraction } from "../model/change.ts";
import type { Acknowledgement, Decision, Standing } from "../model/standing.ts";
import { clip, oneLine } from "./clip.ts";
import { instantInWords } from "./compose-change.ts";

/** What became of an alert of these changes, one plain sentence each: nothing for one that nothing has happened to. */
export function standingInWords(
  { retracted, partly, acknowledgement }: Standing,
  changes: readonly Change[],
): readonly string[] {
  return [
    ...(retracted === null ? [] : partly ? partsInWords(changes) : [retractionInWords(retracted)]),
    ...(acknowledgement === null ? [] : [acknowledgementInWords(acknowledgement)]),
  ];
}

const namedAtMost = 3;

// What was wrong is told apart from what stands: once for each reason.
function partsInWords(changes: readonly Change[]): readonly string[] {
  const taken = changes.flatMap(({ title, retracted }) => (retracted === undefined ? [] : [{ title, retracted }]));
  return [...Map.groupBy(taken, ({ retracted }) => retracted.reason).values()].flatMap((group) => {
    const titles = group.slice(0, namedAtMost).map(({ title }) => clip(oneLine(title), 150));
    const more = group.length > namedAtMost ? `; and ${group.length - namedAtMost} more` : "";
    const which = `${group.length} of ${changes.length} (${titles.join("; ")}${more})`;
    return group.slice(-1).map(({ retracted }) => retractionInWords(retracted, which));
  });
}

function retractionInWords({ at, reason }: Retraction, which?: string): string {
  const when = instantInWords(at);
  return `Retracted ${which === undefined ? when : `${which} ${when}`}: ${clip(oneLine(reason), 500)}`;
}

const decisionWords: Readonly<Record<Decision, string>> = {
  "no-impact": "no impact",
  "action-needed": "action needed",
  escalated: "escalated",
};

function acknowledgementInWords({ byName, at, decision, owner, until, note }: Acknowledgement): string {
  const parts = [
    `Acknowledged by ${clip(oneLine(byName), 100)} ${instantInWords(at)}: ${decisionWords[decision]}`,
    ...(owner === null ? [] : [`owner ${clip(oneLine(owner), 100)}`]),
    ...(until === null ? [] : [`until ${clip(oneLine(until), 100)}`]),
    ...(note === null ? [] : [clip(oneLine(note), 500)]),
  ];
  return parts.join(" · ");
}
