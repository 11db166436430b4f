import type { RegisterDocument } from "./document.ts";
import { plainWords } from "./full-text.ts";
import type { TextBlock } from "./full-text.ts";
import { cfrLine, departmentAndOffices, longDate } from "./printed.ts";

/** A passage of a document without typesetting, in reading order. */
export interface Passage {
  readonly style: "head" | "heading" | "paragraph" | "item" | "row";
  readonly text: string;
}

/** The whole document from its agency to its signature, as raw text and web page give it. */
export function passagesOf(document: RegisterDocument): readonly Passage[] {
  const { text } = document;
  return [
    ...headOf(document),
    ...labelled("AGENCY:", text.agencyLine),
    ...labelled("ACTION:", document.action),
    ...labelled("SUMMARY:", text.summary),
    ...labelled("DATES:", ...(text.dates ?? [])),
    ...labelled("ADDRESSES:", text.addresses),
    ...labelled("FOR FURTHER INFORMATION CONTACT:", text.contact),
    ...(document.action === undefined ? [] : [{ style: "heading" as const, text: "SUPPLEMENTARY INFORMATION:" }]),
    ...text.body.flatMap(passagesOfBlock),
    ...(document.executiveOrderNumber === undefined ? [] : whiteHouse(document))
      .concat(text.signature ?? [])
      .filter((line) => line !== "")
      .map((line) => ({ style: "paragraph" as const, text: line })),
  ];
}

function headOf(document: RegisterDocument): readonly Passage[] {
  const order = document.executiveOrderNumber;
  const signed = document.signedOn === undefined ? "" : ` of ${longDate(Temporal.PlainDate.from(document.signedOn))}`;
  const lines =
    order === undefined
      ? [
          ...departmentAndOffices(document),
          cfrLine(document),
          ...(document.docketIds ?? []).map((docket) => `[${docket}]`),
          ...(document.rins ?? []).map((rin) => `RIN ${rin}`),
        ]
      : ["Presidential Documents", `Executive Order ${order}${signed}`];
  return [...lines, document.title].filter((line) => line !== null).map((line) => ({ style: "head", text: line }));
}

function whiteHouse(document: RegisterDocument): readonly string[] {
  const signed = document.signedOn === undefined ? "" : `${longDate(Temporal.PlainDate.from(document.signedOn))}.`;
  return ["THE WHITE HOUSE,", signed];
}

function labelled(label: string, ...paragraphs: readonly (string | undefined)[]): readonly Passage[] {
  const [first, ...rest] = paragraphs.filter((paragraph) => paragraph !== undefined);
  if (first === undefined) return [];
  return [
    { style: "paragraph", text: `${label} ${plainWords(first)}` },
    ...rest.map((text) => ({ style: "paragraph" as const, text: plainWords(text) })),
  ];
}

function passagesOfBlock(block: TextBlock): readonly Passage[] {
  const text = plainWords(block.text);
  switch (block.kind) {
    case "heading":
      return [{ style: "heading", text }];
    case "part":
      return [{ style: "heading", text: `PART ${block.part}—${text}` }];
    case "section":
      return [{ style: "heading", text: `${block.number} ${text}` }];
    case "subjects":
      return [
        { style: "heading", text: block.title },
        { style: "paragraph", text },
      ];
    case "authority":
      return [{ style: "paragraph", text: `Authority: ${text}` }];
    case "footnote":
      return [{ style: "paragraph", text: `${block.mark} ${text}` }];
    case "item":
      return [{ style: "item", text }];
    case "table":
      return tablePassages(block);
    case "paragraph":
    case "instruction":
    case "stars":
      break;
  }
  return [{ style: "paragraph", text }];
}

function tablePassages(table: Extract<TextBlock, { kind: "table" }>): readonly Passage[] {
  return [
    ...(table.text === "" ? [] : [{ style: "heading" as const, text: table.text }]),
    ...[table.columns, ...table.rows].map((cells) => ({ style: "row" as const, text: cells.join("  ") })),
  ];
}
