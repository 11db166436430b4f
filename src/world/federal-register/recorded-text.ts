import type { FullText, TextBlock } from "./full-text.ts";

/** What a recorded text file says: its blocks, the agencies at its head, and when it was filed. */
export interface RecordedText {
  readonly text: FullText;
  readonly agencies: readonly string[];
  readonly filed: { readonly date: string; readonly time: string } | null;
}

/** Reads lines that were once marked up: a line for each paragraph, broken wherever something inline stood. */
export function readRecordedText(source: string, title: string): RecordedText {
  const lines = source
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const end = lines.findIndex((line) => line.startsWith("[FR Doc"));
  const ending = end === -1 ? [] : lines.slice(end);
  const filed = /Filed (\d+-\d+-\d+); (\d+:\d+ [ap]m)/.exec(ending.join(" "));
  const { head, parts, body } = sections(end === -1 ? lines : lines.slice(0, end), title);
  const { blocks, signature } = withoutSignature(joined(body));
  return {
    agencies: head.filter((line) => !/^\d+ CFR|^\[Docket|^RIN /.test(line)),
    filed: filed === null ? null : { date: filed[1] ?? "", time: filed[2] ?? "" },
    text: {
      ...single("agencyLine", parts["AGENCY"]),
      ...single("summary", parts["SUMMARY"]),
      ...(parts["DATES"] === undefined ? {} : { dates: joined(parts["DATES"]) }),
      ...single("addresses", parts["ADDRESSES"]),
      ...single("contact", parts["FOR FURTHER INFORMATION CONTACT"]),
      body: blocksOf(blocks),
      ...(signature.length === 0 ? {} : { signature: ["", ...signature] }),
      billingCode: /BILLING CODE (.*)$/i.exec(ending.join(" "))?.[1] ?? "3510-33-P",
    },
  };
}

const label = /^(AGENCY|ACTION|SUMMARY|DATES|ADDRESSES|FOR FURTHER INFORMATION CONTACT|SUPPLEMENTARY INFORMATION):?$/;

interface Sections {
  readonly head: readonly string[];
  readonly parts: Readonly<Record<string, readonly string[]>>;
  readonly body: readonly string[];
}

function sections(lines: readonly string[], title: string): Sections {
  const titleAt = lines.findIndex((line) => line === title || (line.length > 10 && title.startsWith(line)));
  const head = lines.slice(0, Math.max(titleAt, 0));
  const parts: Record<string, string[]> = {};
  let open = "body";
  for (const line of lines.slice(titleAt + 1)) {
    const name = label.exec(line)?.[1];
    // Once the body has begun, such words are quotations of headings.
    const begins = name !== undefined && line.endsWith(":") && open !== "SUPPLEMENTARY INFORMATION";
    if (begins) open = name;
    else if (open !== "body" || !title.includes(line)) (parts[open] ??= []).push(line);
  }
  return { head, parts, body: [...(parts["body"] ?? []), ...(parts["SUPPLEMENTARY INFORMATION"] ?? [])] };
}

/** Puts paragraphs together again: a line that begins in the middle of a sentence belongs to the one before. */
function joined(lines: readonly string[]): readonly string[] {
  const paragraphs: string[] = [];
  for (const line of lines) {
    const before = paragraphs.at(-1);
    if (before === undefined || !belongs(before, line)) paragraphs.push(line);
    else paragraphs[paragraphs.length - 1] = /^[.,;:)]/.test(line) ? before + line : `${before} ${line}`;
  }
  return paragraphs;
}

function belongs(before: string, line: string): boolean {
  if (line.startsWith("•")) return false;
  if (/^•(.{0,70}[:.])?$/.test(before) || /^[.,;:)]/.test(line)) return true;
  if (/^[a-z]\. |^[ivx]+\. /.test(line)) return false;
  if (/^[a-z]/.test(line) || /[(,]$/.test(before)) return true;
  if (before.endsWith(";") && /^\d+ U\.S\.C\./.test(line)) return true;
  return /(^| )(the|a|an|in|of|to|and|or|for|by|with|at|see|this|under)$/i.test(before);
}

function single<Name extends string>(name: Name, lines: readonly string[] | undefined): Partial<Record<Name, string>> {
  return lines === undefined ? {} : ({ [name]: joined(lines).join(" ") } as Partial<Record<Name, string>>);
}

function withoutSignature(paragraphs: readonly string[]): {
  readonly blocks: readonly string[];
  readonly signature: readonly string[];
} {
  const last = paragraphs.slice(-1)[0] ?? "";
  const signed = /^([A-Z][\w.’' -]+,) ([A-Z][^.;]{5,120}\.)$/.exec(last);
  return signed === null
    ? { blocks: paragraphs, signature: [] }
    : { blocks: paragraphs.slice(0, -1), signature: signed.slice(1) };
}

function blocksOf(paragraphs: readonly string[]): readonly TextBlock[] {
  const blocks: TextBlock[] = [];
  let amending = false;
  for (let index = 0; index < paragraphs.length; index++) {
    const text = paragraphs[index] ?? "";
    const next = paragraphs[index + 1] ?? "";
    const part = /^PART (\d+)—(.*)$/.exec(text);
    if (part !== null) {
      amending = true;
      blocks.push({ kind: "part", title: "15", part: part[1] ?? "", text: part[2] ?? "" });
    } else if (text === "Authority:") {
      blocks.push({ kind: "authority", text: next });
      index += 1;
    } else if (text.startsWith("List of Subjects")) {
      blocks.push({ kind: "subjects", title: text, text: next });
      index += 1;
    } else if (/^§ [\d.]+$/.test(text)) {
      blocks.push({ kind: "section", number: text, text: next });
      index += 1;
    } else blocks.push(blockOf(text, amending));
  }
  return blocks;
}

function blockOf(text: string, amending: boolean): TextBlock {
  if (/^\*(\s+\*)+$/.test(text)) return { kind: "stars", text: "* * * * *" };
  if (text.startsWith("•")) return { kind: "item", text };
  if (
    amending &&
    /^\d+\. .*(amended|revised|revising|added|adding|removed|removing|stayed|read as follows|suspended)/.test(text)
  ) {
    return { kind: "instruction", text };
  }
  const heading = text.length < 110 && /^[A-Z“]/.test(text) && !/[.,;:)”]$/.test(text) && !amending;
  return heading ? { kind: "heading", level: 1, text } : { kind: "paragraph", text };
}
