import type { Clock } from "../model/time.ts";

/** Tokens a day (UTC), counted in this process; a restart begins anew. */
export interface DailyBudget {
  hasLeft(): boolean;
  /** True when this spending used the day's budget up. */
  spend(tokens: number): boolean;
}

export function createDailyBudget(clock: Clock, most: number): DailyBudget {
  let day = "";
  let spent = 0;
  const spentToday = (): number => {
    const today = clock.now().toString().slice(0, 10);
    if (today !== day) [day, spent] = [today, 0];
    return spent;
  };
  return {
    hasLeft: () => spentToday() < most,
    spend(tokens) {
      const before = spentToday();
      spent = before + tokens;
      return before < most && spent >= most;
    },
  };
}
