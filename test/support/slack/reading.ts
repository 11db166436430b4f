import type { SlackBlock } from "./limits.ts";

/** Blocks as a person reads them: one line a part; struck text as `~…~`, bold as `*…*`, buttons as `[…]`, links as `label (address)`. */
export function readBlocks(blocks: readonly SlackBlock[]): string {
  return blocks.map(readBlock).join("\n");
}

function readBlock(block: SlackBlock): string {
  switch (block.type) {
    case "divider":
      return "---";
    case "header":
      return `# ${block.text.text}`;
    case "section":
      return [block.text?.text, ...(block.fields ?? []).map(({ text }) => text), label(block.accessory)]
        .filter((part) => part !== undefined)
        .join("\n");
    case "context":
      return block.elements.map((element) => ("text" in element ? element.text : element.alt_text)).join(" · ");
    case "actions":
      return block.elements.map(label).join(" ");
    case "input":
      return `${block.label.text}: ${label(block.element) ?? ""}`;
    default:
      return block.elements
        .map((part) =>
          part.type === "rich_text_list"
            ? part.elements.map((item) => `• ${rich(item.elements)}`).join("\n")
            : `${part.type === "rich_text_quote" ? "> " : ""}${rich(part.elements)}`,
        )
        .join("\n");
  }
}

type RichElement = Extract<
  Extract<SlackBlock, { type: "rich_text" }>["elements"][number],
  { type: "rich_text_section" }
>["elements"][number];

function rich(elements: readonly RichElement[]): string {
  return elements.map(richElement).join("");
}

function richElement(element: RichElement): string {
  switch (element.type) {
    case "text": {
      const struck = element.style?.strike ? `~${element.text}~` : element.text;
      return element.style?.bold ? `*${struck}*` : struck;
    }
    case "link":
      return `${element.text ?? ""} (${element.url})`;
    case "emoji":
      return `:${element.name}:`;
    case "user":
      return `@${element.user_id}`;
    case "channel":
      return `#${element.channel_id}`;
    case "usergroup":
      return `@${element.usergroup_id}`;
    case "broadcast":
      return `@${element.range}`;
    default:
      return element.fallback ?? element.format;
  }
}

function label(element: object | undefined): string | undefined {
  if (element === undefined) return undefined;
  if ("text" in element) return `[${(element.text as { text: string }).text}]`;
  if ("options" in element) {
    return (element.options as readonly { text: { text: string } }[]).map(({ text }) => `(${text.text})`).join(" ");
  }
  return "initial_value" in element ? String(element.initial_value) : "";
}

/** Whom a message would call: everything in it that Slack turns into a mention. */
export function mentionsIn(text: string, blocks: readonly SlackBlock[]): readonly string[] {
  const found = [...entities(text)];
  walk(blocks, (node) => {
    if (node["type"] === "mrkdwn" && typeof node["text"] === "string") found.push(...entities(node["text"]));
    if (["user", "usergroup", "broadcast", "channel", "team"].includes(String(node["type"]))) {
      found.push(JSON.stringify(node));
    }
  });
  return found;
}

function entities(text: string): readonly string[] {
  return text.match(/<[!@#][^>]*>/g) ?? [];
}

/** Every address a person could click, and those of `text`. */
export function linksIn(text: string, blocks: readonly SlackBlock[]): readonly string[] {
  const found = [...addresses(text)];
  walk(blocks, (node) => {
    if (typeof node["url"] === "string") found.push(node["url"]);
    if (node["type"] === "mrkdwn" && typeof node["text"] === "string") found.push(...addresses(node["text"]));
  });
  return found;
}

function addresses(text: string): readonly string[] {
  return [...text.matchAll(/<(?![!@#])([^|>]*)(?:\|[^>]*)?>/g)].map(([, url = ""]) => url);
}

function walk(value: unknown, visit: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(value)) value.forEach((inner) => walk(inner, visit));
  else if (typeof value === "object" && value !== null) {
    visit(value as Record<string, unknown>);
    Object.values(value).forEach((inner) => walk(inner, visit));
  }
}
