import type { SocketModeReceiver } from "@slack/bolt";
import type { SlackLog } from "./parts.ts";

type SocketModeClient = SocketModeReceiver["client"];

const helloWithinMs = 20_000;
const longestPauseMs = 60_000;

/**
 * Keeps a Socket Mode connection, for as long as the signal has not fired. The client's own reconnecting is off: it dies for good where
 * Slack cannot be reached at the wrong moment, and ends in a rejection that nobody handles.
 */
export async function keepConnected(
  client: SocketModeClient,
  signal: AbortSignal,
  sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>,
  log: SlackLog,
): Promise<void> {
  for (let failures = 0; !signal.aborted;) {
    const gone = new Promise<void>((resolve) => void client.once("disconnected", resolve));
    try {
      await within(client.start(), helloWithinMs);
      failures = 0;
      await Promise.race([gone, aborted(signal)]);
    } catch (error) {
      failures += 1;
      if (failures === 3) log.warn({ reason: reasonOf(error) }, "Slack's Socket Mode cannot be reached; trying on");
      await sleep(Math.min(longestPauseMs, 500 * 2 ** Math.min(failures, 10)), signal);
    }
  }
  // The other side may never answer the goodbye.
  await within(Promise.resolve(client.disconnect()), 1000).catch(() => {});
}

async function within<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : "the connection was closed";
}
