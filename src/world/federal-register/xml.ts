import type { RegisterDocument } from "./document.ts";
import { stretchesOf } from "./full-text.ts";
import type { TextBlock } from "./full-text.ts";
import { cfrLine, departmentAndOffices, filedLine, longDate } from "./printed.ts";

/** The full text as the printing office marks it up, pretty-printed: inline elements stand on lines of their own. */
export function fullTextXml(document: RegisterDocument): string {
  const pages = pageCounter(document.startPage);
  const lines = document.type === "Presidential Document" ? presidential(document, pages) : ordinary(document, pages);
  return `${lines.join("\n")}\n`;
}

type Pages = () => number;
type Lines = readonly string[];

function ordinary(document: RegisterDocument, pages: Pages): Lines {
  const root = rootOf(document);
  const body = bodyLines(document.text.body, pages);
  const signature = signatureLines(document.text.signature);
  const bare = document.action === undefined;
  const preamble = [
    `<PRTPAGE P="${document.startPage}"/>`,
    ...agencyLines(document, bare),
    ...leaf("CFR", cfrLine(document)),
    ...(document.docketIds ?? []).flatMap((docket) => leaf("DEPDOC", `[${docket}]`)),
    ...(document.rins ?? []).flatMap((rin) => leaf("RIN", `RIN ${rin}`)),
    ...leaf("SUBJECT", document.title),
    ...labelled("AGY", "AGENCY:", [document.text.agencyLine], pages),
    ...labelled("ACT", "ACTION:", [document.action], pages),
    ...labelled("SUM", "SUMMARY:", [document.text.summary], pages),
    ...labelled(root === "RULE" ? "EFFDATE" : "DATES", "DATES:", document.text.dates ?? [], pages),
    ...labelled("ADD", "ADDRESSES:", [document.text.addresses], pages),
    ...labelled("FURINF", "FOR FURTHER INFORMATION CONTACT:", [document.text.contact], pages),
    // A notice without an action line is printed in one piece, preamble and text together.
    ...(bare ? [...body, ...signature] : []),
  ];
  const supplement = bare
    ? []
    : element("SUPLINF", [...leaf("HD", "SUPPLEMENTARY INFORMATION:", ' SOURCE="HED"'), ...body, ...signature]);
  return element(root, [
    ...element("PREAMB", preamble),
    ...supplement,
    ...leaf("FRDOC", filedLine(document)),
    ...leaf("BILCOD", `BILLING CODE ${document.text.billingCode}`),
  ]);
}

function rootOf(document: RegisterDocument): string {
  if (document.type === "Rule" || document.type === "Correction") return "RULE";
  return document.type === "Proposed Rule" ? "PRORULE" : "NOTICE";
}

function presidential(document: RegisterDocument, pages: Pages): Lines {
  const signed = document.signedOn === undefined ? "" : longDate(Temporal.PlainDate.from(document.signedOn));
  return element(
    "PRESDOCU",
    element("EXECORD", [
      `<PRTPAGE P="${document.startPage}"/>`,
      ...leaf("TITLE3", "Title 3—"),
      ...leaf("PRES", "The President"),
      ...leaf("EXECORDR", `Executive Order ${document.executiveOrderNumber ?? ""} of ${signed}`),
      ...leaf("HD", document.title, ' SOURCE="HED"'),
      ...document.text.body.flatMap((block) =>
        block.kind === "paragraph" && !block.text.startsWith("(")
          ? flowing("FP", block.text, pages)
          : blockLines(block, pages),
      ),
      "<PSIG> </PSIG>",
      ...leaf("PLACE", "THE WHITE HOUSE,"),
      ...leaf("DATE", `${signed}.`),
      ...leaf("FRDOC", filedLine(document).replace(/ Filed.*$/, " ")),
      ...leaf("FILED", filedLine(document).replace(/^.* Filed/, "Filed")),
      ...leaf("BILCOD", `Billing code ${document.text.billingCode}`),
    ]),
  );
}

function agencyLines(document: RegisterDocument, bare: boolean): Lines {
  const [department, ...offices] = departmentAndOffices(document);
  return [
    ...leaf("AGENCY", department ?? null, ` TYPE="${bare ? "S" : "F"}"`),
    ...offices.flatMap((office) => leaf("SUBAGY", office)),
  ];
}

function labelled(name: string, label: string, paragraphs: readonly (string | undefined)[], pages: Pages): Lines {
  const stated = paragraphs.filter((paragraph) => paragraph !== undefined);
  if (stated.length === 0) return [];
  return element(name, [
    ...leaf("HD", label, ' SOURCE="HED"'),
    ...stated.flatMap((paragraph) => flowing("P", paragraph, pages)),
  ]);
}

/** Everything from a `part` to the next one is one REGTEXT; a SECTION lasts until the next block that is not its text. */
function bodyLines(blocks: readonly TextBlock[], pages: Pages): Lines {
  const start = blocks.findIndex((block) => block.kind === "part");
  if (start === -1) return blocks.flatMap((block) => blockLines(block, pages));
  const before = blocks.slice(0, start).flatMap((block) => blockLines(block, pages));
  const rest = blocks.slice(start);
  const amendments: Lines[] = [];
  while (rest.length > 0) {
    const next = rest.findIndex((block, index) => index > 0 && block.kind === "part");
    const own = rest.splice(0, next === -1 ? rest.length : next);
    amendments.push(amendmentLines(own, pages));
  }
  return [...before, ...amendments.flat()];
}

function amendmentLines(blocks: readonly TextBlock[], pages: Pages): Lines {
  const part = blocks[0];
  if (part?.kind !== "part") return [];
  const inside: string[] = [...element("PART", leaf("HD", `PART ${part.part}—${part.text}`, ' SOURCE="HED"'))];
  let section: string[] | null = null;
  const closeSection = () => {
    if (section !== null) inside.push(...element("SECTION", section));
    section = null;
  };
  for (const block of blocks.slice(1)) {
    if (block.kind === "section" || block.kind === "instruction" || block.kind === "heading") closeSection();
    if (block.kind === "section") section = [...leaf("SECTNO", block.number), ...leaf("SUBJECT", block.text)];
    else (section ?? inside).push(...blockLines(block, pages));
  }
  closeSection();
  return element("REGTEXT", inside, ` TITLE="${part.title}" PART="${part.part}"`);
}

function blockLines(block: TextBlock, pages: Pages): Lines {
  switch (block.kind) {
    case "heading":
      return leaf("HD", block.text, ` SOURCE="HD${block.level}"`);
    case "item":
      return flowing("FP", block.text, pages, ' SOURCE="FP-1"');
    case "instruction":
      return flowing("AMDPAR", block.text, pages);
    case "authority":
      return element("AUTH", [...leaf("HD", "Authority:", ' SOURCE="HED"'), ...flowing("P", block.text, pages)]);
    case "stars":
      return ["<STARS/>"];
    case "footnote":
      return element("FTNT", ["<P>", `    <SU>${block.mark}</SU>`, `     ${escaped(block.text)}`, "</P>"]);
    case "subjects":
      return element("LSTSUB", [...leaf("HD", block.title, ' SOURCE="HED"'), ...flowing("P", block.text, pages)]);
    case "table":
      return tableLines(block);
    case "part":
      return leaf("HD", `PART ${block.part}—${block.text}`, ' SOURCE="HED"');
    case "section":
      return [...leaf("SECTNO", block.number), ...leaf("SUBJECT", block.text)];
    case "paragraph":
      break;
  }
  return flowing("P", block.text, pages);
}

function tableLines(table: Extract<TextBlock, { kind: "table" }>): Lines {
  const columns = table.columns.length;
  const attributes = ` COLS="${columns}" OPTS="L2,nj,i1" CDEF="${table.columns.map(() => "xl50").join(",")}"`;
  return element(
    "GPOTABLE",
    [
      table.text === "" ? "<TTITLE/>" : `<TTITLE>${escaped(table.text)}</TTITLE>`,
      ...element(
        "BOXHD",
        table.columns.flatMap((column) => leaf("CHED", column, ' H="1"')),
      ),
      ...table.rows.flatMap((row) =>
        element(
          "ROW",
          row.flatMap((cell, index) => leaf("ENT", cell, index === 0 ? ' I="01"' : "")),
        ),
      ),
    ],
    attributes,
  );
}

function signatureLines(signature: readonly string[] | undefined): Lines {
  if (signature === undefined) return [];
  const [dated, name, ...titles] = signature;
  return element("SIG", [
    ...leaf("DATED", dated || null),
    ...leaf("NAME", name ?? null),
    ...titles.flatMap((title) => leaf("TITLE", title)),
  ]);
}

/** A paragraph; with anything inline in it, spread over lines as the publisher does. */
function flowing(name: string, text: string, pages: Pages, attributes = ""): Lines {
  const stretches = stretchesOf(text);
  if (stretches.every((stretch) => stretch.kind === "words")) return leaf(name, text, attributes);
  const inside = stretches.flatMap((stretch): Lines => {
    if (stretch.kind === "italic") return [`<E T="03">${escaped(stretch.text)}</E>`];
    if (stretch.kind === "note") return [`<SU>${stretch.text}</SU>`, "<FTREF/>"];
    if (stretch.kind === "page") return [`<PRTPAGE P="${pages()}"/>`];
    return [escaped(stretch.text)];
  });
  return element(name, inside, attributes);
}

function element(name: string, inside: Lines, attributes = ""): Lines {
  return [`<${name}${attributes}>`, ...inside.map((line) => `    ${line}`), `</${name}>`];
}

function leaf(name: string, text: string | null, attributes = ""): Lines {
  return text === null ? [] : [`<${name}${attributes}>${escaped(text)}</${name}>`];
}

function pageCounter(first: number): Pages {
  let page = first;
  return () => (page += 1);
}

export function escaped(text: string): string {
  return text.replaceAll(noXml, "").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Control characters have no place in XML; recorded texts contain some. */
// oxlint-disable-next-line no-control-regex
const noXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;
