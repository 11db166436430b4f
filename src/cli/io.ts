import { steady } from "../model/printable.ts";

/** Where a command writes: the process's own streams, or the far end of the control socket. */
export interface Io {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Whether colours are welcome on standard output. */
  readonly colour: boolean;
  /** Where lines are broken; left out where the far end breaks them itself. */
  readonly columns?: number;
}

/** The streams of this process. Whatever foreign text comes along, none of it steers a terminal. */
export function processIo(): Io {
  // A reader that has seen enough (`| head`) closes the pipe; that is no failure, and no reason to end a service.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  return {
    stdout: (text) => void process.stdout.write(process.stdout.isTTY ? steady(text) : text),
    stderr: (text) => void process.stderr.write(process.stderr.isTTY ? steady(text) : text),
    // hasColors() heeds NO_COLOR.
    colour: process.stdout.isTTY && process.stdout.hasColors(),
    ...(process.stdout.isTTY && { columns: process.stdout.columns }),
  };
}
