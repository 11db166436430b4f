import {
  AlignmentType,
  CommentRangeEnd,
  CommentRangeStart,
  CommentReference,
  DeletedTextRun,
  Document,
  Footer,
  Header,
  HeadingLevel,
  InsertedTextRun,
  Packer,
  PageNumber,
  Paragraph,
  Tab,
  TextRun,
} from "docx";
import type { ICommentOptions, IParagraphOptions, IRunOptions, ParagraphChild } from "docx";
import type { Span } from "../model/redline.ts";
import type { Block } from "../model/text.ts";
import type { ComparedTexts } from "./comparison.ts";
import { inNew } from "./redline-lines.ts";
import { legible } from "./legible.ts";
import { movePlaces, placeWords } from "./redline-marks.ts";
import { capital } from "./redline-words.ts";
import { revisedParagraphs } from "./revisions.ts";
import type { RevisedParagraph } from "./revisions.ts";
import { wordStyles } from "./word-styles.ts";

/**
 * A Word file (Office Open XML) with the redline as tracked changes of the author regwatch. Accepting all of them leaves the new text,
 * rejecting all the old one. Word and LibreOffice know no tracked move across all of this, so a move is a deletion and an insertion,
 * each with a comment that names the other place.
 */
export async function redlineDocx(comparison: ComparedTexts): Promise<Uint8Array> {
  const { redline, before, after } = comparison;
  const write = createWriter(comparison);
  const children = revisedParagraphs(redline, before.blocks, after.blocks).map(write.paragraph);
  const document = new Document({
    title: legible(comparison.title),
    description: legible(`${before.name} compared with ${after.name}`),
    creator: author,
    lastModifiedBy: author,
    styles: wordStyles(comparison.language),
    comments: { children: write.comments },
    sections: [{ children, headers: { default: header(comparison) }, footers: { default: footer(comparison) } }],
  });
  return Packer.toBuffer(document);
}

const author = "regwatch";

function createWriter({ redline, at }: ComparedTexts) {
  const places = movePlaces(redline.spans);
  const dates = revisionDates(at);
  const comments: ICommentOptions[] = [];
  const commented = new Set<string>();
  let revisions = 0;
  let date = "";

  function revision() {
    revisions += 1;
    return { id: revisions, author, date };
  }

  function paragraph(revised: RevisedParagraph): Paragraph {
    const { runs, mark, block } = revised;
    date = dates(revised);
    return new Paragraph({
      ...shape(block),
      children: runs.flatMap(run),
      ...(mark === "insert" && { run: { insertion: revision() } }),
      ...(mark === "delete" && { run: { deletion: revision() } }),
    });
  }

  function run(span: Span): readonly ParagraphChild[] {
    const words = parts(span.text).map((part) => tracked(span, part));
    const comment = span.move === undefined ? null : moveComment(span, span.move);
    if (comment === null) return words;
    return [
      new CommentRangeStart(comment),
      ...words,
      new CommentRangeEnd(comment),
      tracked(span, { children: [new CommentReference(comment)] }),
    ];
  }

  function tracked(span: Span, options: IRunOptions): ParagraphChild {
    if (span.op === "equal") return new TextRun(options);
    return inNew(span)
      ? new InsertedTextRun({ ...options, ...revision() })
      : new DeletedTextRun({ ...options, ...revision() });
  }

  /** The number of the comment that stands at this end of a move, once. */
  function moveComment(span: Span, move: number): number | null {
    const end = `${span.op}:${move}`;
    if (commented.has(end)) return null;
    commented.add(end);
    const text = capital(legible(placeWords(span, places) ?? "moved"));
    comments.push({
      id: comments.length,
      author,
      initials: "rw",
      date: new Date(at),
      children: [new Paragraph({ children: [new TextRun({ text: `${text} (move ${move}).` })] })],
    });
    return comments.length - 1;
  }

  return { paragraph, comments };
}

/**
 * The date of a paragraph's revisions: that of the comparison, or two minutes before. LibreOffice joins two revisions of one kind and
 * author on both sides of a paragraph mark when they are less than a minute apart, and then takes the mark for revised as well.
 */
function revisionDates(at: ComparedTexts["at"]): (paragraph: RevisedParagraph) => string {
  const instant = Temporal.Instant.from(at);
  const [now, before] = [instant, instant.subtract({ minutes: 2 })].map((date) =>
    date.toString({ smallestUnit: "second" }),
  );
  let isEarlier = false;
  let last: RevisedParagraph | undefined;
  return (paragraph) => {
    const [left, right] = [last?.runs.at(-1), paragraph.runs[0]];
    const touches = left !== undefined && right !== undefined && left.op !== "equal" && right.op !== "equal";
    if (last?.mark === "equal" && touches && inNew(left) === inNew(right)) isEarlier = !isEarlier;
    last = paragraph;
    return (isEarlier ? before : now) ?? "";
  };
}

/** Text and tabs, each as a run. */
function parts(text: string): readonly IRunOptions[] {
  return legible(text)
    .split(/(\t)/)
    .filter((part) => part !== "")
    .map((part) => (part === "\t" ? { children: [new Tab()] } : { text: part }));
}

const headings = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
  HeadingLevel.HEADING_6,
] as const;

function shape(block: Block | undefined): Pick<IParagraphOptions, "heading" | "style"> {
  if (block === undefined || block.kind === "paragraph") return {};
  if (block.kind !== "heading") return { style: block.kind };
  return { heading: headings[Math.min(headings.length, Math.max(1, block.path.length)) - 1] ?? HeadingLevel.HEADING_1 };
}

function header({ before, after }: ComparedTexts): Header {
  return new Header({
    children: [margin([new TextRun({ text: legible(`${lastPart(before.name)} → ${lastPart(after.name)}`) })])],
  });
}

/** The file's name without its folders; an address as it is. */
function lastPart(name: string): string {
  return name.includes("://") ? name : (name.split(/[/\\]/).at(-1) ?? name);
}

function footer({ at }: ComparedTexts): Footer {
  const page = new TextRun({ children: ["Page ", PageNumber.CURRENT, " of ", PageNumber.TOTAL_PAGES] });
  return new Footer({
    children: [margin([new TextRun({ text: `Compared by regwatch on ${at.slice(0, 10)}. ` }), page])],
  });
}

function margin(children: readonly ParagraphChild[]): Paragraph {
  return new Paragraph({ style: "margin", alignment: AlignmentType.CENTER, children });
}
