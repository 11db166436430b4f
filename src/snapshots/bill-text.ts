import type { Block, BlockKind } from "../model/text.ts";
import { newProvision } from "./amendment-target.ts";
import { leadingLabels, legalPaths } from "./legal-path.ts";
import { plainParagraphs } from "./plain-text.ts";

/** Whether a text is a bill, resolution or act as printed: it names its Congress, its number and its kind at the head. */
export function looksLikeBill(text: string): boolean {
  const head = text.slice(0, 4000);
  return (
    /\b\d{2,3}(?:st|nd|rd|th) CONGRESS\b/i.test(head) &&
    /^\s*(?:\*?\s*(?:A BILL|AN ACT|A RESOLUTION|JOINT RESOLUTION|CONCURRENT RESOLUTION|RESOLUTION)\*?|Be it enacted)/im.test(
      head,
    )
  );
}

/**
 * A bill in plain text, as the printing office sets it or as mirrors convert it (`#### 2. Title`, a number alone on its line between
 * asterisks): sections and their levels as paths, quoted law under the law it will be, and what stands before the law as "Front matter".
 */
export function readBillText(source: string): readonly Block[] {
  return billBlocks(withNumbers(plainParagraphs(source.replaceAll("``", "“").replaceAll("''", "”"))));
}

/** A paragraph of a bill. `own`: its number is the bill's own for certain, because the setting says so. */
interface BillParagraph {
  readonly text: string;
  /** What stands before its number: `Sec. 110.` */
  readonly lead?: string;
  readonly own?: boolean;
}

/** The blocks of a bill given as paragraphs in order. */
export function billBlocks(paragraphs: readonly BillParagraph[]): readonly Block[] {
  const blocks: Block[] = [];
  const state: BillState = { outer: [], section: null, law: false, longTitle: false, waiting: [] };
  const marked = paragraphs.some((paragraph) => paragraph.own === true);
  for (const paragraph of paragraphs) {
    const heading = levelHeading(paragraph.text);
    if (heading !== null) {
      blocks.push(...numbered(state, marked));
      state.law = true;
      if (heading.rank === sectionRank) state.section = heading.label;
      else {
        state.outer = [...state.outer.filter((open) => open.rank < heading.rank), heading];
        state.section = null;
      }
      if (heading.rest === "") blocks.push({ kind: "heading", path: pathOf(state), text: heading.text });
      else state.waiting.push({ text: heading.rest, lead: `${heading.label}.`, own: true });
    } else if (state.law) state.waiting.push(paragraph);
    else if (!distributionCode.test(paragraph.text)) blocks.push(...frontBlocks(paragraph.text, state));
  }
  blocks.push(...numbered(state, marked));
  return blocks;
}

// "IB", "II": where the printer sends copies.
const distributionCode = /^[IVX]{1,3}[AB]?$/;

interface BillState {
  outer: readonly LevelHeading[];
  section: string | null;
  law: boolean;
  longTitle: boolean;
  /** Paragraphs of the section that is open. */
  waiting: BillParagraph[];
}

function pathOf(state: BillState): readonly string[] {
  const outer = state.outer.map((level) => level.label);
  return state.section === null ? outer : [...outer, state.section];
}

function frontBlocks(text: string, state: BillState): readonly Block[] {
  const bare = text.replaceAll(/^[*/]+|(?<![*/])[*/]+$/g, "").trim();
  // Marks of the printer alone.
  if (bare === "") return [];
  const title =
    state.longTitle &&
    /^(?:To|Making|Providing|Expressing|Relating|Recognizing|Calling|Proposing|Authorizing) /.test(bare);
  state.longTitle = /^(?:A BILL|AN ACT|(?:A |JOINT |CONCURRENT )?RESOLUTION)$/i.test(bare);
  if (/^Be it enacted\b/.test(bare) || /^Resolved\b/.test(bare)) state.law = true;
  return [{ kind: "paragraph", path: [title ? "Long title" : "Front matter"], text: bare }];
}

interface LevelHeading {
  readonly rank: number;
  readonly label: string;
  readonly text: string;
  /** The section's text, where it begins on the same line. */
  readonly rest: string;
}

const sectionRank = 9;
const outerLevels = ["division", "title", "subtitle", "chapter", "subchapter", "part", "subpart"];

function levelHeading(text: string): LevelHeading | null {
  const marked = /^#{2,6}\s+(\d{1,4}[A-Z]{0,3})\.\s+(.*)$/.exec(text);
  const printed = marked ?? /^(?:SECTION|SEC\.|Sec\.|Section)\s+(\d{1,4}[A-Z]{0,3})\.\s*(.*)$/.exec(text);
  if (printed !== null) {
    const rest = (printed[2] ?? "").trim();
    const run =
      marked === null && rest.length > 80 && (/^\([a-z]\)\s/.test(rest) || (rest.endsWith(".") && /[a-z]/.test(rest)));
    const label = `Sec. ${printed[1] ?? ""}`;
    return { rank: sectionRank, label, text: `${label}. ${rest.replace(/\.$/, "")}`.trim(), rest: run ? rest : "" };
  }
  const outer =
    /^(?:#{1,6}\s+)?(DIVISION|TITLE|SUBTITLE|Subtitle|CHAPTER|SUBCHAPTER|PART|SUBPART|Division|Title)\s+([IVXLC]+|[A-Z]|\d+)\s*(?:(?:--|—|–|-)\s*)?(.{0,200})$/.exec(
      text,
    );
  if (outer === null || /[.;]$/.test(text)) return null;
  const name = (outer[1] ?? "").toLowerCase();
  const label = `${name.slice(0, 1).toUpperCase()}${name.slice(1)} ${outer[2] ?? ""}`;
  const rest = (outer[3] ?? "").trim();
  return { rank: outerLevels.indexOf(name), label, text: rest === "" ? label : `${label}—${rest}`, rest: "" };
}

// The section's own paragraphs are numbered together; what is quoted stands under the instruction before it.
function numbered(state: BillState, marked: boolean): readonly Block[] {
  const paragraphs = state.waiting.splice(0);
  const quoted = quotedParagraphs(paragraphs, marked);
  const own = paragraphs.filter((_, index) => !quoted.has(index));
  const paths = legalPaths(
    own.map((paragraph) => ({ labels: leadingLabels(paragraph.text) })),
    "statute",
  );
  const base = pathOf(state);
  const blocks: Block[] = [];
  const instructions: { readonly path: readonly string[]; readonly text: string }[] = [];
  let at = 0;
  let run: BillParagraph[] = [];
  const writeRun = () => {
    blocks.push(...quotedBlocks(run, base, instructions, marked));
    run = [];
  };
  paragraphs.forEach((paragraph, index) => {
    if (quoted.has(index)) {
      run.push(paragraph);
      return;
    }
    writeRun();
    const path = paths[at] ?? [];
    at += 1;
    while (instructions.length > 0 && (instructions.at(-1)?.path.length ?? 0) >= path.length) instructions.pop();
    instructions.push({ path, text: paragraph.text });
    const text = paragraph.lead === undefined ? paragraph.text : `${paragraph.lead} ${paragraph.text}`;
    blocks.push({ kind: kindOf(text), path: [...base, ...path], text });
  });
  writeRun();
  return blocks;
}

function kindOf(text: string): BlockKind {
  return /^[“"]?\(\w{1,5}\)/.test(text) ? "item" : "paragraph";
}

// Quoted law begins with a quotation mark; where the setting lost the marks, it follows "the following:" without the bill's own number.
function quotedParagraphs(paragraphs: readonly BillParagraph[], marked: boolean): ReadonlySet<number> {
  const quoted = new Set<number>();
  let open = false;
  paragraphs.forEach((paragraph, index) => {
    const before = paragraphs[index - 1]?.text ?? "";
    if (marked) open = paragraph.own !== true && (open || /the following(?: new)?(?: \w+)?:$/.test(before));
    if (marked ? open : /^[“"]/.test(paragraph.text)) quoted.add(index);
  });
  return quoted;
}

function quotedBlocks(
  run: readonly BillParagraph[],
  base: readonly string[],
  instructions: readonly { readonly path: readonly string[]; readonly text: string }[],
  marked: boolean,
): readonly Block[] {
  if (run.length === 0) return [];
  const bare = run.map((paragraph) => paragraph.text.replace(/^[“"]/, ""));
  const paths = legalPaths(
    // Mirrors run a whole quotation together on one line.
    bare.map((text) => ({ labels: leadingLabels(text).slice(0, marked ? 1 : 4) })),
    "statute",
  );
  const texts = instructions.map((instruction) => instruction.text);
  const place = [...base, ...(instructions.at(-1)?.path ?? [])];
  return run.map((paragraph, index) => {
    const section = /^(?:SEC\.|SECTION|Sec\.|§)\s*(\d[\w.-]*?)\.?\s/.exec(bare[index] ?? "")?.[1];
    const [first, ...rest] = section === undefined ? (paths[index] ?? []) : [`§ ${section}`];
    return {
      kind: section === undefined ? kindOf(paragraph.text) : "heading",
      path: [...place, newProvision(texts, first ?? null), ...rest],
      text: paragraph.text,
    };
  });
}

// "**(1)**" alone on its line is the number of the line that follows.
function withNumbers(lines: readonly string[]): readonly BillParagraph[] {
  const paragraphs: BillParagraph[] = [];
  let number: string | null = null;
  for (const line of lines) {
    const headed = /^#{3,6}\s+(\(\w{1,6}\))\s+(.*)$/.exec(line);
    if (headed !== null) {
      if (number !== null) paragraphs.push({ text: number, own: true });
      number = `${headed[1] ?? ""} ${headed[2] ?? ""}.—`;
      continue;
    }
    const alone = /^\*\*(\(\w{1,6}\)|\w{1,4}\.)\*\*(.*)$/.exec(line);
    if (alone !== null && (alone[2] ?? "").trim() === "") {
      if (number !== null) paragraphs.push({ text: number, own: true });
      number = alone[1] ?? "";
    } else if (number !== null) {
      paragraphs.push({ text: number.endsWith("—") ? number + line : `${number} ${line}`, own: true });
      number = null;
    } else
      paragraphs.push(
        alone === null ? { text: line } : { text: `${alone[1] ?? ""} ${(alone[2] ?? "").trim()}`, own: true },
      );
  }
  if (number !== null) paragraphs.push({ text: number, own: true });
  return paragraphs;
}
