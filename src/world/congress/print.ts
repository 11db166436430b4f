import type { BillNow, StoryPrint } from "./bill.ts";

/**
 * A print in the drafting offices' XML (bill.dtd). Lines of the story: `1. Short title| text` is a section, `(a) Heading| text` and
 * `(1) text` are levels, and a line that begins with `"` is law to be inserted.
 */
export function printXml(now: BillNow, print: StoryPrint): string {
  const { bill, officialTitle } = now;
  const stage = print.name.replaceAll(" ", "-");
  const reported = print.struck !== undefined;
  return `<?xml version="1.0"?>
<!DOCTYPE bill PUBLIC "-//US Congress//DTDs/bill.dtd//EN" "bill.dtd">
<bill bill-stage="${stage}" bill-type="olc" public-private="public">
<metadata><dublinCore><dc:title xmlns:dc="http://purl.org/dc/elements/1.1/">${bill.congress} ${bill.type.toUpperCase()} ${bill.number}: ${escaped(now.title)}</dc:title></dublinCore></metadata>
<form><distribution-code>I</distribution-code><congress>${bill.congress}th CONGRESS</congress><session>2d Session</session><legis-num>${bill.type.toUpperCase()} ${bill.number}</legis-num><current-chamber>${print.code.endsWith("s") ? "IN THE SENATE OF THE UNITED STATES" : "IN THE HOUSE OF REPRESENTATIVES"}</current-chamber><action><action-date>${print.date ?? ""}</action-date><action-desc>${escaped(print.name)}</action-desc></action><legis-type>A BILL</legis-type><official-title>${escaped(officialTitle)}</official-title></form>
${reported ? `<legis-body id="${id("S")}" reported-display-style="strikethrough">${body(print.struck ?? "", ' reported-display-style="strikethrough"')}</legis-body>` : ""}
<legis-body id="${id("B")}"${reported ? ' reported-display-style="italic"' : ""}>${body(print.lines, reported ? ' reported-display-style="italic"' : "")}</legis-body>
<attestation><attestation-group><attestation-date>${print.date ?? ""}</attestation-date></attestation-group></attestation>
</bill>
`;

  // Printers give new ids to every print.
  function id(of: string): string {
    return `H${of}${print.code.toUpperCase()}${bill.number}`;
  }
}

interface Node {
  readonly name: string;
  readonly number: string;
  readonly header: string;
  readonly text: string;
  readonly children: Node[];
}

const levels = ["section", "subsection", "paragraph", "subparagraph"];

function body(lines: string, marks: string): string {
  const top: Node[] = [];
  const open: { depth: number; children: Node[] }[] = [{ depth: -1, children: top }];
  for (const line of lines
    .split("\n")
    .map((one) => one.trim())
    .filter((one) => one !== "")) {
    const node = nodeOf(line);
    const depth = node.name === "quoted" ? levels.length : levels.indexOf(node.name);
    while ((open.at(-1)?.depth ?? -1) >= depth) open.pop();
    open.at(-1)?.children.push(node);
    if (node.name !== "quoted") open.push({ depth, children: node.children });
  }
  return top.map((node) => xmlOf(node, marks)).join("\n");
}

function nodeOf(line: string): Node {
  if (line.startsWith('"')) return { ...nodeOf(line.slice(1).trim()), name: "quoted" };
  const [, number = "", rest = line] = /^(\d+\.|\(\w+\))\s+(.*)$/.exec(line) ?? [];
  const [header, text] = rest.includes("|") ? rest.split("|") : ["", rest];
  const name = number.endsWith(".")
    ? "section"
    : /\([a-z]/.test(number)
      ? "subsection"
      : /\(\d/.test(number)
        ? "paragraph"
        : "subparagraph";
  return { name, number, header: (header ?? "").trim(), text: (text ?? "").trim(), children: [] };
}

function xmlOf({ name, number, header, text, children }: Node, marks = ""): string {
  const parts = [
    `<enum>${number}</enum>`,
    header === "" ? "" : `<header>${escaped(header)}</header>`,
    text === "" ? "" : `<text display-inline="no-display-inline">${escaped(text)}</text>`,
    ...children.map((child) =>
      child.name === "quoted"
        ? `<quoted-block style="OLC">${xmlOf({ ...child, name: "paragraph" })}<after-quoted-block>.</after-quoted-block></quoted-block>`
        : xmlOf(child),
    ),
  ];
  return `<${name}${marks}>${parts.join("")}</${name}>`;
}

export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
