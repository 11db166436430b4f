import type { ChangeKind } from "../model/change.ts";
import type { DeliveryState } from "../model/delivery.ts";
import type { FactValue } from "../model/facts.ts";
import type { Significance } from "../model/significance.ts";
import type { Decision } from "../model/standing.ts";
import type { When } from "../model/subscription.ts";
import type { DocumentLink } from "../model/version.ts";
import { readableDate } from "./dates.ts";

export const kindWords: Readonly<Record<ChangeKind, string>> = {
  "first-seen": "New",
  amended: "Amended",
  withdrawn: "Withdrawn",
};

export const significanceWords: Readonly<Record<Significance, string>> = {
  cosmetic: "Cosmetic",
  editorial: "Editorial",
  substantive: "Substantive",
  urgent: "Urgent",
};

export const significanceMeanings: Readonly<Record<Significance, string>> = {
  cosmetic: "Layout or spelling; the words a court would read are the same.",
  editorial: "Words moved or were tidied up; nobody has to do anything differently.",
  substantive: "What is allowed, required or due has changed.",
  urgent: "In force now, or something is due very soon.",
};

export const relationWords: Readonly<Record<DocumentLink["relation"], string>> = {
  "correction-of": "Corrects",
  "corrected-by": "Corrected by",
  "proposed-by": "Proposed as",
  "finalised-by": "Made final by",
  announces: "Announces",
  companion: "Companion",
  "enacted-as": "Enacted as",
  related: "Related to",
};

export const decisionWords: Readonly<Record<Decision, string>> = {
  "no-impact": "No impact",
  "action-needed": "Action needed",
  escalated: "Escalated",
};

export const deliveryWords: Readonly<Record<DeliveryState, string>> = {
  queued: "Waiting",
  sending: "Being sent",
  sent: "Sent",
  failed: "Refused",
  unknown: "End not known",
  held: "Held back by a mute",
};

export function factText(value: FactValue): string {
  if (value === null) return "";
  if (typeof value === "string") return readableDate(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "object" ? value.map(readableDate).join("; ") : String(value);
}

export function whenWords(when: When): string {
  if (when.kind === "instant") return "At once";
  const at = `${when.time} ${when.zone}`;
  if (when.kind === "daily") return `Daily, ${at}`;
  if (when.kind === "monthly") return `Monthly, day ${when.day}, ${at}`;
  return `${when.kind === "weekly" ? "Weekly" : "Every two weeks"}, ${weekdays[when.weekday - 1] ?? ""} ${at}`;
}

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
