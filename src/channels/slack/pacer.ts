import type { Clock } from "../../model/time.ts";

/** Slack's rule: a message a second and channel, "several hundred" a minute and workspace. https://docs.slack.dev/apis/web-api/rate-limits */
const channelGapMs = 1000;
const perMinute = 200;
const minuteMs = 60_000;

export interface Pacer {
  /** Milliseconds to wait before a message may go to the channel; the moment is booked. */
  book(team: string, channel: string): number;
  /** Slack asked to leave the channel alone for so long. */
  hold(team: string, channel: string, seconds: number): void;
}

/** Books moments for messages, so that Slack has no reason to refuse any. Per process: a channel is one lane and has one worker. */
export function createPacer(clock: Clock): Pacer {
  const channels = new Map<string, number>();
  const teams = new Map<string, number[]>();
  return {
    book(team, channel) {
      const now = clock.now().epochMilliseconds;
      const key = `${team}/${channel}`;
      forget(channels, now);
      const booked = (teams.get(team) ?? []).filter((at) => at > now - minuteMs);
      const full = booked.length >= perMinute ? (booked[booked.length - perMinute] ?? now) + minuteMs + 1 : now;
      const at = Math.max(now, channels.get(key) ?? now, full);
      channels.set(key, at + channelGapMs);
      teams.set(
        team,
        [...booked, at].toSorted((a, b) => a - b),
      );
      return at - now;
    },
    hold(team, channel, seconds) {
      const key = `${team}/${channel}`;
      const until = clock.now().epochMilliseconds + 1000 * seconds;
      channels.set(key, Math.max(until, channels.get(key) ?? 0));
    },
  };
}

function forget(channels: Map<string, number>, now: number): void {
  if (channels.size < 1000) return;
  for (const [key, at] of channels) if (at < now) channels.delete(key);
}
