import { expect, test } from "vitest";
import { lines, read } from "./reading-lines.ts";

test("a part of the eCFR has its sections as they are cited, and its notes apart", () => {
  const { format, title, blocks } = read(`<?xml version="1.0"?>
<DIV5 N="744" TYPE="PART" VOLUME="2" hierarchy_metadata="{&quot;path&quot;:&quot;/on/x&quot;}">
<HEAD>PART 744&#x2014;CONTROL POLICY
</HEAD>
<AUTH>
<HED>Authority:</HED><PSPACE>50 U.S.C. 4801-4852.
</PSPACE></AUTH>
<DIV8 N="744.23" TYPE="SECTION"><HEAD>&#xA7; 744.23 End use controls.</HEAD>
<P>(a) <I>General prohibition.</I> You may not:</P>
<P>(1) Export <E T="03">any</E> item; or</P>
<P>(2) Reexport it.</P>
<P>(b) <I>Definitions.</I> Terms are in part 772.</P>
<NOTE><HED>Note to § 744.23:</HED><P>See Supplement No. 1.</P></NOTE>
<CITA TYPE="N">[87 FR 62215, Oct. 13, 2022]
</CITA></DIV8></DIV5>`);
  expect({ format, title }).toEqual({ format: "ecfr", title: "PART 744—CONTROL POLICY" });
  expect(lines(blocks)).toEqual([
    "Part 744 | PART 744—CONTROL POLICY",
    "Part 744 > Authority | 50 U.S.C. 4801-4852.",
    "§ 744.23 | § 744.23 End use controls.",
    "§ 744.23(a) | (a) General prohibition. You may not:",
    "§ 744.23(a)(1) | (1) Export any item; or",
    "§ 744.23(a)(2) | (2) Reexport it.",
    "§ 744.23(b) | (b) Definitions. Terms are in part 772.",
    "§ 744.23 | Note to § 744.23:",
    "§ 744.23 | See Supplement No. 1.",
    "§ 744.23 > Source | [87 FR 62215, Oct. 13, 2022]",
  ]);
});

test("the Entity List is known by country and entity, a blank country being the one above", () => {
  const { blocks } =
    read(`<DIV9 N="Supplement No. 4 to Part 744" TYPE="APPENDIX"><HEAD>Supplement No. 4 to Part 744&#x2014;Entity List</HEAD>
<DIV width="100%"><DIV class="gpotbl_div"><TABLE><THEAD><TR><TH>Country</TH><TH>Entity</TH><TH>License requirement</TH></TR></THEAD><TBODY>
<TR><TD>CHINA</TD><TD>Sample Chips Co., Ltd., a.k.a., the following two aliases: SC; and SCC. 1 Road, Beijing.</TD><TD>For all items</TD></TR>
<TR><TD/><TD>Example Cloud; and 2 Road, Shanghai.</TD><TD>For all items</TD></TR></TBODY></TABLE></DIV></DIV></DIV9>`);
  expect(blocks.map((block) => block.path)).toEqual([
    ["Supplement No. 4 to Part 744"],
    ["Supplement No. 4 to Part 744"],
    ["Supplement No. 4 to Part 744", "Country: CHINA", "Sample Chips Co., Ltd."],
    ["Supplement No. 4 to Part 744", "Country: CHINA", "Example Cloud"],
  ]);
});

test("the Commerce Control List is known by ECCN and item", () => {
  const { blocks } = read(`<DIV9 N="Supplement No. 1 to Part 774" TYPE="APPENDIX"><HEAD>The Commerce Control List</HEAD>
<P><B>3A090</B> Integrated circuits having one or more of the following characteristics.</P><P>Items:</P><P>a. Circuits with a performance of 4800 or more;</P><P>a.1. Others;</P><P><B>3A991</B> Electronic devices.</P><P>a. Microprocessors.</P></DIV9>`);
  expect(
    lines(blocks)
      .slice(1)
      .map((line) => line.replace("Supplement No. 1 to Part 774 > ", "")),
  ).toEqual([
    "3A090 | 3A090 Integrated circuits having one or more of the following characteristics.",
    "3A090 | Items:",
    "3A090 > a | a. Circuits with a performance of 4800 or more;",
    "3A090 > a.1 | a.1. Others;",
    "3A991 | 3A991 Electronic devices.",
    "3A991 > a | a. Microprocessors.",
  ]);
});

test("the annual edition reads like the Federal Register, without file data and contents", () => {
  const { format, title, blocks } = read(
    `<?xml version="1.0"?><CFRGRANULE><FDSYS><CFRTITLE>12</CFRTITLE></FDSYS><PART><EAR>Pt. 1003</EAR><HD SOURCE="HED">PART 1003—DISCLOSURE</HD><CONTENTS><SECTNO>1003.1</SECTNO><SUBJECT>Scope.</SUBJECT></CONTENTS><SECTION><SECTNO>§ 1003.1</SECTNO><SUBJECT>Scope.</SUBJECT><P>(a) It applies.</P></SECTION></PART></CFRGRANULE>`,
  );
  expect({ format, title }).toEqual({ format: "cfr-annual", title: "PART 1003—DISCLOSURE" });
  expect(lines(blocks).slice(1)).toEqual(["§ 1003.1 | § 1003.1 Scope.", "§ 1003.1(a) | (a) It applies."]);
});
