import type { Alert } from "../model/alert.ts";
import type { SubscriptionOptions } from "../model/subscription.ts";

/** Whether a mute keeps an alert back: until its end, and never an urgent change unless that was said. */
export function holdsBack(mute: SubscriptionOptions["mute"], alert: Alert): boolean {
  if (mute === null || alert.at >= mute.until) return false;
  if (alert.kind === "notice") return false;
  const isUrgent = alert.kind === "alert" && alert.changes.some(({ significance }) => significance === "urgent");
  return mute.urgentToo || !isUrgent;
}
