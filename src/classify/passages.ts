import type { Redline, Span } from "../model/redline.ts";

/** One changed paragraph, row or heading: what it said, what it says, and what of that left and came. */
export interface Passage {
  readonly section: string;
  /** Empty where the passage was added. */
  readonly before: string;
  /** Empty where the passage was removed. */
  readonly after: string;
  readonly removed: string;
  readonly added: string;
  /** The single changes of which the passage has one or more. */
  readonly edits: readonly Edit[];
  /** It stands in another place now. */
  readonly moved: boolean;
  /** `words` changed, or only `typesetting`, or only the line that states when the text was changed. */
  readonly nature: "words" | "typesetting" | "stated-date";
}

/** Words that left and the words that came in their place; one side may be empty. */
export interface Edit {
  readonly removed: string;
  readonly added: string;
}

/** What a redline says passage by passage, in reading order. */
export interface Passages {
  readonly changed: readonly Passage[];
  /** Sections that are new as a whole with their first passage, and sections that are gone. Sections within them are left out. */
  readonly sectionsAdded: ReadonlyMap<string, Passage>;
  readonly sectionsRemoved: ReadonlyMap<string, Passage>;
  /** The page states when it was changed, and states the same as before. */
  readonly statedDateStands: boolean;
  /** Some passage changed in its number alone. */
  readonly renumbered: boolean;
}

export function passagesOf(redline: Redline): Passages {
  const lines = linesOf(redline.spans);
  const sectionsBefore = new Set<string>();
  const sectionsAfter = new Set<string>();
  for (const line of lines) {
    // Where a provision was renumbered its new number had a text before, and its old number has one now.
    if (line.spans.some((span) => isOld(span) && span.text.trim() !== "")) sectionsBefore.add(line.section);
    if (line.spans.some((span) => isNew(span) && span.text.trim() !== ""))
      sectionsAfter.add(line.spans.find((span) => !isNew(span))?.section ?? line.section);
  }
  const dates = lines.filter((line) => line.spans.some((span) => span.nature === "stated-date"));
  const changed = withMovesJoined(lines).filter(
    (passage) => passage.removed !== "" || passage.added !== "" || passage.moved,
  );
  return {
    changed,
    renumbered: changed.some(isRenumbering),
    sectionsAdded: wholeSections(
      changed.filter(({ before, after }) => before === "" && !stands(after, lines, isOld)),
      sectionsBefore,
    ),
    sectionsRemoved: wholeSections(
      changed.filter(({ before, after }) => after === "" && !stands(before, lines, isNew)),
      sectionsAfter,
    ),
    statedDateStands: dates.length > 0 && dates.every((line) => line.spans.every((span) => span.op === "equal")),
  };
}

/** Whether the other text has a line of these words under another number, or one that begins with them: a heading that runs on. */
function stands(words: string, lines: readonly Line[], isThere: (span: Span) => boolean): boolean {
  const wanted = words.trim();
  return (
    wanted.length >= 4 &&
    lines.some(({ spans }) => {
      const text = textOf(spans.filter(isThere)).trim();
      return text.startsWith(wanted) || withoutNumber(text) === withoutNumber(wanted);
    })
  );
}

function withoutNumber(text: string): string {
  return text.replace(/^[(（]?(?:\d{1,3}(?:\.\d{1,3})*|[A-Z]|[一二三四五六七八九十]{1,3})[).、）]\s*/u, "");
}

function wholeSections(passages: readonly Passage[], others: ReadonlySet<string>): ReadonlyMap<string, Passage> {
  const found = new Map<string, Passage>();
  for (const passage of passages) {
    const { section } = passage;
    if (section === "" || others.has(section) || found.has(section) || parents(section).some((name) => found.has(name)))
      continue;
    found.set(section, passage);
  }
  return found;
}

/** The sections a section stands in, as names are written: `§ 1(a)(2)` stands in `§ 1(a)` and `§ 1`. */
function parents(section: string): string[] {
  return Array.from(section.matchAll(/ > |\(/g), (match) => section.slice(0, match.index));
}

/** A passage that changed in its number alone: `(b)` became `(c)`, or `A.1.` was put before it. */
export function isRenumbering({ removed, added, before, after }: Passage): boolean {
  if (removed !== "" && added !== "") return label.test(removed) && label.test(added) && beginsWith(before, removed);
  return (marked.test(added) && beginsWith(after, added)) || (marked.test(removed) && beginsWith(before, removed));
}

function beginsWith(text: string, words: string): boolean {
  return text
    .trimStart()
    .replace(/^[(（]/, "")
    .startsWith(words.trim().replace(/^[(（]/, ""));
}

const label = /^[\s(]*(?:(?:[A-Z]\.)?\d+(?:\.\w{1,3})*|[a-z]{1,4}|[IVX]+|[A-Z]|[一二三四五六七八九十百]+)[).、\s]*$/;
/** A number that cannot be taken for a word or a quantity: it has a mark behind it. */
const marked =
  /^\s*[(（]?(?:(?:[A-Z]\.)?\d{1,3}(?:\.\w{1,3})*|[a-z]|[ivx]{1,5}|[IVX]{1,5}|[A-Z]|[一二三四五六七八九十百]{1,4})[).、）]\s*$/;

interface Line {
  readonly section: string;
  readonly spans: readonly Span[];
}

function linesOf(spans: readonly Span[]): Line[] {
  const lines: Line[] = [];
  let open: Span[] = [];
  const finish = (): void => {
    const { section = "" } = open.find(isNew) ?? open[0] ?? {};
    if (open.length > 0) lines.push({ section, spans: open });
    open = [];
  };
  for (const span of spans) {
    for (const [index, text] of span.text.split("\n").entries()) {
      if (index > 0) finish();
      if (text !== "") open.push({ ...span, text });
    }
  }
  finish();
  return lines;
}

// The two ends of a move are one passage: what it said where it was, and what it says where it is.
function withMovesJoined(lines: readonly Line[]): Passage[] {
  const origins = Map.groupBy(
    lines.filter((line) => line.spans.some((span) => span.op === "move-from")),
    moveOf,
  );
  return lines.flatMap((line) => {
    if (line.spans.some((span) => span.op === "move-from")) return [];
    const isTarget = line.spans.some((span) => span.op === "move-to");
    const origin = isTarget ? origins.get(moveOf(line))?.shift() : undefined;
    return [passageOf(line.section, [...(origin?.spans ?? []), ...line.spans], isTarget)];
  });
}

function moveOf(line: Line): number {
  return line.spans.find((span) => span.move !== undefined)?.move ?? 0;
}

function passageOf(section: string, spans: readonly Span[], moved: boolean): Passage {
  const edits = spans.filter((span) => span.op === "insert" || span.op === "delete");
  return {
    section,
    before: textOf(spans.filter(isOld)),
    after: textOf(spans.filter(isNew)),
    removed: textOf(edits.filter((span) => span.op === "delete")),
    added: textOf(edits.filter((span) => span.op === "insert")),
    edits: editsOf(spans),
    moved,
    nature: natureOf(edits),
  };
}

function editsOf(spans: readonly Span[]): readonly Edit[] {
  const edits: Edit[] = [];
  let open: Edit | null = null;
  for (const span of spans) {
    if ((span.op !== "insert" && span.op !== "delete") || span.nature !== undefined) {
      open = null;
      continue;
    }
    if (open !== null) edits.pop();
    const { removed, added }: Edit = open ?? { removed: "", added: "" };
    open = span.op === "delete" ? { removed: removed + span.text, added } : { removed, added: added + span.text };
    edits.push(open);
  }
  return edits.filter((edit) => (edit.removed + edit.added).trim() !== "");
}

function natureOf(edits: readonly Span[]): Passage["nature"] {
  const visible = edits.filter((span) => span.text.trim() !== "");
  if (visible.some((span) => span.nature === undefined)) return "words";
  return visible.some((span) => span.nature === "stated-date") ? "stated-date" : "typesetting";
}

function textOf(spans: readonly Span[]): string {
  return spans.map((span) => span.text).join("");
}

function isOld({ op }: Span): boolean {
  return op !== "insert" && op !== "move-to";
}

function isNew({ op }: Span): boolean {
  return op !== "delete" && op !== "move-from";
}
