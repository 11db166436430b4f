import type { Acknowledgement, Decision, Standing } from "../model/standing.ts";
import { clip, oneLine } from "./clip.ts";
import { instantInWords } from "./compose-change.ts";

/** What became of an alert, one plain sentence each: nothing for one that nothing has happened to. */
export function standingInWords({ retracted, acknowledgement }: Standing): readonly string[] {
  return [
    ...(retracted === null
      ? []
      : [`Retracted ${instantInWords(retracted.at)}: ${clip(oneLine(retracted.reason), 500)}`]),
    ...(acknowledgement === null ? [] : [acknowledgementInWords(acknowledgement)]),
  ];
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
