import {
  AlignmentType,
  BorderStyle,
  DeletedTextRun,
  Document,
  ExternalHyperlink,
  Footer,
  Header,
  HeadingLevel,
  ImageRun,
  InsertedTextRun,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
} from "docx";
import type { ParagraphChild } from "docx";
import type { ClientDigest, ClientEntry, ClientThread, Letterhead } from "../model/client-digest.ts";
import type { Passage } from "../model/composed.ts";
import type { Instant } from "../model/time.ts";
import { legible } from "./legible.ts";
import { significanceGroups } from "./client-groups.ts";
import { wordStyles } from "./word-styles.ts";

/**
 * What a firm sends to its clients as a Word file: its letterhead, each entry with a line for a comment. What changed is underlined and
 * struck through, or `tracked` as changes made `at` by the firm.
 */
export async function clientDocx(digest: ClientDigest, at: Instant, tracked: boolean): Promise<Uint8Array> {
  const author = digest.letterhead?.name ?? "Editor";
  const passage = tracked ? trackedPassages(author, at) : staticPassage;
  const document = new Document({
    title: legible(digest.title),
    creator: legible(author),
    lastModifiedBy: legible(author),
    styles: wordStyles("en-US"),
    sections: [
      {
        ...(digest.letterhead !== null && { headers: { first: letterhead(digest.letterhead) } }),
        properties: { titlePage: digest.letterhead !== null },
        footers: { default: footer(digest), first: footer(digest) },
        children: body(digest, passage),
      },
    ],
  });
  return Packer.toBuffer(document);
}

type WritePassage = (passage: Passage) => Paragraph;

function body(digest: ClientDigest, passage: WritePassage): readonly Paragraph[] {
  return [
    heading(digest.title, HeadingLevel.HEADING_1),
    paragraph(digest.period),
    paragraph(digest.counts),
    ...significanceGroups(digest.threads).flatMap(({ label, threads }) => [
      heading(label, HeadingLevel.HEADING_2),
      ...threads.flatMap((thread) => threadParagraphs(thread, passage)),
    ]),
    ...(digest.corrections.length === 0 ? [] : [heading("Corrections", HeadingLevel.HEADING_2)]),
    ...digest.corrections.flatMap((entry) => entryParagraphs(entry, passage)),
    ...(digest.deadlines.length === 0 ? [] : [heading("Dates to come", HeadingLevel.HEADING_2)]),
    ...digest.deadlines.map(({ date, words, title }) => paragraph(`${date}: ${words}. ${title}`, "item")),
    paragraph(digest.checked, "note"),
  ];
}

function threadParagraphs({ title, entries }: ClientThread, passage: WritePassage): readonly Paragraph[] {
  return [heading(title, HeadingLevel.HEADING_3), ...entries.flatMap((entry) => entryParagraphs(entry, passage))];
}

function entryParagraphs(entry: ClientEntry, passage: WritePassage): readonly Paragraph[] {
  const { headline, summary, facts, passages, deadlines, citation, officialUrl } = entry;
  return [
    heading(headline, HeadingLevel.HEADING_4),
    ...(summary === "" ? [] : [paragraph(summary)]),
    ...facts.map(({ label, before, after }) => paragraph(`${label}: ${before} → ${after}`, "item")),
    ...passages.map(passage),
    ...deadlines.map((text) => paragraph(text, "item")),
    new Paragraph({ style: "note", children: [new TextRun(legible(citation)), ...linked(officialUrl)] }),
    commentLine(),
  ];
}

// A border below draws the line, whatever the width of the page.
function commentLine(): Paragraph {
  const line = { style: BorderStyle.SINGLE, size: 4, space: 1, color: "808080" } as const;
  return new Paragraph({
    style: "item",
    border: { bottom: line },
    children: [new TextRun({ text: "Comment: ", italics: true })],
  });
}

function staticPassage({ section, spans }: Passage): Paragraph {
  return new Paragraph({
    style: "item",
    children: [
      ...sectionRun(section),
      ...spans.map(({ op, text }) => {
        const words = { text: legible(text.replace(/\s+/gu, " ")) };
        if (op === "equal") return new TextRun(words);
        return new TextRun(
          op === "insert" || op === "move-to"
            ? { ...words, underline: {}, color: "1A5C2E" }
            : { ...words, strike: true, color: "9B1C1C" },
        );
      }),
    ],
  });
}

function trackedPassages(author: string, at: Instant): WritePassage {
  const date = Temporal.Instant.from(at).toString({ smallestUnit: "second" });
  let revisions = 0;
  return ({ section, spans }) =>
    new Paragraph({
      style: "item",
      children: [
        ...sectionRun(section),
        ...spans.map(({ op, text }): ParagraphChild => {
          const words = legible(text.replace(/\s+/gu, " "));
          if (op === "equal") return new TextRun(words);
          revisions += 1;
          const revision = { text: words, id: revisions, author: legible(author), date };
          return op === "insert" || op === "move-to" ? new InsertedTextRun(revision) : new DeletedTextRun(revision);
        }),
      ],
    });
}

function sectionRun(section: string): readonly TextRun[] {
  return section === "" ? [] : [new TextRun({ text: legible(`${section}: `), bold: true })];
}

const logoHeight = 48;

function letterhead({ name, lines, logo }: Letterhead): Header {
  const picture =
    logo === null
      ? []
      : [
          new ImageRun({
            type: "png",
            data: logo.bytes,
            transformation: { width: Math.round((logo.width / logo.height) * logoHeight), height: logoHeight },
            altText: { name: "logo", title: legible(name), description: legible(name) },
          }),
        ];
  return new Header({
    children: [
      ...(logo === null ? [] : [new Paragraph({ children: picture })]),
      new Paragraph({ children: [new TextRun({ text: legible(name), bold: true, size: 26 })] }),
      ...lines.map((text) => paragraph(text, "margin")),
    ],
  });
}

function footer({ disclaimer }: ClientDigest): Footer {
  const page = new TextRun({ children: ["  ", PageNumber.CURRENT, " / ", PageNumber.TOTAL_PAGES] });
  return new Footer({
    children: [
      new Paragraph({
        style: "margin",
        alignment: AlignmentType.CENTER,
        children: [new TextRun(legible(disclaimer)), page],
      }),
    ],
  });
}

function linked(url: string | null): readonly ParagraphChild[] {
  if (url === null) return [];
  const text = new TextRun({ text: "Official document", underline: {} });
  return [new TextRun(" · "), new ExternalHyperlink({ link: url, children: [text] })];
}

function heading(text: string, level: (typeof HeadingLevel)[keyof typeof HeadingLevel]): Paragraph {
  return new Paragraph({ heading: level, children: [new TextRun(legible(text))] });
}

function paragraph(text: string, style?: string): Paragraph {
  return new Paragraph({ children: [new TextRun(legible(text))], ...(style !== undefined && { style }) });
}
