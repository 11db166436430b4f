import { commandNames, type CommandName } from "../model/command.ts";
import { probablyMeant } from "../model/nearest.ts";
import { deadlines } from "./deadlines.ts";
import { digest } from "./digest.ts";
import { list } from "./list.ts";
import { mute } from "./mute.ts";
import type { Command } from "./parts.ts";
import { preview } from "./preview.ts";
import { tryOut } from "./try-out.ts";
import { unwatch } from "./unwatch.ts";
import { watch } from "./watch.ts";

const help: Command = {
  summary: "what there is",
  example: "help",
  run: async (_parts, { text }) => ({
    kind: "answer",
    lines: [
      ...notUnderstood(text),
      ...Object.entries(commands).map(([name, { summary, example }]) => `${name}: ${summary}. For example: ${example}`),
    ],
  }),
};

function notUnderstood(text: string): readonly string[] {
  const [word = ""] = text.trim().split(/\s/u, 1);
  const names: readonly string[] = commandNames;
  if (word === "" || names.includes(word.toLowerCase())) return [];
  const meant = probablyMeant(word, names);
  const instead = meant === null ? "" : ` Did you mean ${meant}?`;
  return [`There is no command ${word.slice(0, 80).toWellFormed()}.${instead}`];
}

/** Every command, by its name: the same for all channels. */
export const commands: Readonly<Record<CommandName, Command>> = {
  watch,
  list,
  unwatch,
  preview,
  digest,
  mute,
  deadlines,
  test: tryOut,
  help,
};
