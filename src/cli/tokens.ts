import { randomBytes } from "node:crypto";
import { type Command, Option } from "commander";
import { makeToken, tokenLine } from "../commands/tokens.ts";
import { sha256 } from "../lib/hash.ts";
import { toInstant } from "../lib/time.ts";
import { type Role, roles } from "../model/access.ts";
import { UsageError } from "../model/errors.ts";
import { actor } from "./actor.ts";
import type { CommandContext } from "./context.ts";

/** `regwatch tokens …`: who signs in on the web, and with what. */
export function addTokens(program: Command, context: CommandContext): void {
  const group = program
    .command("tokens")
    .summary("who signs in on the web")
    .description(
      "Personal tokens for the web and the API, so that every action has a person. They work where REGWATCH_ADMIN_TOKEN is set.",
    );
  group
    .command("add")
    .description("Makes a token and shows it, this once.")
    .argument("<name>", "whose it is, as the audit log names them")
    .addOption(
      new Option(
        "--role <role>",
        "admin: everything; editor: what people are told; auditor: reads everything, changes nothing",
      )
        .choices([...roles])
        .default("editor"),
    )
    .action(async (name: string, { role }: { role: Role }) => {
      const { services } = await context.open();
      const random = { id: randomBytes(6).toString("hex"), secret: randomBytes(32), hash: sha256 };
      const made = await makeToken(services.store, { name, role }, random, actor(), toInstant(services.clock.now()));
      context.io.stdout(`${made.token}\n`);
      context.io.stderr(`This is ${name}'s token (${made.id}). It is shown this once.\n`);
    });
  group
    .command("list")
    .description("Lists the tokens; never the tokens themselves.")
    .option("--json", "print one JSON object per line")
    .action(async ({ json }: { json?: boolean }) => {
      const { services } = await context.open();
      for (const token of await services.store.tokens()) {
        context.io.stdout(`${json ? JSON.stringify(token) : `${token.id}  ${tokenLine(token)}`}\n`);
      }
    });
  group
    .command("revoke")
    .description("Ends a token, and every session that began with it.")
    .argument("<id>")
    .action(async (id: string) => {
      const { services } = await context.open();
      if (!(await services.store.revokeToken(id, actor(), toInstant(services.clock.now())))) {
        throw new UsageError(`There is no token ${id} that could be revoked. See: regwatch tokens list`);
      }
      context.io.stdout(`Revoked ${id}.\n`);
    });
}
