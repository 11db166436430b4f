import type {
  Button,
  KnownBlock,
  PlainTextElement,
  RichTextBlockElement,
  RichTextElement,
  RichTextText,
} from "@slack/types";
import { plainText } from "../plain-text.ts";
import { webLink } from "../links.ts";

export type Block = KnownBlock;
export type Element = RichTextElement;
type Part = RichTextBlockElement;
type Style = NonNullable<RichTextText["style"]>;

/*
 * Foreign text goes into text elements of rich text, which Slack shows as they are: no mention, no emoji, no link, no formatting is
 * read out of them.
 */

/** Text as it is. Spaces at its ends are kept. */
export function words(text: string, style?: Style): readonly Element[] {
  const shown = plainText(text);
  const [lead, tail] = [/^\s/.test(text) ? " " : "", /\s$/.test(text) && shown !== "" ? " " : ""];
  const whole = `${lead}${shown}${tail}`;
  return whole === "" ? [] : [{ type: "text", text: whole, ...(style && { style }) }];
}

/** Text that leads somewhere, or the text alone if the address is none people may be led to. */
export function link(text: string, address: string | null, style?: Style): readonly Element[] {
  const url = webLink(address);
  const shown = plainText(text);
  if (url === null || shown === "") return words(text, style);
  return [{ type: "link", url, text: shown, ...(style && { style }) }];
}

export function line(...elements: readonly (readonly Element[])[]): readonly Part[] {
  const all = elements.flat();
  return all.length === 0 ? [] : [{ type: "rich_text_section", elements: all }];
}

export function quote(...elements: readonly (readonly Element[])[]): readonly Part[] {
  const all = elements.flat();
  return all.length === 0 ? [] : [{ type: "rich_text_quote", elements: all }];
}

export function list(items: readonly (readonly Element[])[]): readonly Part[] {
  const elements = items.filter((item) => item.length > 0);
  if (elements.length === 0) return [];
  return [
    {
      type: "rich_text_list",
      style: "bullet",
      elements: elements.map((item) => ({ type: "rich_text_section", elements: [...item] })),
    },
  ];
}

export function richText(...parts: readonly (readonly Part[])[]): readonly Block[] {
  const elements = parts.flat();
  return elements.length === 0 ? [] : [{ type: "rich_text", elements }];
}

/** Small print: plain text, one element a part. */
export function smallPrint(...texts: readonly string[]): readonly Block[] {
  const elements = texts
    .map((text) => plainText(text).slice(0, 1500))
    .filter((text) => text !== "")
    .map((text): PlainTextElement => ({ type: "plain_text", text: text.toWellFormed(), emoji: false }));
  return elements.length === 0 ? [] : [{ type: "context", elements: elements.slice(0, 10) }];
}

/** Our own words on a button. Its value comes back with the click. */
export function button(
  label: string,
  actionId: string,
  value: string,
  more: Partial<Pick<Button, "style" | "url" | "confirm">> = {},
): Button {
  return { type: "button", text: plain(label, 75), action_id: actionId, value, ...more };
}

/** Plain text in at most `most` characters, for titles, labels and options. */
export function plain(text: string, most: number): PlainTextElement {
  const shown = plainText(text) || "–";
  const fits = shown.length <= most ? shown : `${shown.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…`;
  return { type: "plain_text", text: fits, emoji: false };
}

/** Characters that Slack gives a meaning to in `text` and in mrkdwn. https://docs.slack.dev/messaging/formatting-message-text */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Characters of everything that people read in these blocks. */
export function lengthOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, inner) => sum + lengthOf(inner), 0);
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (key === "text" && typeof inner === "string" ? inner.length : lengthOf(inner)),
    0,
  );
}
