import { z } from "zod";
import type { Instant } from "./time.ts";

/** A row, each of its values as PostgreSQL writes it, in the order of the table's columns. */
export type CopiedRow = readonly (string | null)[];

const heading = z.object({
  format: z.literal("regwatch copy 1"),
  /** When everything was as the copy has it. */
  at: z.string(),
  /** The newest migration of the schema, by its `when`. */
  migration: z.number(),
});

const tableHead = z.object({ table: z.string(), columns: z.array(z.string()) });

const end = z.object({
  /** How many rows each table has. */
  rows: z.record(z.string(), z.number()),
  /** Where the numbers that columns count up stand. */
  counters: z.array(z.object({ table: z.string(), column: z.string(), value: z.string(), used: z.boolean() })),
});

/** What a copy of the data begins with. */
export type CopyHeading = z.infer<typeof heading>;

/** What a copy of the data ends with. */
export type CopyEnd = z.infer<typeof end>;

/**
 * One part of a copy: the heading, then each table followed by its rows, such that rows come after those they refer to, then the end.
 * As a line of JSON, rows are arrays and everything else is an object.
 */
export type CopyPart = CopyHeading | z.infer<typeof tableHead> | CopiedRow | CopyEnd;

/** Reads a part as it was written down. Throws zod's error for what is none. */
export const copyPart: z.ZodType<CopyPart> = z.union([
  z.array(z.union([z.string(), z.null()])),
  tableHead,
  heading,
  end,
]);

/** Takes the parts of a copy, one after the other. */
export type Take = (part: CopyPart) => Promise<void>;

/** Copies of everything, and what has to be known of a database that was one. */
export interface CopyStore {
  /** Hands out everything as it is at one moment, one part after the other. Returns how many rows there are. */
  copyOut(at: Instant, take: Take): Promise<number>;
  /**
   * Says that this data was restored from a backup of `from`: whatever may have been told since is looked for at its receivers before it
   * is told.
   */
  markRestored(from: Instant, at: Instant): Promise<void>;
}
