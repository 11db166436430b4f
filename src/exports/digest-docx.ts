import {
  DeletedTextRun,
  Document,
  ExternalHyperlink,
  HeadingLevel,
  InsertedTextRun,
  Packer,
  Paragraph,
  TextRun,
} from "docx";
import type { ParagraphChild } from "docx";
import type { ComposedChange, ComposedDigest, Passage } from "../model/composed.ts";
import type { Instant } from "../model/time.ts";
import { legible } from "./legible.ts";
import { wordStyles } from "./word-styles.ts";

const author = "regwatch";

/** A digest as a Word file (Office Open XML), the passages of each entry with tracked changes made `at`. */
export async function digestDocx(digest: ComposedDigest, at: Instant): Promise<Uint8Array> {
  const passage = passageWriter(at);
  const entries = (changes: readonly ComposedChange[]) => changes.flatMap((change) => entry(change, passage));
  const children = [
    heading(digest.headline, HeadingLevel.HEADING_1),
    paragraph(digest.period),
    paragraph(digest.counts),
    ...digest.threads.flatMap(({ title, changes }) => [heading(title, HeadingLevel.HEADING_2), ...entries(changes)]),
    ...(digest.retracted.length === 0
      ? []
      : [heading("Retracted", HeadingLevel.HEADING_2), ...entries(digest.retracted)]),
    ...(digest.deadlines.length === 0 ? [] : [heading("Dates to come", HeadingLevel.HEADING_2)]),
    ...digest.deadlines.map(({ date, words, label, title }) =>
      paragraph(`${date} (${words}) ${label}: ${title}`, "item"),
    ),
    paragraph(digest.silence, "note"),
  ];
  const document = new Document({
    title: legible(digest.headline),
    description: legible(digest.period),
    creator: author,
    lastModifiedBy: author,
    styles: wordStyles("en-US"),
    sections: [{ children }],
  });
  return Packer.toBuffer(document);
}

function entry(change: ComposedChange, passage: (passage: Passage) => Paragraph): readonly Paragraph[] {
  const { headline, summary, facts, passages, deadlines, source, evidence, citation } = change;
  return [
    heading(headline, HeadingLevel.HEADING_3),
    ...(summary === "" ? [] : [paragraph(summary)]),
    ...facts.map(({ label, before, after }) => paragraph(`${label}: ${before} → ${after}`, "item")),
    ...passages.map(passage),
    ...deadlines.map(({ label, date, words }) => paragraph(`${label} ${date} (${words})`, "item")),
    new Paragraph({
      style: "note",
      children: [
        new TextRun(legible([citation, source, evidence].filter((part) => part !== null).join(" · "))),
        ...linked(change.officialUrl ?? change.sourceUrl),
      ],
    }),
  ];
}

function passageWriter(at: Instant): (passage: Passage) => Paragraph {
  const date = Temporal.Instant.from(at).toString({ smallestUnit: "second" });
  let revisions = 0;
  return ({ section, spans }) =>
    new Paragraph({
      style: "item",
      children: [
        ...(section === "" ? [] : [new TextRun({ text: legible(`${section}: `), bold: true })]),
        ...spans.map(({ op, text }): ParagraphChild => {
          const words = legible(text.replace(/\s+/gu, " "));
          if (op === "equal") return new TextRun(words);
          revisions += 1;
          const tracked = { text: words, id: revisions, author, date };
          return op === "insert" || op === "move-to" ? new InsertedTextRun(tracked) : new DeletedTextRun(tracked);
        }),
      ],
    });
}

function linked(url: string): readonly ParagraphChild[] {
  if (!/^https?:/.test(url)) return [];
  const text = new TextRun({ text: "Document", underline: {} });
  return [new TextRun(" · "), new ExternalHyperlink({ link: url, children: [text] })];
}

function heading(text: string, level: (typeof HeadingLevel)[keyof typeof HeadingLevel]): Paragraph {
  return new Paragraph({ heading: level, children: [new TextRun(legible(text))] });
}

function paragraph(text: string, style?: string): Paragraph {
  return new Paragraph({ children: [new TextRun(legible(text))], ...(style !== undefined && { style }) });
}
