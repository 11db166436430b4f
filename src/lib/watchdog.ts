import { Worker } from "node:worker_threads";

/** Ends the process when its event loop stands still: a reading that never ends would keep everything else from being done. */
export interface Watchdog {
  /** Says what is being done, in a few words, for the line that is written at the end; empty when it is done. */
  note(what: string): void;
  /** Begins to watch. After so many seconds of standstill one line goes to standard error, and the process is killed. */
  start(seconds: number): void;
  stop(): Promise<void>;
}

const longestName = 500;

export function createWatchdog(): Watchdog {
  // A counter that grows while the event loop turns, and a name ended by a zero.
  const beats = new SharedArrayBuffer(8);
  const what = new SharedArrayBuffer(longestName + 1);
  const name = Buffer.alloc(longestName + 1);
  // Nothing encodes into shared memory itself.
  const shared = new Uint8Array(what);
  const counter = new Int32Array(beats);
  let timer: NodeJS.Timeout | undefined;
  let thread: Worker | undefined;
  return {
    note(text) {
      const length = name.write(text, 0, longestName);
      shared.set(name.subarray(0, length));
      shared[length] = 0;
    },
    start(seconds) {
      timer = setInterval(() => Atomics.add(counter, 0, 1), 200).unref();
      thread = new Worker(new URL("watchdog-thread.cjs", import.meta.url), {
        workerData: { beats, what, seconds },
        execArgv: [],
      });
      thread.unref();
    },
    async stop() {
      clearInterval(timer);
      await thread?.terminate();
    },
  };
}
