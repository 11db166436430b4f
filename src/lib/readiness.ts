/** What `/readyz` begins with, by which a regwatch is known. */
export const readiness = {
  ready: "ready",
  starting: "starting",
  away: "the database does not answer",
  waiting: "waiting for the database",
} as const;

/** Whether an answer to `/readyz` is one of regwatch's. */
export function isReadiness(text: string): boolean {
  return Object.values(readiness).some((words) => text.startsWith(words));
}
