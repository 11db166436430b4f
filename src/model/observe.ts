/** A step of the work that operators can follow. `deliver` is one delivery's turn, `send` the attempt within it. */
export type Step =
  | "tick"
  | "poll"
  | "fetch"
  | "extract"
  | "compare"
  | "redline"
  | "summarise"
  | "ask-model"
  | "record"
  | "deliver"
  | "send"
  | "look"
  | "amend"
  | "request";

/** What is known of a step, by name. Ids, counts and outcomes; never a secret, an address with its query, or somebody's text. */
export type Notes = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Adds to a step what shows in its course. */
export type Note = (more: Notes) => void;

/** Does a step of the work so that operators can follow it. Returns and throws what the work does. */
export type Observe = <Result>(step: Step, notes: Notes, work: (note: Note) => Promise<Result>) => Promise<Result>;

/** Where nobody follows. */
export const unobserved: Observe = (_step, _notes, work) => work(() => {});

/** A status of HTTP as it is counted: `2xx`, and 304 by itself, which is the answer that nothing changed. */
export function statusClass(status: number): string {
  return status === 304 ? "304" : `${Math.floor(status / 100)}xx`;
}
