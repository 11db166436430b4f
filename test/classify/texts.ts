import { changedFacts } from "../../src/classify/changed-facts.ts";
import type { Classification, ClassifyInput } from "../../src/classify/classify.ts";
import { classify } from "../../src/classify/classify.ts";
import type { Facts } from "../../src/model/facts.ts";
import type { Block } from "../../src/model/text.ts";
import type { Extraction } from "../../src/model/version.ts";
import { redline } from "../../src/redline/redline.ts";

export function paragraph(text: string, path: readonly string[] = ["§ 744.23", "(b)"]): Block {
  return { kind: "paragraph", path, text };
}

export function extraction(changes: Partial<Extraction> = {}): Extraction {
  return {
    title: "Expansion of End-User Controls",
    language: "en",
    sourceUrl: "https://www.example.gov/d/2031-00401",
    officialUrl: null,
    citation: null,
    fullCitation: null,
    publishedAt: "2031-01-15",
    form: "published",
    complete: true,
    blocks: [],
    facts: {},
    deadlines: [],
    threadKeys: [],
    links: [],
    ...changes,
  };
}

export const now = Temporal.Instant.from("2031-01-15T14:00:00Z");

export function judge(before: Extraction | null, after: Extraction, more: Partial<ClassifyInput> = {}): Classification {
  return classify({
    before,
    after,
    facts: changedFacts(before?.facts ?? null, after.facts),
    redline: redline(before?.blocks ?? [], after.blocks),
    now,
    ...more,
  });
}

/** How a change of one paragraph is judged. */
export function judgeText(before: string, after: string, path?: readonly string[]): Classification {
  const blocks = (text: string) => (text === "" ? [] : text.split("\n").map((line) => paragraph(line, path)));
  return judge(extraction({ blocks: blocks(before) }), extraction({ blocks: blocks(after) }));
}

export function judgeFacts(before: Facts, after: Facts, type = "Rule"): Classification {
  return judge(
    extraction({ facts: { documentType: type, ...before } }),
    extraction({ facts: { documentType: type, ...after } }),
  );
}

export function judgeNew(facts: Facts, changes: Partial<Extraction> = {}): Classification {
  return judge(null, extraction({ facts, ...changes }));
}
