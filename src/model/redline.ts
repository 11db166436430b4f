export type SpanOp = "equal" | "insert" | "delete" | "move-from" | "move-to";

/**
 * A run of text with one fate. `move` links a move-from with its move-to. `nature` is set where no words changed, only
 * `typesetting` (spaces, quotes, dashes, marks), and on the line that states when the text was last changed, changed or not.
 */
export interface Span {
  readonly op: SpanOp;
  readonly section: string;
  readonly text: string;
  readonly move?: number;
  readonly nature?: "typesetting" | "stated-date";
}

/** Characters inserted, deleted and moved, and the number of sections touched. */
export interface RedlineStats {
  readonly inserted: number;
  readonly deleted: number;
  readonly moved: number;
  readonly sections: number;
}

/**
 * The difference as a lawyer reads it. Joining the text of equal + delete + move-from spans gives the old text,
 * equal + insert + move-to the new one, exactly. `coarse` is set when a bound was reached and whole passages are shown as replaced.
 */
export interface Redline {
  readonly spans: readonly Span[];
  readonly stats: RedlineStats;
  readonly coarse?: boolean;
}
