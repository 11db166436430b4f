import { sha256 } from "../lib/hash.ts";
import type { Delivery } from "../model/delivery.ts";

/**
 * What is sent along with a message that tells together what had waited: eight hex digits for each of its changes, one after the other.
 * After a restore, where each of them is a delivery by itself again, it is found in this message. Empty for all other messages.
 */
export function toldMarks({ alert, subscription }: Pick<Delivery, "alert" | "subscription">): string {
  if (alert.kind !== "alert" || alert.waitedSince === undefined) return "";
  return alert.changes
    .slice(0, mostMarks)
    .map((change) => markOf(subscription.id, change.id))
    .join("");
}

/** Whether such a message told this delivery's changes. */
export function isToldBy(marks: string, { alert, subscription }: Pick<Delivery, "alert" | "subscription">): boolean {
  if (marks === "" || alert.kind !== "alert") return false;
  const told = new Set(marks.match(/[0-9a-f]{8}/g));
  return alert.changes.every((change) => told.has(markOf(subscription.id, change.id)));
}

/** They stand in an address, which has 2,048 characters at most. */
const mostMarks = 240;

function markOf(subscriptionId: string, changeId: string): string {
  return sha256(`regwatch told ${subscriptionId} ${changeId}`).slice(0, 8);
}
