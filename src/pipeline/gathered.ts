import { tellsNothing } from "../alerts/without-feeds.ts";
import { hashJson } from "../lib/hash.ts";
import { toInstant } from "../lib/time.ts";
import type { Alert, Notice } from "../model/alert.ts";
import type { Change } from "../model/change.ts";
import type { Gathered } from "../model/desk-store.ts";
import type { PlannedAlert } from "../model/store.ts";
import type { Instant } from "../model/time.ts";
import { plan } from "./plan.ts";
import type { Services } from "./services.ts";

/** Tells each subscription in one notice what a mute or a pause kept back from it, now that it is over. */
export async function tellHeld(services: Services): Promise<void> {
  const now = toInstant(services.clock.now());
  for (const gathered of await services.store.dueHeld(now)) {
    const deliveries = gathered.deliveries.filter(({ alert }) => !tellsNothing(alert));
    const notice = deliveries.length === 0 ? null : heldNotice(services, { ...gathered, deliveries }, now);
    await services.store.tellHeld(gathered, notice, now);
  }
}

function heldNotice(services: Services, gathered: Gathered, now: Instant): PlannedAlert {
  const isMuteOver = gathered.subscription.options.mute !== null;
  const kept = counted(gathered.deliveries.length, "alert", "was", "were");
  const line = `${kept} kept back ${isMuteOver ? "by a mute that has ended" : "while nothing was sent here"}.`;
  return noticeOf(services, gathered, isMuteOver ? "mute-ended" : "resumed", [line], now);
}

/** Calls to mind, once each, the alerts that nobody has acknowledged within the time their subscription gives. */
export async function remind(services: Services): Promise<void> {
  const now = toInstant(services.clock.now());
  for (const gathered of await services.store.dueReminders(now)) {
    const hours = gathered.subscription.options.remindAfterHours ?? 0;
    const waiting = counted(gathered.deliveries.length, "alert", "has", "have");
    const line = `${waiting} not been acknowledged for ${hours === 1 ? "an hour" : `${hours} hours`}.`;
    await services.store.remind(gathered, noticeOf(services, gathered, "reminder", [line], now), now);
  }
}

function noticeOf(
  services: Services,
  { subscription, deliveries }: Gathered,
  subject: Notice["subject"],
  lines: readonly string[],
  at: Instant,
): PlannedAlert {
  const ids = deliveries.map(({ id }) => id);
  const alert: Alert = {
    kind: "notice",
    id: hashJson([subject, subscription.id, ids]).slice(0, 32),
    at,
    notice: {
      subject,
      lines: [...lines, ...deliveries.flatMap(({ alert }) => healthLine(alert))],
      changes: deliveries.flatMap(({ alert }) => changesIn(alert)),
    },
  };
  return plan(services, alert, alert.id, [subscription]);
}

function changesIn(alert: Alert): readonly Change[] {
  if (alert.kind === "alert") return alert.changes;
  if (alert.kind === "notice") return alert.notice.changes;
  return alert.kind === "digest" ? alert.digest.threads.flatMap(({ changes }) => changes) : [];
}

function healthLine(alert: Alert): readonly string[] {
  if (alert.kind !== "health") return [];
  const { feedTitle, state, message } = alert.notice;
  return [`${feedTitle}: ${state === "recovered" ? "the feed answers again." : message}`];
}

function counted(count: number, what: string, one: string, many: string): string {
  return count === 1 ? `One ${what} ${one}` : `${count} ${what}s ${many}`;
}
