import type { Command } from "commander";
import { keptSince } from "../pipeline/keep-house.ts";
import type { CommandContext } from "./context.ts";

/** `regwatch retention`: what the rule would let go of now. It changes nothing: the service does that once a day. */
export function addRetention(program: Command, context: CommandContext): void {
  program
    .command("retention")
    .summary("what would be let go of, and how much it is")
    .description(
      "Shows what REGWATCH_KEEP_YEARS would let go of now, and changes nothing; the running service does so once a day. Never the latest text of a document, nor what anybody may have been told of, nor what is held.",
    )
    .option("--json", "print it as JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const { services } = await context.open();
      const before = keptSince(services.clock.now(), services.keepYears);
      const leavings = await services.store.leavings(before);
      const { versions, documents, changes, bytes } = leavings;
      context.io.stdout(
        json
          ? `${JSON.stringify({ before, ...leavings })}\n`
          : `Superseded before ${before.slice(0, 10)} and told to nobody: ${versions} versions of ${documents} documents and ${changes} changes, ${(bytes / 1e6).toFixed(1)} MB.\n`,
      );
    });
}
