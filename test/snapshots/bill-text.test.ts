import { expect, test } from "vitest";
import { lines, read } from "./reading-lines.ts";

test("a bill as the printing office sets it in plain text", () => {
  const source = `<html><body><pre>
119th CONGRESS
  1st Session
                                H. R. 1

                    IN THE HOUSE OF REPRESENTATIVES

                                 A BILL

     To provide for control of remote access of items under the Export
                       Control Reform Act of 2018.

    Be it enacted by the Senate and House of Representatives of the
United States of America in Congress assembled,

SECTION 1. SHORT TITLE.

    This Act may be cited as the \`\`Sample Remote Access Security Act''.

SEC. 2. CONTROL OF REMOTE ACCESS.

    (a) In General.--The Export Control Reform Act of 2018 is amended in
section 1742 (50 U.S.C. 4801) by adding at the end the following:
            \`\`(15) Remote access.--The term \`remote access' means--
                    \`\`(A) access to an item by a foreign person through a
                network connection; or
                    \`\`(B) any other access.''.
    (b) Effective Date.--This section takes effect on the date that is 90
days after the date of the enactment of this Act${", and applies to access that is given on or after that date by any person".repeat(24)}.
                                 <all>
</pre></body></html>`;
  const { format, blocks } = read(source);
  expect(format).toBe("bill-text");
  expect(lines(blocks.map((block) => ({ ...block, text: block.text.slice(0, 60) })))).toEqual([
    "Front matter | 119th CONGRESS 1st Session H. R. 1",
    "Front matter | IN THE HOUSE OF REPRESENTATIVES",
    "Front matter | A BILL",
    "Long title | To provide for control of remote access of items under the E",
    "Front matter | Be it enacted by the Senate and House of Representatives of ",
    "Sec. 1 | Sec. 1. SHORT TITLE",
    "Sec. 1 | This Act may be cited as the “Sample Remote Access Security ",
    "Sec. 2 | Sec. 2. CONTROL OF REMOTE ACCESS",
    "Sec. 2 > (a) | (a) In General.--The Export Control Reform Act of 2018 is am",
    "Sec. 2 > (a) > new § 1742(15) | “(15) Remote access.--The term `remote access' means--",
    "Sec. 2 > (a) > new § 1742(15) > (A) | “(A) access to an item by a foreign person through a network",
    "Sec. 2 > (a) > new § 1742(15) > (B) | “(B) any other access.”.",
    "Sec. 2 > (b) | (b) Effective Date.--This section takes effect on the date t",
  ]);
});

test("a bill as mirrors convert it, with numbers alone on their lines and quotations without marks", () => {
  const source =
    "IB\n119th CONGRESS\nH. R. 1\nAN ACT\nTo provide for control.\n#### 2. Control of remote access\nThe Act is amended as follows:\n**(1)**\nIn section 1742, by adding at the end the following:\n(15) Remote access means— (A) access; or (B) more.\n**(2)**\nIn section 1752—\n**(A)**\nin paragraph (1); and\n#### 3. Consultation\n##### (a) In general\nThe Secretary shall consult.\n";
  expect(lines(read(source).blocks)).toEqual([
    "Front matter | 119th CONGRESS",
    "Front matter | H. R. 1",
    "Front matter | AN ACT",
    "Long title | To provide for control.",
    "Sec. 2 | Sec. 2. Control of remote access",
    "Sec. 2 | The Act is amended as follows:",
    "Sec. 2 > (1) | (1) In section 1742, by adding at the end the following:",
    "Sec. 2 > (1) > new § 1742(15) | (15) Remote access means— (A) access; or (B) more.",
    "Sec. 2 > (2) | (2) In section 1752—",
    "Sec. 2 > (2) > (A) | (A) in paragraph (1); and",
    "Sec. 3 | Sec. 3. Consultation",
    "Sec. 3 > (a) | (a) In general.—The Secretary shall consult.",
  ]);
});

test("a bill as congress.gov's style sheet sets it in a page", () => {
  const source = `<html><head><title>H. R. 1 (Introduced-in-House)</title></head><body class="lbexBody"><div><span class="lbexSimplecap">119th CONGRESS</span></div><div><b><span class="lbexLegisType">A BILL</span></b></div><p class="lbexHangWithMargin">To designate a facility.</p><p class="lbexIndent"><em>Be it enacted,</em><p class="lbexHangWithMargin"><a id="H1"> </a><span class="lbexSectionlevelOLC">SECTION 1.</span> <span class="lbexSectionlevelOLC"><span class="lbexAllcap">Name</span>.</span></p><p class="lbexIndent">(a) <span class="lbexSectionLevelOLCnuclear">Designation</span>.&mdash;It is named.</p></p></body></html>`;
  const { title, blocks } = read(source);
  expect(title).toBe("H. R. 1 (Introduced-in-House)");
  expect(lines(blocks)).toEqual([
    "Front matter | 119th CONGRESS",
    "Front matter | A BILL",
    "Long title | To designate a facility.",
    "Front matter | Be it enacted,",
    "Sec. 1 | Sec. 1. Name",
    "Sec. 1 > (a) | (a) Designation.—It is named.",
  ]);
});

test("marks of the printer that stand alone are no text", () => {
  const { blocks } = read("119th CONGRESS\n\nA BILL\n\n**\n");
  expect(lines(blocks)).toEqual(["Front matter | 119th CONGRESS", "Front matter | A BILL"]);
});
