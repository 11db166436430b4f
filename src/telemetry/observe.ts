import type { Notes, Observe, Step } from "../model/observe.ts";

/** A step that has ended. `error` is what it threw, if it did. */
export interface Ended {
  readonly step: Step;
  readonly notes: Notes;
  readonly seconds: number;
  readonly error?: unknown;
}

/** Somebody who follows the work as it goes. */
export interface Follower {
  readonly began?: (step: Step) => void;
  readonly ended: (ended: Ended) => void;
}

/** Does the work inside a span of a trace. `notes` is read when the work has ended. */
export type Within = <Result>(step: Step, notes: Notes, work: () => Promise<Result>) => Promise<Result>;

/** Shows every step to the followers, and traces it where traces are wanted. `now` counts milliseconds. */
export function createObserve(
  followers: readonly Follower[],
  within: Within | null,
  now: () => number = () => performance.now(),
): Observe {
  return async (step, known, work) => {
    const notes = { ...known };
    const began = now();
    const run = () => work((more) => void Object.assign(notes, more));
    const ended = (failed: { readonly error?: unknown }): void => {
      const seconds = (now() - began) / 1000;
      for (const follower of followers) follower.ended({ step, notes, seconds, ...failed });
    };
    for (const follower of followers) follower.began?.(step);
    try {
      const result = await (within ? within(step, notes, run) : run());
      ended({});
      return result;
    } catch (error) {
      ended({ error });
      throw error;
    }
  };
}
