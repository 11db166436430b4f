import { describe, expect, test } from "vitest";
import { readBillXml } from "../../src/snapshots/bill-xml.ts";
import { lines, read } from "./reading-lines.ts";

const dtd = `<?xml version="1.0"?>
<!DOCTYPE bill PUBLIC "-//US Congress//DTDs/bill.dtd//EN" "bill.dtd">
<bill bill-stage="Introduced-in-House" bill-type="olc"><metadata><dublinCore><dc:title>119 HR 1 IH: Sample Act</dc:title></dublinCore></metadata>
<form><distribution-code>I</distribution-code><congress>119th CONGRESS</congress><legis-num>H. R. 1</legis-num><action><action-date>May 1, 2025</action-date><action-desc><sponsor>Ms. Doe</sponsor> introduced the following bill</action-desc></action><legis-type>A BILL</legis-type><official-title>To control remote access.</official-title></form>
<legis-body><section id="H1"><enum>1.</enum><header>Short title; table of contents</header><text display-inline="no-display-inline">This Act may be cited as the <quote><short-title>Sample Act</short-title></quote>.</text><toc><toc-entry level="section">Sec. 1. Short title.</toc-entry></toc></section>
<section id="H2"><enum>2.</enum><header>Remote access</header><subsection><enum>(a)</enum><header>In general</header><text>The Export Control Reform Act of 2018 is amended—</text><paragraph><enum>(1)</enum><text>in section 1742 (<external-xref legal-doc="usc" parsable-cite="usc/50/4801">50 U.S.C. 4801</external-xref>), by adding at the end the following:</text><quoted-block style="OLC"><paragraph><enum>(15)</enum><header>Remote access</header><text>The term <term>remote access</term> means—</text><subparagraph><enum>(A)</enum><text>access over a <quote>network</quote>; or</text></subparagraph><subparagraph><enum>(B)</enum><text>any other access.</text></subparagraph></paragraph><after-quoted-block>; and</after-quoted-block></quoted-block></paragraph><paragraph><enum>(2)</enum><text>by striking <quote>exports</quote>.</text></paragraph><continuation-text continuation-text-level="subsection">Nothing else changes.</continuation-text></subsection></section>
<title><enum>I</enum><header>Funds</header><appropriations-major><header>Department of Commerce</header></appropriations-major><appropriations-small><header>Salaries</header><text>For salaries, $5,000: <proviso><italic>Provided,</italic></proviso> That it is spent.</text></appropriations-small><appropriations-small><header>(including transfer of funds)</header></appropriations-small><section><enum>101.</enum><text>None of the funds may be moved.</text></section></title></legis-body>
<attestation>Attest: Clerk.</attestation></bill>`;

describe("a bill in the dialect of the drafting offices", () => {
  test("has its levels as paths, its quoted law under the law it will be, and its front matter apart", () => {
    const { format, title, blocks } = read(dtd);
    expect({ format, title }).toEqual({ format: "bill-dtd", title: "119 HR 1 IH: Sample Act" });
    expect(lines(blocks)).toEqual([
      "Front matter | 119th CONGRESS",
      "Front matter | H. R. 1",
      "Front matter | May 1, 2025",
      "Front matter | Ms. Doe introduced the following bill",
      "Front matter | A BILL",
      "Long title | To control remote access.",
      "Sec. 1 | Sec. 1. Short title; table of contents",
      "Sec. 1 | This Act may be cited as the “Sample Act”.",
      "Sec. 2 | Sec. 2. Remote access",
      "Sec. 2 > (a) | (a) In general.—The Export Control Reform Act of 2018 is amended—",
      "Sec. 2 > (a) > (1) | (1) in section 1742 (50 U.S.C. 4801), by adding at the end the following:",
      "Sec. 2 > (a) > (1) > new § 1742(15) | “(15) Remote access.—The term ‘remote access’ means—",
      "Sec. 2 > (a) > (1) > new § 1742(15) > (A) | “(A) access over a ‘network’; or",
      "Sec. 2 > (a) > (1) > new § 1742(15) > (B) | “(B) any other access.”; and",
      "Sec. 2 > (a) > (2) | (2) by striking “exports”.",
      "Sec. 2 > (a) | Nothing else changes.",
      "Title I | Title I—Funds",
      "Title I > Department of Commerce | Department of Commerce",
      "Title I > Department of Commerce > Salaries | Salaries",
      "Title I > Department of Commerce > Salaries | For salaries, $5,000: Provided, That it is spent.",
      "Title I > Department of Commerce > Salaries | (including transfer of funds)",
      "Title I > Sec. 101 | Sec. 101. None of the funds may be moved.",
      "Front matter | Attest: Clerk.",
    ]);
  });

  test("names the section, subsection and paragraph that quoted law goes into", () => {
    const bill = `<bill><legis-body><section><enum>3.</enum><header>Licenses</header><text>Section 1753 of the Act is amended—</text><paragraph><enum>(1)</enum><text>in subsection (a)—</text><subparagraph><enum>(A)</enum><text>in paragraph (2), by adding at the end the following:</text><quoted-block><subparagraph><enum>(G)</enum><text>remote access.</text></subparagraph><after-quoted-block>; and</after-quoted-block></quoted-block></subparagraph></paragraph><paragraph><enum>(2)</enum><text>by inserting after section 1758 the following:</text><quoted-block><section><enum>1758A.</enum><header>Access</header><text>The Secretary shall act.</text></section><after-quoted-block>.</after-quoted-block></quoted-block></paragraph></section></legis-body></bill>`;
    expect(lines(readBillXml(bill).blocks).slice(3)).toEqual([
      "Sec. 3 > (1) > (A) | (A) in paragraph (2), by adding at the end the following:",
      "Sec. 3 > (1) > (A) > new § 1753(a)(2)(G) | “(G) remote access.”; and",
      "Sec. 3 > (2) | (2) by inserting after section 1758 the following:",
      "Sec. 3 > (2) > new § 1758A | “Sec. 1758A. Access",
      "Sec. 3 > (2) > new § 1758A | “The Secretary shall act.”.",
    ]);
  });

  test("as reported reads the text put in, or the text struck", () => {
    const bill = `<bill><legis-body changed="deleted" reported-display-style="strikethrough"><section><enum>1.</enum><header>Old</header><text>Old text.</text></section></legis-body><legis-body changed="added"><section><enum>1.</enum><header>New</header><text>New <deleted-phrase>old</deleted-phrase><added-phrase>fresh</added-phrase> text.</text></section></legis-body></bill>`;
    expect(lines(readBillXml(bill).blocks)).toEqual(["Sec. 1 | Sec. 1. New", "Sec. 1 | New fresh text."]);
    expect(lines(readBillXml(bill, "struck").blocks)).toEqual(["Sec. 1 | Sec. 1. Old", "Sec. 1 | Old text."]);
  });
});

test("a footnote stands after its paragraph, as a note", () => {
  const bill = `<bill><legis-body><section><enum>1.</enum><text>One law<footnote><para>So in original.</para></footnote> applies.</text></section></legis-body></bill>`;
  const { blocks } = readBillXml(bill);
  expect(blocks.map((block) => `${block.kind} ${block.text}`)).toEqual([
    "paragraph Sec. 1. One law applies.",
    "note So in original.",
  ]);
});

describe("a bill in USLM", () => {
  const uslm = `<?xml version="1.0"?><bill xmlns="http://schemas.gpo.gov/xml/uslm" xmlns:dc="http://purl.org/dc/elements/1.1/"><meta><dc:title>119 HR 1 ENR: Sample Act</dc:title></meta>
<preface><slugLine>•HR 1 ENR</slugLine><congress value="119">119th CONGRESS</congress><dc:type>H. R. </dc:type>
<docNumber>1</docNumber></preface>
<main><longTitle><docTitle>AN ACT</docTitle><officialTitle>To control remote access.</officialTitle></longTitle><enactingFormula><i>Be it enacted, </i></enactingFormula><page>139 STAT. 1</page>
<section><num value="1">SECTION 1. </num><heading>SHORT TITLE.</heading><content>This Act may be cited as the “<shortTitle>Sample Act</shortTitle>”.</content></section>
<section><num value="2">SEC. 2. </num><sidenote><p>50 USC 4801.</p></sidenote><heading>REMOTE ACCESS.</heading>
<chapeau>Section 1742 of the Act (50 U.S.C. 4801) <amendingAction type="amend">is amended</amendingAction>—</chapeau>
<paragraph><num value="1">(1) </num><content>by <amendingAction type="add">adding</amendingAction> at the end the following:
<quotedContent><paragraph><num value="15">“(15) </num><heading><inline class="smallCaps">Remote access</inline>.—</heading><content>The term ‘<term>remote access</term>’ means access over a<page>139 STAT. 2</page> network.”</content></paragraph></quotedContent><inline role="after-quoted-block">; and</inline></content></paragraph>
<paragraph><num value="2">(2) </num><content>by striking “<quotedText>exports</quotedText>”.</content></paragraph></section></main></bill>`;

  test("reads as the same law in the drafting offices' dialect does, without page marks and notes in the margin", () => {
    const { format, blocks } = read(uslm);
    expect(format).toBe("uslm");
    expect(lines(blocks)).toEqual([
      "Front matter | 119th CONGRESS",
      "Front matter | H. R. 1",
      "Front matter | AN ACT",
      "Long title | To control remote access.",
      "Front matter | Be it enacted,",
      "Sec. 1 | Sec. 1. SHORT TITLE",
      "Sec. 1 | This Act may be cited as the “Sample Act”.",
      "Sec. 2 | Sec. 2. REMOTE ACCESS",
      "Sec. 2 | Section 1742 of the Act (50 U.S.C. 4801) is amended—",
      "Sec. 2 > (1) | (1) by adding at the end the following:",
      "Sec. 2 > (1) > new § 1742(15) | “(15) Remote access.—The term ‘remote access’ means access over a network.”; and",
      "Sec. 2 > (2) | (2) by striking “exports”.",
    ]);
  });

  test("gives tables row by row", () => {
    const bill = `<bill xmlns="http://schemas.gpo.gov/xml/uslm"><main><section><num>SEC. 9. </num><content>As follows:<table><tr><th>State</th><th>Sum</th></tr><tr><td>Ohio</td><td>$5</td></tr></table></content></section></main></bill>`;
    expect(lines(read(bill).blocks)).toEqual([
      "Sec. 9 | Sec. 9. As follows:",
      "Sec. 9 | State | Sum",
      "Sec. 9 > State: Ohio | Ohio | $5",
    ]);
  });
});
