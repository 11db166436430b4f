/** Slack's rules for posting. https://docs.slack.dev/apis/web-api/rate-limits */
export interface SlackRates {
  /** Milliseconds between two messages to a channel; 0 for no limit. */
  readonly channelGapMs: number;
  /** Messages a minute and workspace; Infinity for no limit. */
  readonly workspacePerMinute: number;
}

/** Counts messages, and says how many seconds one has to wait, 0 if it may go. Only what may go is counted. */
export function createRates(rates: SlackRates): (team: string, channel: string, now: number) => number {
  const lastInChannel = new Map<string, number>();
  const inWorkspace = new Map<string, number[]>();
  return (team, channel, now) => {
    const waits = (lastInChannel.get(channel) ?? Number.NEGATIVE_INFINITY) + rates.channelGapMs - now;
    const recent = (inWorkspace.get(team) ?? []).filter((at) => at > now - 60_000);
    inWorkspace.set(team, recent);
    if (recent.length >= rates.workspacePerMinute) {
      return Math.max(1, Math.ceil(((recent[0] ?? now) + 60_000 - now) / 1000));
    }
    if (waits > 0) return Math.max(1, Math.ceil(waits / 1000));
    lastInChannel.set(channel, now);
    recent.push(now);
    return 0;
  };
}
