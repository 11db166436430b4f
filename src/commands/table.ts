import type { CommandName } from "../model/command.ts";
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
  run: async () => ({
    kind: "answer",
    lines: Object.entries(commands).map(
      ([name, { summary, example }]) => `${name}: ${summary}. For example: ${example}`,
    ),
  }),
};

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
