import type { Transferred } from "../store/transfer.ts";
import type { CommandContext } from "./context.ts";

/** Says what came over and whether its evidence holds; returns the exit code. */
export function report(done: Transferred, { io }: CommandContext, json: boolean, sentence: string): number {
  const { evidence } = done;
  if (json) io.stdout(`${JSON.stringify(done)}\n`);
  else if (evidence.ok) {
    const { documents, entries, snapshots } = evidence;
    io.stdout(`${sentence}\nThe chain holds: ${documents} documents, ${entries} entries, ${snapshots} snapshots.\n`);
  } else {
    io.stderr(
      `${sentence}\nBroken at entry ${evidence.entry} of document ${evidence.documentId}: ${evidence.problem}\n`,
    );
  }
  return evidence.ok ? 0 : 1;
}
