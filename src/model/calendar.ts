import type { PlannedAlert, DeadlineRecord } from "./store.ts";
import type { Change } from "./change.ts";
import type { Subscription } from "./subscription.ts";
import type { CalendarDate, Instant } from "./time.ts";

/**
 * A date of a document as calendars keep it: under one `uid` wherever it moves. `sequence` counts what became of it since it was first
 * stated; a date that is stated no more, was taken back, or whose document is gone stands as cancelled.
 */
export interface CalendarEvent extends DeadlineRecord {
  readonly uid: string;
  readonly sequence: number;
  readonly createdAt: Instant;
  readonly modifiedAt: Instant;
  /** When it got the date it has now. */
  readonly datedAt: Instant;
  readonly movedFrom: CalendarDate | null;
  readonly cancelledAt: Instant | null;
}

/** That a subscription is reminded of an event so many days before its date. A date that moves makes another reminder. */
export interface DeadlineReminder {
  readonly subscriptionId: string;
  readonly uid: string;
  readonly date: CalendarDate;
  readonly daysBefore: number;
}

/** What calendars and reminders are made of. Each method is one transaction. */
export interface CalendarStore {
  /** Events by date; cancelled ones only where they were cancelled at `cancelledSince` or later. Those of muted documents are left out. */
  calendar(filter: {
    readonly from: CalendarDate;
    readonly to: CalendarDate;
    readonly includePrivate: boolean;
    readonly cancelledSince: Instant | null;
  }): Promise<readonly CalendarEvent[]>;
  /** Makes the events of documents that were recorded before there was a calendar. Returns how many documents those were. */
  fillCalendar(now: Instant): Promise<number>;
  /** The newest change of each document, by document. Muted ones are left out. */
  latestChanges(documentIds: readonly string[]): Promise<ReadonlyMap<string, Change>>;
  /** Active subscriptions that want to be reminded of deadlines. */
  wantingDeadlines(): Promise<readonly Subscription[]>;
  /** Which of these reminders were made. */
  remindersMade(reminders: readonly DeadlineReminder[]): Promise<readonly DeadlineReminder[]>;
  /** Makes all of these reminders by one notice; nothing happens, and false is returned, where one of them was made already. */
  remindOfDeadlines(reminders: readonly DeadlineReminder[], notice: PlannedAlert, now: Instant): Promise<boolean>;
}
