import type { Command } from "commander";
import { isLoopbackLink } from "../channels/links.ts";
import { slackManifest } from "../channels/slack/manifest.ts";
import { UsageError } from "../model/errors.ts";
import type { CommandContext } from "./context.ts";

/** `regwatch slack manifest`: what Slack has to know about the app. */
export function addSlack(program: Command, context: CommandContext): void {
  program
    .command("slack")
    .summary("set up the Slack app")
    .description("Sets up the Slack app.")
    .command("manifest")
    .description(
      "Prints the app's manifest: paste it at https://api.slack.com/apps under “Create New App”, “From a manifest”.",
    )
    .option("--http", "Slack calls REGWATCH_PUBLIC_URL; else Socket Mode, which needs no address")
    .option("--many", "other workspaces may install the app (with --http)")
    .action(({ http = false, many = false }: { http?: boolean; many?: boolean }) => {
      const { publicUrl } = context.config();
      const reachable = isLoopbackLink(publicUrl) ? null : publicUrl;
      if ((http || many) && reachable === null) {
        throw new UsageError(
          "Slack cannot call 127.0.0.1. Set REGWATCH_PUBLIC_URL to the https:// address it reaches.",
        );
      }
      if (many && !http) throw new UsageError("--many goes with --http: installing ends at an address of ours.");
      const manifest = slackManifest({ socketMode: !http, publicUrl: reachable, manyWorkspaces: many });
      context.io.stdout(`${JSON.stringify(manifest, null, 2)}\n`);
    });
}
