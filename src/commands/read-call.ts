import type { CommandCall } from "../model/command.ts";

const names = ["query", "when", "min", "thread", "publish", "desk", "at", "mention", "remind", "change", "id"];

// Phones make one dash of two.
const option = new RegExp(`(?:^|\\s)(?:--|—|–)(?=(?:${names.join("|")})(?:[\\s=]|$))`, "u");

/** A command's words, and what was given by name, in the words (`--when daily 08:00 UTC`, up to the next `--`) or beside them. */
export function readCall({ text, options }: Pick<CommandCall, "text" | "options">): {
  readonly text: string;
  readonly options: Readonly<Record<string, string>>;
} {
  const [words = "", ...given] = text.split(option);
  return { text: words.trim(), options: { ...Object.fromEntries(given.map(readOption)), ...options } };
}

function readOption(text: string): readonly [string, string] {
  const [, name = "", value = ""] = /^(\w+)[\s=]*(.*)$/su.exec(text.trim()) ?? [];
  return [name, value.replace(/^(["'“‘])(.*)["'”’]$/su, "$2").trim()];
}
