import type { AutocompleteInteraction } from "discord.js";
import type { Desk, Place, Suggested } from "../../model/command.ts";

const most = 25;
const longest = 100;

/** Completes what is typed: names after `topic:` and the like in a query, subscriptions of the place where one is asked for. */
export async function suggest(desk: Desk, interaction: AutocompleteInteraction, place: Place): Promise<void> {
  const { name, value } = interaction.options.getFocused(true);
  const texts =
    name === "query" ? await queries(desk, value, place) : await desk.suggest("subscription", value, place, most);
  const fitting = texts.filter((text) => text.length > 0 && text.length <= longest);
  await interaction.respond(
    fitting
      .slice(0, most)
      .map((text) => ({ name: text, value: name === "query" ? text : (/^\d+/.exec(text)?.[0] ?? text) })),
  );
}

const fields: ReadonlyMap<string, Suggested> = new Map([
  ["topic", "topic"],
  ["feed", "feed"],
  ["agency", "agency"],
  ["bill", "bill"],
  ["source", "source"],
]);

// The last term is completed; what stands before it is kept.
async function queries(desk: Desk, typed: string, place: Place): Promise<readonly string[]> {
  const [, before = "", field = "", quote = "", word = ""] =
    /^(.*?\b)??(?:(\w+):)?("?)([^\s"():]*)$/su.exec(typed) ?? [];
  const known = fields.get(field.toLowerCase());
  if (known !== undefined) {
    const names = await desk.suggest(known, word, place, most);
    return names.map((name) => `${before}${field.toLowerCase()}:${quoted(name, quote !== "")}`);
  }
  if (field !== "") return [typed];
  const [topics, feeds] = await Promise.all([
    desk.suggest("topic", word, place, 15),
    desk.suggest("feed", word, place, 9),
  ]);
  return [
    ...(typed.trim() === "" ? [] : [typed]),
    ...topics.map((name) => `${before}topic:${quoted(name)}`),
    ...feeds.map((name) => `${before}feed:${quoted(name)}`),
  ];
}

function quoted(name: string, always = false): string {
  return always || !/^[\p{L}\p{N}_/-]+$/u.test(name) ? `"${name.replaceAll('"', "")}"` : name;
}
