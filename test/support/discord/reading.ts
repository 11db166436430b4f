import { textOf, type Json, type Message } from "./state.ts";

/** A link as somebody reads it: the words it stands behind, and where it leads. */
export interface SeenLink {
  readonly words: string;
  readonly url: string;
}

/** Everything of a message that Discord reads as markup. */
export function markdownOf({ body }: Pick<Message, "body">): readonly string[] {
  const embeds = (body["embeds"] ?? []) as readonly Json[];
  return [
    textOf(body["content"]),
    ...embeds.flatMap((embed) => [
      textOf(embed["title"]),
      textOf(embed["description"]),
      ...((embed["fields"] ?? []) as readonly Json[]).flatMap(({ name, value }) => [String(name), String(value)]),
    ]),
  ].filter((text) => text !== "");
}

/** The mark in the footer by which a message of ours is found again; empty where there is none. */
export function markIn({ body }: Pick<Message, "body">): string {
  const [embed] = (body["embeds"] ?? []) as readonly Json[];
  const footer = embed?.["footer"] as Json | undefined;
  return /ref ([0-9a-f]{12})$/.exec(textOf(footer?.["text"]))?.[1] ?? "";
}

/** The links Discord makes of a text: those behind words, and bare addresses. */
export function linksIn(text: string): readonly SeenLink[] {
  const live = withoutEscaped(text);
  const masked = [...live.matchAll(/\[([^\]\n]*)\]\(<?(https?:\/\/[^\s)>]+)>?(?:\s+"[^"]*")?\)/g)];
  const rest = masked.reduce((left, [whole]) => left.replace(whole, ""), live);
  const bare = [...rest.matchAll(/(?:https?|discord):\/\/[^\s<>]+|discord\.gg\/\S+/g)];
  return [...masked.map(([, words = "", url = ""]) => ({ words, url })), ...bare.map(([url]) => ({ words: url, url }))];
}

/** People, roles, channels, commands and everybody, as Discord would call or name them. */
export function mentionsIn(text: string): readonly string[] {
  return [...withoutEscaped(text).matchAll(/@everyone|@here|<(?:@[!&]?|#|\/[^:>]+:)\d+>|<a?:\w+:\d+>|<id:\w+>/g)].map(
    ([mention]) => mention,
  );
}

/** What a reader sees: no escapes, no invisible spaces. */
export function readerSees(text: string): string {
  return text.replace(/\\([^0-9A-Za-z\s])/g, "$1").replaceAll("\u200b", "");
}

// A character that stands behind a backslash is only itself; what is left is what can be markup.
function withoutEscaped(text: string): string {
  return text.replace(/\\[^0-9A-Za-z\s]/g, "\u0000");
}
