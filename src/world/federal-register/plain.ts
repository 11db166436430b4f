import type { RegisterDocument } from "./document.ts";
import { passagesOf } from "./flow.ts";
import type { Passage } from "./flow.ts";
import { filedLine, inspectionFiledLine } from "./printed.ts";
import { escaped } from "./xml.ts";

/** What `raw_text_url` serves: a page that is nothing but preformatted lines of 72 columns. */
export function rawText(document: RegisterDocument): string {
  const day = Temporal.PlainDate.from(document.publishedOn);
  const date = day.toLocaleString("en-US", { dateStyle: "full" });
  const issue = issueNumber(day);
  const lastPage = document.startPage + document.pages - 1;
  const lines = [
    `[Federal Register Volume ${document.volume}, Number ${issue} (${date})]`,
    `[${sectionNames[document.type]}]`,
    document.pages === 1 ? `[Page ${document.startPage}]` : `[Pages ${document.startPage}-${lastPage}]`,
    "From the Federal Register Online via the Government Publishing Office [www.gpo.gov]",
    `[FR Doc No: ${document.number}]`,
    "",
    "",
    "=".repeat(72),
    "",
    ...passagesOf(document).flatMap((passage) => wrapped(indented(passage), 72).concat("")),
    filedLine(document),
    `BILLING CODE ${document.text.billingCode}`,
    "",
  ];
  const title = `Federal Register, Volume ${document.volume} Issue ${issue} (${date})`;
  return `<html>\n<head>\n<title>${title}</title>\n</head>\n<body><pre>\n${escaped(lines.join("\n"))}\n</pre></body>\n</html>\n`;
}

/** What the inspection desk serves as raw text: words taken out of a PDF, with its line ends and hyphens. */
export function inspectionText(document: RegisterDocument): string {
  const [year, month, day] = document.publishedOn.split("-");
  const passages = passagesOf(document).flatMap((passage) =>
    hyphenated(filedWording(passage.text, document), 84).concat(""),
  );
  return [
    "This document is scheduled to be published in the",
    `Federal Register on ${month}/${day}/${year} and available online at`,
    `https://federalregister.gov/d/${document.number}, and on https://govinfo.gov`,
    "",
    `BILLING CODE ${document.text.billingCode}`,
    "",
    ...passages,
    inspectionFiledLine(document),
    "",
  ].join("\n");
}

function filedWording(text: string, document: RegisterDocument): string {
  return (document.filing?.wording ?? []).reduce(
    (words, [published, filed]) => words.replaceAll(published, filed),
    text,
  );
}

const sectionNames: Readonly<Record<RegisterDocument["type"], string>> = {
  Rule: "Rules and Regulations",
  "Proposed Rule": "Proposed Rules",
  Notice: "Notices",
  "Presidential Document": "Presidential Documents",
  Correction: "Rules and Regulations",
};

function indented(passage: Passage): string {
  if (passage.style === "paragraph") return `    ${passage.text}`;
  return passage.style === "item" ? `  ${passage.text}` : passage.text;
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = /^ */.exec(text)?.[0] ?? "";
  for (const word of text.trim().split(/ +/)) {
    if (line.trim() !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line.trim() === "" ? line + word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Wrapped lines in which compounds break at their hyphen and very long words are divided. */
function hyphenated(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/ +/)) {
    const room = width - line.length - 1;
    if (word.length <= room || line === "") line = line === "" ? word : `${line} ${word}`;
    else {
      const cut = breakPoint(word, room);
      lines.push(cut === null ? line : `${line} ${cut.start}`);
      line = cut === null ? word : cut.rest;
    }
  }
  return [...lines, line];
}

function breakPoint(word: string, room: number): { readonly start: string; readonly rest: string } | null {
  const hyphen = word.lastIndexOf("-", room - 1);
  if (hyphen > 1 && /^[a-z(]+-/i.test(word)) return { start: word.slice(0, hyphen + 1), rest: word.slice(hyphen + 1) };
  if (room < 7 || !/^[a-z]{14,}[.,;]?$/i.test(word)) return null;
  return { start: `${word.slice(0, room - 1)}-`, rest: word.slice(room - 1) };
}

/** Issues are numbered by working days of the year. */
function issueNumber(day: Temporal.PlainDate): number {
  let issues = 0;
  for (
    let each = day.with({ month: 1, day: 2 });
    Temporal.PlainDate.compare(each, day) <= 0;
    each = each.add({ days: 1 })
  ) {
    if (each.dayOfWeek <= 5) issues += 1;
  }
  return issues;
}
