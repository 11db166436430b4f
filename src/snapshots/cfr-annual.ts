import type { CfrText } from "./ecfr.ts";
import { readFrXml } from "./fr-xml.ts";

/** A part of the annual edition of the CFR (CFRGRANULE), which is set in the Federal Register's vocabulary. */
export function readCfrAnnual(source: string): CfrText {
  // File data, running heads and contents are the printer's.
  const text = source.replaceAll(/<(FDSYS|EAR|CONTENTS)>(?:(?!<\1>)[^])*?<\/\1>/g, "");
  const { blocks } = readFrXml(text);
  const title = blocks.find((block) => block.kind === "heading" && partHeading.test(block.text))?.text ?? null;
  return {
    title,
    blocks: blocks.map((block) => ({ ...block, path: block.path.filter((label) => !partHeading.test(label)) })),
  };
}

const partHeading = /^PART \d+—/;
