import { z } from "zod";

const cron = z.string().describe("A cron line with five fields: minute hour day-of-month month day-of-week");

const mutePattern = z
  .strictObject({
    title: z.string().optional().describe("A regular expression (any case) that the title matches"),
    action: z.string().optional().describe("A regular expression (any case) that the action matches"),
    type: z.string().optional().describe("The document type, in full: Notice"),
    why: z.string().min(1).describe("Shown where people ask why they were not told"),
  })
  .refine((mute) => mute.title !== undefined || mute.action !== undefined || mute.type !== undefined, {
    message: "needs at least one of title, action, type",
  });

/** A feed file: what is watched and how. The id is the file's path in the feeds folder, without the ending. */
export const feedFile = z.strictObject({
  source: z.string().describe("Who knows this kind: federal-register, …"),
  title: z.string().min(1).describe("As people read it in alerts and lists"),
  why: z.string().optional().describe("Why it is watched, in a sentence"),
  topics: z
    .array(z.string().regex(/^[a-z0-9-]+$/, "must be lower-case letters, digits and hyphens, such as ai-chips"))
    .default([])
    .describe("Topics every change of this feed carries"),
  schedule: z
    .union([cron, z.array(cron).min(1)])
    .optional()
    .describe("Cron, or a list; the source's own if left out"),
  timezone: z.string().default("UTC").describe("IANA zone in which the schedule is read"),
  quietAfterDays: z
    .number()
    .int()
    .min(1)
    .max(3650)
    .optional()
    .describe("It is told when nothing came for so many days; never if left out. Closed days do not count"),
  calendar: z
    .enum(["federal", "every-day"])
    .optional()
    .describe("federal: weekends and federal holidays are no quiet days; the source's own if left out"),
  visibility: z
    .enum(["public", "private"])
    .default("public")
    .describe(
      "private: in no public page, API, feed or metric, and told to no workspace or server that let regwatch in",
    ),
  enabled: z.boolean().default(true),
  unverified: z.boolean().default(false).describe("The address was not confirmed; polled only when asked"),
  mute: z.array(mutePattern).default([]).describe("Recorded and shown, but told to nobody"),
  params: z.record(z.string(), z.unknown()).default({}).describe("The source's own settings"),
});

export type FeedFile = z.infer<typeof feedFile>;

/** For how many days of a calendar a publisher, and the feed itself, may be quiet before that is told; null: for ever. */
export interface Rhythm {
  readonly calendar: "federal" | "every-day";
  readonly publisherDays: number | null;
  readonly feedDays: number | null;
}

/** No rhythm is known. */
export const noRhythm: Rhythm = { calendar: "every-day", publisherDays: null, feedDays: null };

/** A feed that can be polled: its file, read and valid, and its params as its source parsed them. */
export interface Feed extends Omit<FeedFile, "schedule" | "params"> {
  readonly id: string;
  /** How often it and its publisher are expected to say something; no rhythm where it is left out. */
  readonly rhythm?: Rhythm;
  readonly schedule: readonly string[];
  readonly params: unknown;
}

/** Whether it is polled by its schedule, not only when somebody asks. */
export function isScheduled({ enabled, unverified }: Pick<Feed, "enabled" | "unverified">): boolean {
  return enabled && !unverified;
}

/** A feed file that cannot be used. `line` counts from 1. */
export interface FeedProblem {
  readonly file: string;
  readonly line: number | null;
  readonly field: string | null;
  readonly message: string;
}
