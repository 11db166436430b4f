import { frHead, itemOrParagraph, numberedBlocks, type DraftBlock, type FrText } from "./fr-text.ts";
import { tableBlocks } from "./fr-table.ts";
import { inlineText } from "./inline-text.ts";
import { leadingLabels, type Label, type Numbering } from "./legal-path.ts";
import { elementsNamed, parseXml, type XmlElement } from "./xml-tree.ts";

/**
 * A document in the Federal Register's XML (the office's SGML-derived vocabulary: RULE, PRORULE, NOTICE, PRESDOCU) as sections. Reads
 * whatever it is given; a text in another vocabulary gives its paragraphs without sections.
 */
export function readFrXml(source: string): FrText {
  const root = parseXml(source);
  const page: Page = { drafts: [], notes: [], scopes: 0 };
  walkChildren(root, { path: [], levels: [], numbering: null, scope: "", part: null }, page);
  return { head: headOf(root), blocks: numberedBlocks([...page.drafts, ...page.notes]) };
}

/** Where the walk stands: the labels so far, the heading level of each, and how paragraphs are numbered here. */
interface Place {
  readonly path: readonly string[];
  /** Heading levels of the last labels of `path`. */
  readonly levels: readonly number[];
  readonly numbering: Numbering | null;
  readonly scope: string;
  /** `15 CFR part 744` inside amendments. */
  readonly part: string | null;
}

/** What the walk has written. The only thing it changes. */
interface Page {
  readonly drafts: DraftBlock[];
  readonly notes: DraftBlock[];
  scopes: number;
}

const dropped = new Set([
  "PRTPAGE",
  "BILCOD",
  "FRDOC",
  "FILED",
  "GPH",
  "GID",
  "CNTNTS",
  "FTREF",
  "VOL",
  "NO",
  "UNITNAME",
  // The running heads of the third title: where an order stands in print, not what it says.
  "TITLE3",
  "PRES",
]);

// Headed parts of a preamble, and others whose headings do not reach beyond their end.
const closed = new Set([
  "AGY",
  "ACT",
  "SUM",
  "DATES",
  "EFFDATE",
  "ADD",
  "FURINF",
  "LSTSUB",
  "AUTH",
  "NOTE",
  "PRIACT",
  "SUBPART",
]);

const headLines = new Set([
  "EXECORDR",
  "DETNO",
  "MEMO",
  "PNOTICE",
  "AGENCY",
  "SUBAGY",
  "CFR",
  "DEPDOC",
  "RIN",
  "SUBJECT",
  "PREAMHD",
  "PROC",
]);

const signatures = new Set(["SIG", "PSIG", "PLACE", "DATE"]);

const orders = new Set(["EXECORD", "PROCLA", "DETERM", "PRMEMO", "PRNOTICE", "PRORDER", "OTHER"]);

// Walks siblings in order; headings move the place for those that follow. Returns where it ended.
function walkChildren(element: XmlElement, start: Place, page: Page): Place {
  let place = start;
  for (const child of element.children) {
    if (typeof child !== "string") place = walk(child, place, page);
    else if (child.trim() !== "") paragraph({ name: "P", attributes: {}, children: [child] }, place, page);
  }
  return place;
}

function walk(element: XmlElement, place: Place, page: Page): Place {
  if (dropped.has(element.name)) return place;
  if (element.name === "HD") return heading(element, place, page);
  if (element.name === "AMDPAR") return instruction(element, place, page);
  if (element.name === "REGTEXT" || element.name === "PART") return amendments(element, place, page);
  if (element.name === "SECTION") return section(element, place, page);
  if (element.name === "GPOTABLE") page.drafts.push(...tableBlocks(element, place.path));
  else if (element.name === "FTNT") footnote(element, page);
  else if (element.name === "STARS")
    page.drafts.push({ kind: "paragraph", ...numberedBy(place, [], true), text: "* * * * *" });
  else if (signatures.has(element.name)) signature(element, place, page);
  else if (element.name === "CONTENTS") contents(element, place, page);
  else if (element.name === "EXTRACT") extract(element, place, page);
  else if (element.name === "SUPLINF" || element.name === "PREAMB") return walkChildren(element, place, page);
  else if (orders.has(element.name)) walkChildren(element, numberedPlace(place, "order", page), page);
  else if (closed.has(element.name)) walkChildren(element, place, page);
  else if (headLines.has(element.name))
    page.drafts.push({ kind: "heading", path: place.path, text: inlineText(element) });
  else if (isContainer(element)) return walkChildren(element, place, page);
  else return paragraph(element, place, page);
  return place;
}

function heading(element: XmlElement, place: Place, page: Page): Place {
  const text = inlineText(element);
  if (text === "") return place;
  const source = element.attributes["SOURCE"] ?? "HD1";
  if (source === "HED" && place.numbering === "order") {
    page.drafts.push({ kind: "heading", path: [], text });
    return place;
  }

  const supplementary = /^SUPPLEMENTA(?:RY|L) INFORMATION/i.test(text);
  const level =
    source === "HED" ? (supplementary || place.path.length === 0 ? 0 : 1) : Number(/\d/.exec(source)?.[0] ?? 1);
  const next = supplementary ? under({ ...place, path: [], levels: [] }, text, 0) : under(place, text, level);
  const moved = place.numbering === null ? next : numberedPlace(next, place.numbering, page);
  page.drafts.push({ kind: "heading", path: moved.path, text });
  return moved;
}

function under(place: Place, text: string, level: number): Place {
  const kept = place.levels.filter((open) => open < level).length;
  const base = place.path.length - place.levels.length;
  const label = text.replace(/[:.]$/, "");
  return {
    ...place,
    path: [...place.path.slice(0, base + kept), label],
    levels: [...place.levels.slice(0, kept), level],
  };
}

function numberedPlace(place: Place, numbering: Numbering, page: Page): Place {
  page.scopes += 1;
  return { ...place, numbering, scope: String(page.scopes) };
}

function amendments(element: XmlElement, place: Place, page: Page): Place {
  const { TITLE, PART } = element.attributes;
  const stated = TITLE !== undefined && PART !== undefined ? `${TITLE} CFR part ${PART}` : null;
  const headed = /^PART (\d+)/.exec(
    elementsNamed(element, "HD")
      .map(inlineText)
      .find((text) => text.startsWith("PART ")) ?? "",
  );
  const part = stated ?? place.part ?? (headed === null ? "Amendments" : `part ${headed[1]}`);
  const inside = numberedPlace({ ...place, path: [part], levels: [], part }, "cfr", page);
  walkChildren(element, inside, page);
  // A proposed rule names the part and lets its instructions follow outside.
  return element.name === "PART" && !place.path.includes(part) ? { ...place, part } : place;
}

function instruction(element: XmlElement, place: Place, page: Page): Place {
  const text = inlineText(element);
  const number = /^(\d+[a-z]?)\.\s/.exec(text)?.[1];
  const part = place.part ?? "Amendments";
  const path = number === undefined ? [part] : [part, `instruction ${number}`];
  page.drafts.push({ kind: "instruction", path, text });
  return numberedPlace({ ...place, path, levels: [], part }, "cfr", page);
}

function section(element: XmlElement, place: Place, page: Page): Place {
  const number = inlineText({ ...element, children: childrenNamed(element, "SECTNO") });
  const subject = inlineText({ ...element, children: childrenNamed(element, "SUBJECT") });
  const label = number.replaceAll(/\s+/g, " ");
  const inside = numberedPlace({ ...place, path: label === "" ? place.path : [label], levels: [] }, "cfr", page);
  page.drafts.push({ kind: "heading", path: inside.path, text: `${label} ${subject}`.trim() });
  const rest = element.children.filter((child) => typeof child === "string" || !/^(SECTNO|SUBJECT)$/.test(child.name));
  walkChildren({ ...element, children: rest }, inside, page);
  return place;
}

// What is quoted in an amendment has headings of its own, below the instruction's.
function extract(element: XmlElement, place: Place, page: Page): void {
  walkChildren(element, { ...place, levels: [] }, page);
}

function contents(element: XmlElement, place: Place, page: Page): void {
  const path = [...place.path, "Contents"];
  let number = "";
  for (const child of element.children) {
    if (typeof child === "string" || dropped.has(child.name)) continue;
    const text = inlineText(child);
    if (child.name === "SECTNO") number = text;
    else {
      page.drafts.push({ kind: "row", path, text: `${number} ${text}`.trim() });
      number = "";
    }
  }
}

function signature(element: XmlElement, place: Place, page: Page): void {
  const inside: Place = { ...place, path: ["Signature"], levels: [], numbering: null };
  if (element.name === "SIG") walkChildren(element, inside, page);
  else paragraph(element, inside, page);
}

function footnote(element: XmlElement, page: Page): void {
  const number = inlineText({ ...element, children: elementsNamed(element, "SU").slice(0, 1) });
  const path = number === "" ? ["Footnotes"] : ["Footnotes", number];
  for (const child of element.children) {
    if (typeof child === "string") continue;
    const first = child.children.findIndex((node) => typeof node !== "string" || node.trim() !== "");
    const mark = child.children[first];
    const unmarked =
      mark !== undefined && typeof mark !== "string" && mark.name === "SU"
        ? child.children.slice(first + 1)
        : child.children;
    page.notes.push({ kind: "note", path, text: inlineText({ ...child, children: unmarked }) });
  }
}

function paragraph(element: XmlElement, place: Place, page: Page): Place {
  const { kind, text } = itemOrParagraph(inlineText(element));
  const section = place.numbering === "order" ? /^Sec(?:tion|\.)\s*(\d+[A-Za-z]?)\s*\./.exec(text) : null;
  const here = section === null ? place : numberedPlace({ ...under(place, `Sec. ${section[1]}`, 9) }, "order", page);
  const labels = section === null ? leadingLabels(text) : leadingLabels(`(a)${text.slice(section[0].length)}`).slice(1);
  const italic = italicEnumerators(element);
  page.drafts.push({
    kind,
    text,
    ...numberedBy(
      here,
      labels.map((label) => ({ ...label, italic: italic.has(label.text) })),
      false,
    ),
  });
  for (const note of elementsNamed(element, "FTNT")) footnote(note, page);
  for (const table of elementsNamed(element, "GPOTABLE")) page.drafts.push(...tableBlocks(table, here.path));
  return here;
}

function numberedBy(place: Place, labels: readonly Label[], gap: boolean): Omit<DraftBlock, "kind" | "text"> {
  if (place.numbering === null) return { path: place.path };
  return { path: place.path, scope: place.scope, numbering: place.numbering, labels, gap };
}

// "(<E T="03">1</E>)": the fifth and sixth level of the CFR.
function italicEnumerators(element: XmlElement): ReadonlySet<string> {
  return new Set(
    element.children
      .filter((child) => typeof child !== "string" && child.name === "E" && child.attributes["T"] === "03")
      .map((child) => inlineText({ name: "E", attributes: {}, children: [child] }))
      .filter((text) => /^[a-z\d]{1,5}$/.test(text))
      .map((text) => `(${text})`),
  );
}

const inline = new Set(["E", "SU", "FTREF", "PRTPAGE", "FR", "AC", "LI", "I", "B", "INF", "SUP", "SUB", "GID"]);

function isContainer(element: XmlElement): boolean {
  if (element.name === "P" || element.name === "FP") return false;
  return element.children.some((child) => typeof child !== "string" && !inline.has(child.name));
}

function childrenNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => typeof child !== "string" && child.name === name) as readonly XmlElement[];
}

function headOf(root: XmlElement): FrText["head"] {
  const preamble = elementsNamed(root, "PREAMB")[0] ?? root;
  const lines = (name: string) => elementsNamed(preamble, name).map((line) => inlineText(line));
  const action = elementsNamed(preamble, "ACT")[0];
  return frHead({
    subject: lines("SUBJECT")[0] ?? elementsNamed(root, "HD").map(inlineText)[0] ?? null,
    action: action === undefined ? null : (childrenNamed(action, "P").map((line) => inlineText(line))[0] ?? null),
    cfr: childrenNamed(preamble, "CFR").map((line) => inlineText(line)),
    dockets: lines("DEPDOC"),
    rins: lines("RIN"),
    citation: null,
    filing: elementsNamed(root, "FRDOC").map((line) => inlineText({ ...line, name: "P" }))[0] ?? null,
  });
}
