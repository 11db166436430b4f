import type { ComposedDigest } from "../../model/composed.ts";
import { plainText } from "../plain-text.ts";
import { cutAtSentence } from "../sentences.ts";
import { changeLine } from "./change.ts";
import { lengthOf, line, list, richText, smallPrint, words, type Block } from "./rich.ts";

const roomForText = 8000;

/** A digest by threads, the weightiest first; what does not fit is counted, and stands in the files that a button brings. */
export function digestBlocks(digest: ComposedDigest): readonly Block[] {
  for (const [threads, perThread] of [
    [20, 5],
    [15, 2],
    [10, 1],
  ] as const) {
    const blocks = laidOut(digest, threads, perThread);
    if (lengthOf(blocks) <= roomForText) return blocks;
  }
  return laidOut(digest, 5, 1);
}

/** The same in sentences. Not escaped. */
export function digestInWords(digest: ComposedDigest): string {
  return [
    `${plainText(digest.headline)}.`,
    `${plainText(digest.period)}.`,
    ...digest.threads.slice(0, 5).map(({ title }) => `${cutAtSentence(plainText(title), 200)}.`),
    plainText(digest.counts),
    plainText(digest.silence),
  ]
    .filter((part) => part !== "" && part !== ".")
    .join(" ");
}

function laidOut(digest: ComposedDigest, most: number, perThread: number): readonly Block[] {
  const more = digest.threads.length - most;
  return [
    ...richText(
      line(words(cutAtSentence(plainText(digest.headline), 200), { bold: true })),
      line(words(cutAtSentence(plainText(digest.period), 200))),
    ),
    ...digest.threads
      .slice(0, most)
      .flatMap(({ title, changes }) =>
        richText(
          line(words(cutAtSentence(plainText(title), 200), { bold: true })),
          list(changes.slice(0, perThread).map(changeLine)),
          changes.length > perThread
            ? line(words(`… and ${changes.length - perThread} more of this.`, { italic: true }))
            : [],
        ),
      ),
    ...richText(
      more > 0 ? line(words(`… and ${more} more; the files hold all of it.`, { italic: true })) : [],
      digest.deadlines.length > 0 ? line(words("Dates to come", { bold: true })) : [],
      list(
        digest.deadlines
          .slice(0, 10)
          .map(({ label, date, words: left, title }) => [
            ...words(`${label} `),
            ...words(date, { bold: true }),
            ...words(` · ${left} · ${cutAtSentence(plainText(title), 120)}`),
          ]),
      ),
    ),
    ...smallPrint(digest.counts, digest.silence),
  ];
}
