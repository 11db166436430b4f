import type { Extraction } from "../../src/model/version.ts";
import type { SummaryInput } from "../../src/summarise/by-rules.ts";
import type { Edit, Highlight } from "../../src/summarise/text-sentences.ts";

/** The page of a made-up provider. */
export const page: Extraction = {
  title: "Example Cloud Service Terms",
  language: "en",
  sourceUrl: "https://www.example.com/terms",
  officialUrl: null,
  citation: null,
  fullCitation: null,
  publishedAt: null,
  form: "page",
  complete: true,
  blocks: [],
  facts: {},
  deadlines: [],
  threadKeys: [],
  links: [],
};

export function passage(before: string, after: string, edits: readonly Edit[] = [], section = "9.2"): Highlight {
  return { section, before, after, edits, moved: false, rules: ["obligation"] };
}

/** A change of the page in these passages. */
export function changed(
  highlights: readonly Highlight[],
  more: Partial<SummaryInput> & { readonly rules?: readonly string[] } = {},
): SummaryInput {
  const { rules = [], ...input } = more;
  return {
    before: page,
    after: page,
    redline: { spans: [], stats: { inserted: 0, deleted: 0, moved: 0, sections: 0 } },
    facts: [],
    classification: {
      significance: "substantive",
      reasons: rules.map((rule) => ({ rule })),
      headline: "Text changed",
      highlights,
    },
    ...input,
  };
}
