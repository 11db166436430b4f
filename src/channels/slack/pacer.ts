import type { Clock } from "../../model/time.ts";

/** Slack's rule: a message a second and channel, "several hundred" a minute and workspace. https://docs.slack.dev/apis/web-api/rate-limits */
const channelGapMs = 1000;
const perMinute = 200;
const minuteMs = 60_000;

export interface Pacer {
  /** Milliseconds until a message may go to the channel. The moment stays booked for whoever asks for the channel next. */
  book(team: string, channel: string): number;
  /** The message goes out now: its moment is used up. */
  use(team: string, channel: string): void;
  /** Slack asked to leave the channel alone for so long. */
  hold(team: string, channel: string, seconds: number): void;
}

/** Books moments for messages, so that Slack has no reason to refuse any. Per process: a channel is one lane and has one worker. */
export function createPacer(clock: Clock): Pacer {
  const nextInChannel = new Map<string, number>();
  const bookedInChannel = new Map<string, number>();
  const teams = new Map<string, number[]>();
  const nowMs = (): number => clock.now().epochMilliseconds;
  return {
    book(team, channel) {
      const [key, now] = [`${team}/${channel}`, nowMs()];
      const booked = bookedInChannel.get(key);
      if (booked !== undefined && booked > now - minuteMs) return Math.max(0, booked - now, nextIn(key) - now);
      forget(nextInChannel, now);
      forget(bookedInChannel, now - minuteMs);
      const recent = (teams.get(team) ?? []).filter((at) => at > now - minuteMs);
      const free = recent.length < perMinute ? now : (recent[recent.length - perMinute] ?? now) + minuteMs + 1;
      const at = Math.max(now, nextIn(key), free);
      bookedInChannel.set(key, at);
      teams.set(
        team,
        [...recent, at].toSorted((a, b) => a - b),
      );
      return at - now;
    },
    use(team, channel) {
      const key = `${team}/${channel}`;
      bookedInChannel.delete(key);
      nextInChannel.set(key, nowMs() + channelGapMs);
    },
    hold(team, channel, seconds) {
      const key = `${team}/${channel}`;
      nextInChannel.set(key, Math.max(nowMs() + 1000 * seconds, nextIn(key)));
    },
  };

  function nextIn(key: string): number {
    return nextInChannel.get(key) ?? 0;
  }
}

function forget(channels: Map<string, number>, before: number): void {
  if (channels.size < 1000) return;
  for (const [key, at] of channels) if (at < before) channels.delete(key);
}
