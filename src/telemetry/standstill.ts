import type { Step } from "../model/observe.ts";
import type { Follower } from "./observe.ts";

/** Work that is due and that nobody holds, as the store knows it. */
export interface Unclaimed {
  /** Seconds the feed that waits longest is overdue, or 0. */
  readonly feedSeconds: number;
  /** Seconds the lane that waits longest has had something to send, or 0. */
  readonly laneSeconds: number;
}

export interface Standstill {
  readonly follower: Follower;
  /** Why this process's own work stands still, as a sentence, or null. `unclaimed` is asked only where that decides it. */
  reason(unclaimed: () => Promise<Unclaimed>): Promise<string | null>;
}

interface Duties {
  readonly schedules: boolean;
  readonly works: boolean;
  /** How long a claim holds without being renewed. */
  readonly leaseSeconds: number;
  /** Milliseconds of a clock that never jumps and stands still while the machine sleeps. */
  readonly now?: () => number;
}

const tickPatience = 5 * 60;
const claimPatience = 10 * 60;

/** Watches whether a process gets on with what its roles ask for: being there is not enough. */
export function createStandstill({
  schedules,
  works,
  leaseSeconds,
  now = () => performance.now(),
}: Duties): Standstill {
  const hold = Math.max(leaseSeconds, 5 * 60);
  let ticked = now();
  let claimed = now();
  let moved = now();
  let inHand = 0;
  return {
    follower: {
      began(step) {
        if (isOwn(step)) moved = now();
        if (!isClaim(step)) return;
        claimed = now();
        inHand += 1;
      },
      // A tick that failed has ended too: it is logged, counted, and tried again. This is about one that never does.
      ended({ step }) {
        if (step === "tick") ticked = now();
        if (isOwn(step)) moved = now();
        if (isClaim(step)) inHand -= 1;
      },
    },
    async reason(unclaimed) {
      if (schedules && since(ticked) > tickPatience) {
        return `The scheduler has finished no tick for ${minutes(since(ticked))}.`;
      }
      if (!works) return null;
      if (inHand > 0) {
        return since(moved) > hold
          ? `A poll or a delivery is in hand and has not moved for ${minutes(since(moved))}.`
          : null;
      }
      if (since(claimed) <= claimPatience) return null;
      const { feedSeconds, laneSeconds } = await unclaimed();
      const waiting = Math.max(feedSeconds, laneSeconds);
      if (waiting <= claimPatience) return null;
      const what = feedSeconds >= laneSeconds ? "A feed is" : "Deliveries are";
      return `${what} due for ${minutes(waiting)}, nobody works on it, and this worker has taken up nothing for ${minutes(since(claimed))}.`;
    },
  };

  function since(then: number): number {
    return (now() - then) / 1000;
  }
}

// What others ask of the web moves nothing here.
function isOwn(step: Step): boolean {
  return step !== "request" && step !== "tick";
}

function isClaim(step: Step): boolean {
  return step === "poll" || step === "deliver" || step === "amend";
}

function minutes(seconds: number): string {
  const whole = Math.floor(seconds / 60);
  return whole === 1 ? "1 minute" : `${whole} minutes`;
}
