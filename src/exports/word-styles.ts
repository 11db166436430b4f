import type { IStylesOptions } from "docx";

/** How a Word file looks: one serif face for reading, with a Chinese one beside it, and headings that differ by size alone. */
export function wordStyles(language: string): IStylesOptions {
  const font = {
    ascii: "Times New Roman",
    hAnsi: "Times New Roman",
    cs: "Times New Roman",
    eastAsia: eastAsian(language),
  };
  const languages = { value: language.startsWith("en") ? language : "en-US", eastAsia: eastAsianTag(language) };
  return {
    default: {
      document: {
        run: { font, size: 22, language: languages },
        paragraph: { spacing: { after: 120, line: 288 } },
      },
      heading1: heading(font, 32),
      heading2: heading(font, 28),
      heading3: heading(font, 25),
      heading4: heading(font, 23),
      heading5: heading(font, 22),
      heading6: heading(font, 22),
    },
    paragraphStyles: [
      { id: "item", name: "List item", basedOn: "Normal", paragraph: { indent: { left: 360 } } },
      { id: "row", name: "Table row", basedOn: "Normal", paragraph: { indent: { left: 360 } } },
      { id: "instruction", name: "Amendatory instruction", basedOn: "Normal", run: { italics: true } },
      { id: "note", name: "Note", basedOn: "Normal", run: { size: 19 } },
      {
        id: "preformatted",
        name: "Preformatted",
        basedOn: "Normal",
        run: {
          font: { ascii: "Courier New", hAnsi: "Courier New", cs: "Courier New", eastAsia: font.eastAsia },
          size: 19,
        },
        paragraph: { spacing: { after: 0, line: 240 } },
      },
      { id: "margin", name: "Margin", basedOn: "Normal", run: { size: 17, color: "545D69" } },
    ],
  };
}

function heading(font: { readonly eastAsia: string }, size: number) {
  return {
    run: { font, size, bold: true, color: "000000" },
    paragraph: { spacing: { before: 240, after: 100 }, keepNext: true },
  };
}

// What Word has on every machine; where it is missing (LibreOffice on Linux), another Chinese face is taken.
function eastAsian(language: string): string {
  if (/^zh-(tw|hk|mo|hant)/i.test(language)) return "PMingLiU";
  if (/^ja/i.test(language)) return "MS Mincho";
  return /^ko/i.test(language) ? "Batang" : "SimSun";
}

function eastAsianTag(language: string): string {
  return /^(zh|ja|ko)-/i.test(language) ? language : "zh-CN";
}
