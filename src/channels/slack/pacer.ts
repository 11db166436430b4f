import type { Clock } from "../../model/time.ts";

/** Slack's rule: a message a second and channel, "several hundred" a minute and workspace. https://docs.slack.dev/apis/web-api/rate-limits */
const channelGapMs = 1000;
const perMinute = 200;
const minuteMs = 60_000;

export interface Pacer {
  /** Milliseconds until a message may go to the channel. Whoever has to wait keeps a place in the workspace's line. */
  wait(team: string, channel: string): number;
  /** The message goes out now. Call what is returned when Slack has answered: by then it has been counted. */
  use(team: string, channel: string): () => void;
  /** Slack asked to leave the channel alone for so long. */
  hold(team: string, channel: string, seconds: number): void;
}

interface Team {
  /** When messages were sent, or answered if they have been: Slack counted them in between. */
  readonly sent: { at: number }[];
  /** Channels that wait, with the moment they were told to come back at. */
  readonly line: Map<string, number>;
}

/** Finds moments for messages at which Slack has no reason to refuse any. Per process: a channel is one lane and has one worker. */
export function createPacer(clock: Clock): Pacer {
  const free = new Map<string, { readonly since: number; readonly at: number }>();
  const teams = new Map<string, Team>();
  const now = (): number => clock.now().epochMilliseconds;
  return {
    wait(team, channel) {
      const { sent, line } = teamOf(team);
      const gap = Math.max(0, freeAt(`${team}/${channel}`) - now());
      const room = perMinute - sent.length;
      if (room > 0) {
        line.delete(channel);
        return gap;
      }
      const place = line.has(channel) ? [...line.keys()].indexOf(channel) : line.size;
      const at = (sent[Math.min(place - room, sent.length - 1)]?.at ?? now()) + minuteMs;
      line.set(channel, at);
      return Math.max(gap, at - now(), 1);
    },
    use(team, channel) {
      const message = { at: now() };
      teamOf(team).sent.push(message);
      keepFree(`${team}/${channel}`, now() + channelGapMs);
      return () => {
        message.at = now();
        keepFree(`${team}/${channel}`, Math.max(now() + channelGapMs, freeAt(`${team}/${channel}`)));
      };
    },
    hold(team, channel, seconds) {
      keepFree(`${team}/${channel}`, now() + 1000 * seconds);
    },
  };

  // What was said before a clock was set back is not about this time.
  function freeAt(key: string): number {
    const known = free.get(key);
    return known === undefined || known.since > now() ? 0 : known.at;
  }

  function keepFree(key: string, at: number): void {
    free.set(key, { since: now(), at });
  }

  function teamOf(id: string): Team {
    const team = teams.get(id) ?? { sent: [], line: new Map() };
    teams.set(id, team);
    const since = now() - minuteMs;
    while ((team.sent.at(-1)?.at ?? 0) > now()) team.sent.pop();
    while ((team.sent[0]?.at ?? since + 1) <= since) team.sent.shift();
    // Who was told to come back and did not has lost its place.
    for (const [channel, at] of team.line) if (at < since) team.line.delete(channel);
    if (free.size > 5000) for (const [key, { at }] of free) if (at < now()) free.delete(key);
    return team;
  }
}
