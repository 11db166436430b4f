import type { KnownBlock } from "@slack/types";
import type { Alert } from "../../model/alert.ts";
import type { RenderContext } from "../../model/channel.ts";
import { type Composed, type ComposedChange, type ComposedNotice, isTrouble } from "../../model/composed.ts";
import { fresh, type Standing } from "../../model/standing.ts";
import { isLoopbackLink } from "../links.ts";
import { plainText } from "../plain-text.ts";
import { cutAtSentence } from "../sentences.ts";
import { alertButtons, digestButtons } from "./buttons.ts";
import { changeBlocks, changeInWords, changeLine, type Detail } from "./change.ts";
import { digestBlocks, digestInWords } from "./digest.ts";
import { escapeText, lengthOf, line, link, list, richText, smallPrint, words, type Block } from "./rich.ts";

/** What stands in a Slack message. `text` is what notifications and screen readers say. */
export interface Content {
  readonly text: string;
  readonly blocks: readonly Block[];
}

export type Compose = (alert: Alert, context: RenderContext, standing?: Standing) => Composed;

/** An alert as a message with its buttons, which bring back `deliveryId`. */
export function alertMessage(
  alert: Alert,
  deliveryId: string,
  context: RenderContext,
  compose: Compose,
  standing: Standing = fresh,
): Content {
  const composed = compose(alert, context, standing);
  const content = alertContent(composed);
  if (alert.kind === "digest") return { ...content, blocks: [...content.blocks, ...digestButtons(deliveryId)] };
  if (alert.kind !== "alert" || composed.kind !== "alert") return content;
  const buttons = alertButtons(deliveryId, alert.changes, composed.changes, standing);
  return { ...content, blocks: [...content.blocks, ...buttons] };
}

/** What people are told, without anything to click. */
export function alertContent(composed: Composed): Content {
  if (composed.kind === "health") return noticeContent(composed.notice);
  if (composed.kind === "alert") return changesContent(composed);
  if (composed.kind === "notice") return sayContent(composed.lines, composed.changes);
  return { text: finish(digestInWords(composed.digest)), blocks: digestBlocks(composed.digest) };
}

/** Plain sentences, one a line, and the changes they are about. */
export function sayContent(lines: readonly string[], changes: readonly ComposedChange[] = []): Content {
  const shown = lines.map((text) => cutAtSentence(plainText(text), 1000)).slice(0, 20);
  return {
    text: finish(shown.join(" ")),
    blocks: richText(...shown.map((text) => line(words(text))), changeList(changes, 10)),
  };
}

function changesContent({ headline, changes, standing, inFull }: Extract<Composed, { kind: "alert" }>): Content {
  const became = standing.map((text) => cutAtSentence(plainText(text), 900)).slice(0, 3);
  const text = finish([...became, ...changes.slice(0, 3).map(changeInWords)].join(" "));
  const top = richText(
    ...became.map((text) => line([{ type: "emoji", name: "memo" }], words(` ${text}`, { bold: true }))),
    changes.length > 1 ? line(words(cutAtSentence(headline, 300), { bold: true })) : [],
  );
  for (const size of sizes) {
    const blocks = [...top, ...shown(changes, { ...size, full: Math.min(size.full, inFull) })];
    if (lengthOf(blocks) <= roomForText) return { text, blocks };
  }
  return { text, blocks: [...top, ...richText(changeList(changes, 12))] };
}

// Slack refuses messages from about 11,000 characters on.
const roomForText = 10_000;

interface Size extends Detail {
  readonly full: number;
}

const sizes: readonly Size[] = [
  { full: 3, passages: 3, passageLength: 1200, summaryLength: 1200 },
  { full: 3, passages: 1, passageLength: 900, summaryLength: 700 },
  { full: 1, passages: 2, passageLength: 900, summaryLength: 700 },
  { full: 1, passages: 1, passageLength: 400, summaryLength: 400 },
];

function shown(changes: readonly ComposedChange[], size: Size): readonly Block[] {
  const rest = changes.slice(size.full);
  return [
    ...changes
      .slice(0, size.full)
      .flatMap((change, at): readonly KnownBlock[] => [
        ...(at > 0 ? [{ type: "divider" } as const] : []),
        ...changeBlocks(change, size),
      ]),
    // What waited for long is a list and nothing else.
    ...richText(changeList(rest, size.full === 0 ? 30 : 12)),
  ];
}

/** Changes as a list of at most `most` lines, and how many more there are. */
export function changeList(changes: readonly ComposedChange[], most: number): ReturnType<typeof list> {
  const more = changes.length - most;
  return [
    ...list(changes.slice(0, most).map(changeLine)),
    ...(more > 0 ? line(words(`… and ${more} more.`, { italic: true })) : []),
  ];
}

function noticeContent(notice: ComposedNotice): Content {
  const sign = isTrouble(notice) ? "warning" : "white_check_mark";
  const message = cutAtSentence(plainText(notice.message), 1500);
  return {
    text: finish(`${plainText(notice.headline)}. ${message} ${plainText(notice.since)}.`),
    blocks: [
      ...richText(
        line(
          [
            { type: "emoji", name: sign },
            { type: "text", text: " " },
          ],
          isLoopbackLink(notice.pageUrl)
            ? words(notice.headline, { bold: true })
            : link(notice.headline, notice.pageUrl, { bold: true }),
        ),
        line(words(message)),
      ),
      ...smallPrint(notice.since),
    ],
  };
}

// Cut before it is escaped, so that no entity is cut.
function finish(text: string): string {
  return escapeText(cutAtSentence(text, 3000));
}
