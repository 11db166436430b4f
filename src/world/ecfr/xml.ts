import type { StoryDivision, StoryPart, StoryVersion } from "../ecfr.ts";

/** A part as the versioner serves it, with its divisions inside. */
export function partXml(part: StoryPart, divisions: readonly string[]): string {
  const path = `{&amp;quot;path&amp;quot;:&amp;quot;/on/_SUBSTITUTE_DATE_/title-${part.title}/part-${part.part}&amp;quot;}`;
  return `<DIV5 N="${part.part}" TYPE="PART" VOLUME="2" hierarchy_metadata="${path}">
<HEAD>PART ${part.part}&#x2014;${escaped(part.heading.toUpperCase())}
</HEAD>
<AUTH>
<HED>Authority:</HED><PSPACE>50 U.S.C. 4801-4852.
</PSPACE></AUTH>
${divisions.join("\n\n")}
</DIV5>`;
}

/** A section or an appendix. */
export function divisionXml(part: StoryPart, division: StoryDivision, version: StoryVersion): string {
  const { paragraphs = [], table } = version.text ?? {};
  const tag = division.type === "section" ? "DIV8" : "DIV9";
  const head =
    division.type === "section"
      ? `&#xA7; ${division.identifier} ${escaped(division.heading)}`
      : escaped(`${division.identifier}—${division.heading}`);
  const path = `{&quot;path&quot;:&quot;/on/_SUBSTITUTE_DATE_/title-${part.title}/${division.type}-${escaped(division.identifier)}&quot;}`;
  return [
    `<${tag} N="${escaped(division.identifier)}" TYPE="${division.type.toUpperCase()}" VOLUME="2" hierarchy_metadata="${path}">`,
    `<HEAD>${head}</HEAD>`,
    ...paragraphs.map((text) => `<P>${escaped(text)}</P>`),
    ...(table === undefined ? [] : [tableXml(table)]),
    `<CITA TYPE="N">[61 FR 12768, Mar. 25, 1996${version.citation === undefined ? "" : `, as amended at ${escaped(version.citation)}`}]`,
    "",
    "</CITA>",
    `</${tag}>`,
  ].join("\n");
}

function tableXml([headings = [], ...rows]: readonly (readonly string[])[]): string {
  const head = headings.map((heading) => `<TH scope="col">${escaped(heading)}\n</TH>`).join("");
  let above = "";
  const body = rows.map(([first = "", ...cells]) => {
    const shown = first === above ? "" : first;
    above = first;
    const own = shown === "" ? "<TD/>" : `<TD align="left" scope="row">${escaped(shown)}</TD>`;
    return `<TR>${own}${cells.map((cell) => `<TD align="left">${escaped(cell)}\n</TD>`).join("")}</TR>`;
  });
  return `<DIV width="100%"><DIV class="gpotbl_div"><TABLE border="1" class="gpotbl_table" width="100%"><THEAD><TR>${head}</TR></THEAD><TBODY>${body.join("")}</TBODY></TABLE></DIV></DIV>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
